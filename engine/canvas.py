"""A picture on canvas: which part of it, how sharp, what the printer needs, how it will look. Pillow only; no torch."""

from dataclasses import dataclass, replace
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from engine.ladder import Size
from engine.picture import Picture, shrink

Box: TypeAlias = tuple[int, int, int, int]  # left, top, right, bottom in pixels, as Pillow has it

CM_PER_INCH = 2.54
STEPS = 4  # in which a crop is moved from the middle to an edge

PAPER = (255, 255, 255)
WALL = (232, 230, 225)
INK = (40, 40, 40)
SHOWN_PX = 600  # longest side of a preview's two pictures
GAP_PX = 36
PALE = 0.75  # how much of the wall shows through what is cut away
DEPTH = 0.5  # of the edge that is seen: half of it, as in a cabinet projection
SHADE_RIGHT, SHADE_BELOW = 0.78, 0.6


@dataclass(frozen=True, slots=True)
class Frame:
    """A canvas on its frame: what is seen from the front, and how much of it goes round each edge."""

    width_cm: int
    height_cm: int
    wrap_cm: int

    def turned_for(self, size: Size) -> "Frame":
        """Lying for what is wider than high, else standing."""
        short, long = sorted((self.width_cm, self.height_cm))
        return replace(self, width_cm=long, height_cm=short) if size[0] > size[1] else Frame(short, long, self.wrap_cm)


def cut(size: Size, frame: Frame, shift: int = 0) -> Box:
    """The largest part of a picture that has the proportions of the frame's front, in the middle of what may be moved;
    `shift` in [-STEPS, STEPS] brings it to the left or upper, or to the right or lower edge."""
    width, height = size
    wide = min(width, max(1, round(height * frame.width_cm / frame.height_cm)))
    high = min(height, max(1, round(width * frame.height_cm / frame.width_cm)))
    left = (width - wide) * (STEPS + shift) // (2 * STEPS)
    top = (height - high) * (STEPS + shift) // (2 * STEPS)
    return left, top, left + wide, top + high


def moves_along(size: Size, box: Box) -> str:
    """Along which axis a crop may be moved: x, y, or none when the picture has the frame's proportions."""
    wide, high = box[2] - box[0], box[3] - box[1]
    return "x" if wide < size[0] else "y" if high < size[1] else ""


def dots_per_inch(box: Box, frame: Frame) -> float:
    """Of the printed front."""
    width_in, height_in = frame.width_cm / CM_PER_INCH, frame.height_cm / CM_PER_INCH
    return min((box[2] - box[0]) / width_in, (box[3] - box[1]) / height_in)


def sheet(picture: Picture, box: Box, frame: Frame) -> Picture:
    """What is printed: the crop at its own resolution, continued by its mirror image round the edges of the frame, so
    that nothing of the front is lost to them."""
    front = opaque(picture).crop(box)
    wrap = round(frame.wrap_cm / CM_PER_INCH * dots_per_inch(box, frame))
    across, down = min(wrap, front.width), min(wrap, front.height)
    canvas = Image.new("RGB", (3 * front.width, 3 * front.height))
    for column in range(3):
        for row in range(3):
            part = front if column == 1 else ImageOps.mirror(front)
            canvas.paste(part if row == 1 else ImageOps.flip(part), (column * front.width, row * front.height))
    left, top = front.width - across, front.height - down
    return Picture(canvas.crop((left, top, 2 * front.width + across, 2 * front.height + down)))


def proof(picture: Picture, box: Box, frame: Frame) -> Picture:
    """What a person sees before they order: the picture with the crop marked, and the canvas on a wall."""
    small = shrink(Picture(opaque(picture)), SHOWN_PX)
    scale = small.width / picture.width, small.height / picture.height
    shown = tuple(round(edge * scale[number % 2]) for number, edge in enumerate(box))
    marked = with_crop(small.image, (shown[0], shown[1], max(shown[2], shown[0] + 1), max(shown[3], shown[1] + 1)))
    return Picture(on_wall([marked, hung(shrink(Picture(opaque(picture).crop(box)), SHOWN_PX).image, frame)]))


def opaque(picture: Picture) -> Image.Image:
    """The pixels on white paper."""
    if picture.alpha is None:
        return picture.image
    paper = Image.new("RGB", picture.image.size, PAPER)
    paper.paste(picture.image, mask=picture.alpha)
    return paper


def with_crop(image: Image.Image, box: Box) -> Image.Image:
    """What is cut away is pale, and a line runs round the rest."""
    marked = Image.blend(image, Image.new("RGB", image.size, WALL), PALE)
    marked.paste(image.crop(box), box[:2])
    ImageDraw.Draw(marked).rectangle((box[0], box[1], box[2] - 1, box[3] - 1), outline=INK, width=2)
    return marked


def hung(front: Image.Image, frame: Frame) -> Image.Image:
    """The canvas seen a little from the right and below: the front, and its mirror image on two of the edges."""
    wrap = max(2, round(front.width * frame.wrap_cm / frame.width_cm)) if frame.wrap_cm else 0
    seen = round(wrap * DEPTH)
    if not seen:
        return front
    image = Image.new("RGB", (front.width + seen, front.height + seen), WALL)
    image.paste(front, (0, 0))
    beside = ImageOps.mirror(front).crop((0, 0, min(wrap, front.width), front.height))
    below = ImageOps.flip(front).crop((0, 0, front.width, min(wrap, front.height)))
    lay(image, beside.resize((seen, front.height)), (front.width, 0), SHADE_RIGHT)
    lay(image, below.resize((front.width, seen)), (0, front.height), SHADE_BELOW)
    # Where the two edges meet, neither covers every pixel.
    last = front.crop((front.width - 1, front.height - 1, *front.size)).tobytes()
    corner = (round(last[0] * SHADE_BELOW), round(last[1] * SHADE_BELOW), round(last[2] * SHADE_BELOW))
    ends = (front.width, front.height, *(side - 1 for side in image.size))
    ImageDraw.Draw(image).line(ends, fill=corner, width=2)
    return image


def lay(image: Image.Image, strip: Image.Image, at: tuple[int, int], shade: float) -> None:
    """An edge of the canvas, sheared towards the wall and darker than the front."""
    upright = at[1] == 0
    size = (strip.width, strip.height + strip.width) if upright else (strip.width + strip.height, strip.height)
    shear = (1, 0, 0, -1, 1, 0) if upright else (1, -1, 0, 0, 1, 0)
    dark = ImageEnhance.Brightness(strip).enhance(shade)
    where = Image.new("L", strip.size, 255).transform(size, Image.Transform.AFFINE, shear)
    image.paste(dark.transform(size, Image.Transform.AFFINE, shear), at, where)


def on_wall(images: list[Image.Image]) -> Image.Image:
    """Side by side, each in the middle of the height."""
    high = max(image.height for image in images) + 2 * GAP_PX
    wall = Image.new("RGB", (sum(image.width + GAP_PX for image in images) + GAP_PX, high), WALL)
    left = GAP_PX
    for image in images:
        wall.paste(image, (left, (high - image.height) // 2))
        left += image.width + GAP_PX
    return wall
