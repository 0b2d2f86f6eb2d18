"""How a painting was made, as one picture to be shared: photo + style = painting, on paper. Pillow only.

It speaks no language: signs stand where words would. Nothing is cut, nothing distorted.
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFilter

from engine.hanging import Box, Sign, hung
from engine.picture import Picture
from engine.watermark import font

WIDTH, HEIGHT = 1200, 630  # px: what networks show of a link (https://ogp.me), 1.91 : 1
MARGIN = 40
PAPER, INK, BRUSH = (244, 240, 232), (122, 112, 102), (193, 74, 50)
SHADOW_PX, SHADOW, DROP_PX = 9, 0.34, 4  # blur, darkness and fall of the shadow of a picture
NAME, NAME_PX, MARK_PX = "Mazok", 19, 20
SIGN_PX, LINE_PX, FINE = 11, 3, 4  # half of a sign, its stroke, and how much finer it is drawn
STROKE = (  # the mark in a square of 32, as in the pages: a point, then Bézier curves
    ((3, 21), (8, 9), (16, 5), (29, 4)),
    ((29, 4), (27, 7), (24, 8), (23, 10)),
    ((23, 10), (25, 10), (26, 10), (28, 9.6)),
    ((28, 9.6), (24, 14), (18, 15), (15, 19)),
    ((15, 19), (17, 19.2), (19, 18.8), (21, 18.2)),
    ((21, 18.2), (17, 24), (10, 28), (5, 28)),
    ((5, 28), (3, 28), (2, 25), (3, 21)),
)
STEPS = 12  # straight lines of which a curve is made
LINES = {  # of each sign, in halves of it
    "+": (((-1, 0), (1, 0)), ((0, -1), (0, 1))),
    "=": (((-1, -0.42), (1, -0.42)), ((-1, 0.42), (1, 0.42))),
    ">": (((-1, 0), (1, 0)), ((0.35, -0.65), (1, 0)), ((0.35, 0.65), (1, 0))),
}


def card(photo: Picture | None, styles: Sequence[Picture], painting: Picture) -> Picture:
    """1200x630 px: the painting as large as can be, what it was made from small beside it."""
    sizes = [one.image.size for one in styles]
    wall = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    group = hung(photo.image.size if photo else None, sizes, painting.image.size, wall).moved(MARGIN, MARGIN)
    paper = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    cast_shadows(paper, group.boxes)
    for box, picture in zip(group.boxes, [*([photo] if photo else []), *styles, painting], strict=True):
        paper.paste(scaled(picture, box), (box.left, box.top))
    for sign in group.signs:
        draw_sign(paper, sign)
    sign_name(paper)
    return Picture(paper)


def scaled(picture: Picture, box: Box) -> Image.Image:
    """The picture as large as its box, on paper where it is transparent."""
    image = Image.new("RGB", picture.image.size, PAPER)
    image.paste(picture.image, mask=picture.alpha)
    return image.resize((box.width, box.height), Image.Resampling.LANCZOS)


def cast_shadows(paper: Image.Image, boxes: Sequence[Box]) -> None:
    """Soft ones, a little below the pictures."""
    shadow = Image.new("L", paper.size)
    pen = ImageDraw.Draw(shadow)
    for left, top, width, height in boxes:
        pen.rectangle((left, top + DROP_PX, left + width - 1, top + DROP_PX + height - 1), fill=255)
    soft = shadow.filter(ImageFilter.GaussianBlur(SHADOW_PX)).point(lambda value: value * SHADOW)
    paper.paste(Image.new("RGB", paper.size, "black"), mask=soft)


def draw_sign(paper: Image.Image, sign: Sign) -> None:
    """Drawn larger and made smaller: Pillow's lines have steps."""
    side = 4 * SIGN_PX
    mask = Image.new("L", (side * FINE, side * FINE))
    pen, middle = ImageDraw.Draw(mask), side * FINE / 2
    for ends in LINES[sign.sign]:
        points = [(middle + x * SIGN_PX * FINE, middle + y * SIGN_PX * FINE) for x, y in ends]
        pen.line(points, fill=255, width=LINE_PX * FINE)
    corner = sign.x - side // 2, sign.y - side // 2
    paper.paste(Image.new("RGB", (side, side), INK), corner, mask.resize((side, side), Image.Resampling.LANCZOS))


def sign_name(paper: Image.Image) -> None:
    """The mark and the name of Mazok at the lower edge on the right."""
    letters = font(NAME_PX)
    pen = ImageDraw.Draw(paper)
    right, middle = WIDTH - MARGIN, HEIGHT - MARGIN // 2
    left = right - round(pen.textlength(NAME, letters))
    pen.text((right, middle), NAME, fill=INK, font=letters, anchor="rm")
    mark = brush_mark(MARK_PX)
    paper.paste(Image.new("RGB", mark.size, BRUSH), (left - MARK_PX - 6, middle - MARK_PX // 2), mark)


@cache
def brush_mark(side_px: int) -> Image.Image:
    """The brush stroke, white on black."""
    scale = side_px * FINE / 32
    points = [bezier(curve, step / STEPS) for curve in STROKE for step in range(STEPS)]
    mask = Image.new("L", (side_px * FINE, side_px * FINE))
    ImageDraw.Draw(mask).polygon([(x * scale, y * scale) for x, y in points], fill=255)
    return mask.resize((side_px, side_px), Image.Resampling.LANCZOS)


def bezier(points: Sequence[tuple[float, float]], share: float) -> tuple[float, float]:
    """The point of a Bézier curve at this share of its way (de Casteljau)."""
    while len(points) > 1:
        points = [
            (one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1]))
            for one, other in pairwise(points)
        ]
    return points[0]
