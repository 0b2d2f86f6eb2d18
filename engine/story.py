"""A painting as a story: upright, for a whole screen of a phone, its title and how it was made below it. Pillow only;
knows no network."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter

from engine.lettering import Weight, font, lines
from engine.picture import Picture

WIDTH, HEIGHT = 1080, 1920
TOP, BOTTOM, SIDE = 230, 1580, 72  # what lies outside is below the names and buttons of the network
GAP, LINE_GAP = 44, 18
CARD_HEIGHT = 280
RADIUS = 20
PAPER, INK, NIGHT = (255, 255, 255), (255, 255, 255), (24, 22, 30)
CALM_PX = 27  # width of the background before it is enlarged: no line of the painting is left in it
DARK = 0.62  # white letters stay readable on a white painting: 4.5 to 1 (WCAG 2.2)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words as it is drawn."""

    words: str
    weight: Weight
    size_px: int


@dataclass(frozen=True, slots=True)
class Legend:
    """What is said of a painting: its title, and a few more words in lines of their own."""

    title: str = ""
    words: Sequence[str] = ()

    def lines(self) -> list[Line]:
        width = WIDTH - 2 * SIDE
        title = [Line(line, "bold", 60) for line in lines(self.title, font("bold", 60), width, 2)]
        below = [line for words in self.words for line in lines(words, font("regular", 38), width, 2)]
        return title + [Line(line, "regular", 38) for line in below[:3]]


def story(painting: Picture, legend: Legend, card: Picture | None = None) -> Picture:
    """1080 x 1920 pixels: the painting, the legend, and the card that shows how it was made, one below another, each
    whole, in the middle of a calm background of the painting's own colors."""
    words = legend.lines()
    written = sum(line.size_px + LINE_GAP for line in words)
    small = fitted(opaque(card), CARD_HEIGHT) if card else None
    taken = (written + GAP if words else 0) + (small.height + GAP if small else 0)
    large = fitted(opaque(painting), BOTTOM - TOP - taken)
    page = background(painting)
    top = TOP + (BOTTOM - TOP - taken - large.height) // 2
    top = hang(page, large, top) + GAP
    if words:
        top = write(page, words, top) + GAP
    if small:
        hang(page, small, top)
    return Picture(page)


def opaque(picture: Picture) -> Image.Image:
    """On paper where it is transparent."""
    paper = Image.new("RGB", picture.image.size, PAPER)
    paper.paste(picture.image, mask=picture.alpha)
    return paper


def fitted(image: Image.Image, height_px: int) -> Image.Image:
    """As large as there is room: as wide as the page but for its sides, and at most so high."""
    scale = min((WIDTH - 2 * SIDE) / image.width, height_px / image.height)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS)


def background(painting: Picture) -> Image.Image:
    """The colors of the painting and nothing else of it, dark."""
    image = opaque(painting)
    shape = min(image.width / WIDTH, image.height / HEIGHT)
    width, height = max(1, round(WIDTH * shape)), max(1, round(HEIGHT * shape))
    left, top = (image.width - width) // 2, (image.height - height) // 2
    cut = image.crop((left, top, left + width, top + height)).resize((CALM_PX, CALM_PX * HEIGHT // WIDTH))
    calm = cut.filter(ImageFilter.GaussianBlur(2)).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    return Image.blend(calm, Image.new("RGB", calm.size, NIGHT), DARK)


def hang(page: Image.Image, image: Image.Image, top: int) -> int:
    """Put it in the middle, with round corners; returns where it ends."""
    twice = Image.new("L", (2 * image.width, 2 * image.height))
    ImageDraw.Draw(twice).rounded_rectangle((0, 0, twice.width - 1, twice.height - 1), 2 * RADIUS, fill=255)
    page.paste(image, ((WIDTH - image.width) // 2, top), twice.resize(image.size))
    return top + image.height


def write(page: Image.Image, words: Sequence[Line], top: int) -> int:
    """Lines below one another in the middle; returns where they end."""
    pen = ImageDraw.Draw(page)
    for line in words:
        pen.text((WIDTH / 2, top), line.words, fill=INK, font=font(line.weight, line.size_px), anchor="ma")
        top += line.size_px + LINE_GAP
    return top - LINE_GAP
