"""Preparing a style picture: turning it, reducing its palette, leaving parts of it out. Pillow only; knows no effect.

Nothing here changes how large the strokes will be: an effect scales the style to each of its canvases.
"""

from dataclasses import dataclass
from itertools import compress
from math import ceil, cos, radians, sin, sqrt
from typing import Final

from PIL import Image, ImageChops

from engine.errors import BadOptions
from engine.ladder import Size
from engine.mask import marked
from engine.picture import Picture, shrink

_LEAST_WHITE: Final = 4  # of 255: a mask that is nowhere lighter than this leaves nothing of a style
_PALETTE_PX: Final = 256  # longest side of what the palette is found from
_PREVIEW_PX: Final = 1600  # what a style is prepared at for a preview
_TRANSPOSED: Final = {1: Image.Transpose.ROTATE_90, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_270}


@dataclass(frozen=True, slots=True)
class Preparation:
    """How a style is prepared; the defaults leave it as it is.

    `scale_percent`: size of its strokes, 100 for a style of the canvas's area. `rotation_degrees`: counterclockwise.
    `colors`: how many of them, 0 for all. `mask`, mode L of any size: white counts, black is left out.
    """

    scale_percent: int = 100
    rotation_degrees: int = 0
    colors: int = 0
    mask: Image.Image | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A style to paint with: the picture and, where not all of it counts, a mask (mode L, the same size)."""

    picture: Picture
    mask: Image.Image | None = None


def prepared(style: Picture, preparation: Preparation) -> Prepared:
    """The style as it is painted with; what is transparent in it is left out, too.

    Raises BadOptions when nothing of it is left.
    """
    image, mask = style.image, _counted(style, preparation.mask)
    if preparation.rotation_degrees % 360:
        image, mask = _turned(image, mask, preparation.rotation_degrees)
    if mask is not None:
        _check(mask)
    if preparation.colors:
        image = _reduced(image, mask, preparation.colors)
    return Prepared(Picture(image), mask)


def preview(style: Picture, preparation: Preparation, canvas: Size, side_px: int = 600) -> Picture:
    """The prepared style as large beside a canvas (width, height) as it will be, `side_px` on the longest side.

    It is repeated where it is smaller than the canvas and cut, around its middle, where it is larger. What is left out
    is gray and pale. Raises BadOptions when nothing is left.
    """
    small = shrink(style, _PREVIEW_PX)
    ready = prepared(small, preparation)
    ratio = min(1.0, side_px / max(canvas))
    factor = ratio * strokes(style, canvas, preparation.scale_percent) * style.width / small.width
    size = _scaled(ready.picture.image.size, factor)
    tile = Picture(ready.picture.image.resize(size, Image.Resampling.LANCZOS))
    if ready.mask is not None:
        tile = marked(tile, ready.mask)
    return Picture(_tiled(tile.image, _scaled(canvas, ratio), mirrored=False))


def strokes(style: Picture, canvas: Size, scale_percent: int) -> float:
    """What a style's sides are multiplied by: at 100 % it has the canvas's area.

    Never enlarged: it has no finer strokes to show.
    """
    return min(1.0, sqrt(canvas[0] * canvas[1] / (style.width * style.height)) * scale_percent / 100)


def _counted(style: Picture, mask: Image.Image | None) -> Image.Image | None:
    """What of the style counts, at its size: where it is opaque and the mask is white; None: all of it."""
    if mask is None:
        return style.alpha
    fitted = mask.convert("L").resize(style.image.size, Image.Resampling.BILINEAR)
    return fitted if style.alpha is None else ImageChops.multiply(fitted, style.alpha)


def _check(mask: Image.Image) -> None:
    lightest = mask.getextrema()[1]
    if not isinstance(lightest, (int, float)) or lightest < _LEAST_WHITE:
        raise BadOptions("style_masks", "nothing of the style is left")


def _turned(image: Image.Image, mask: Image.Image | None, degrees: int) -> tuple[Image.Image, Image.Image | None]:
    """Turned about the middle, cut to its own area in the proportions of what it covers: strokes keep their size.

    The corners are filled with the mirrored border and do not count: black ones would be learned from, mirrored strokes
    lie aslant, and to cut a rectangle out of the middle would throw away half of a square turned by 45 degrees.
    """
    quarters = round(degrees / 90)
    transposed = _TRANSPOSED.get(quarters % 4)
    if transposed is not None:
        image, mask = image.transpose(transposed), mask and mask.transpose(transposed)
    rest = degrees - 90 * quarters
    if not rest:
        return image, mask
    covered = _covered_by(image.size, rest)
    size = _scaled(covered, sqrt(image.width * image.height / (covered[0] * covered[1])))
    room = tuple(max(side, need) + 4 for side, need in zip(image.size, _covered_by(size, rest), strict=True))
    wide = _tiled(image, (room[0], room[1]), mirrored=True).rotate(rest, Image.Resampling.BICUBIC)
    counted = Image.new("L", wide.size)
    counted.paste(mask or 255, _middle(wide.size, image.size))
    box = _middle(wide.size, size)
    return wide.crop(box), counted.rotate(rest, Image.Resampling.BILINEAR).crop(box)


def _covered_by(size: Size, degrees: int) -> Size:
    """What a rectangle covers once it is turned."""
    along, aside = abs(cos(radians(degrees))), abs(sin(radians(degrees)))
    return ceil(size[0] * along + size[1] * aside), ceil(size[0] * aside + size[1] * along)


def _middle(frame: Size, size: Size) -> tuple[int, int, int, int]:
    left, top = (frame[0] - size[0]) // 2, (frame[1] - size[1]) // 2
    return left, top, left + size[0], top + size[1]


def _reduced(image: Image.Image, mask: Image.Image | None, colors: int) -> Image.Image:
    """In at most so many colors, found among the pixels that count and spread without dots.

    Maximum coverage begins with the rarest colors, which median cut averages away; k-means then moves each to the
    middle of its pixels. (Alone the first is garish; an octree loses the moon of the Starry Night.)
    """
    pixels = _sample(image, mask)
    settled = max(1, pixels.width * pixels.height // 64)  # k-means ends when fewer pixels change sides
    palette = pixels.quantize(colors, method=Image.Quantize.MAXCOVERAGE, kmeans=settled)
    return image.quantize(palette=palette, dither=Image.Dither.NONE).convert("RGB")


def _sample(image: Image.Image, mask: Image.Image | None) -> Image.Image:
    """Pixels that count, without their places; colors as they are, not mixed by shrinking."""
    ratio = min(1.0, _PALETTE_PX / max(image.size))
    few = image.resize(_scaled(image.size, ratio), Image.Resampling.NEAREST)
    if mask is None:
        return few
    light = mask.resize(few.size, Image.Resampling.BILINEAR).point(lambda value: 255 * (value > 127))
    counted = bytes(compress(few.tobytes(), Image.merge("RGB", (light, light, light)).tobytes()))
    return Image.frombytes("RGB", (len(counted) // 3, 1), counted) if counted else few  # else it counts by halves


def _tiled(tile: Image.Image, frame: Size, *, mirrored: bool) -> Image.Image:
    """A frame covered by copies of the tile, one in its middle; `mirrored`: the others continue it at its borders."""
    covered = Image.new("RGB", frame)
    left, top, _, _ = _middle(frame, tile.size)
    rows, columns = range(-ceil(top / tile.height), ceil(top / tile.height) + 2), ceil(left / tile.width)
    for row in rows:
        upright = tile.transpose(Image.Transpose.FLIP_TOP_BOTTOM) if mirrored and row % 2 else tile
        for column in range(-columns, columns + 2):
            piece = upright.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if mirrored and column % 2 else upright
            covered.paste(piece, (left + column * tile.width, top + row * tile.height))
    return covered


def _scaled(size: Size, factor: float) -> Size:
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))
