"""Smaller pictures of the same proportions. Knows pixels only."""

from collections.abc import Callable

from PIL import Image

from engine.picture.model import Bands, Picture


def fitted(size: tuple[int, int], side_px: int) -> tuple[int, int]:
    """`size` with its longest side brought down to `side_px`; never enlarged, never less than 1 px."""
    longest = max(size)
    if longest <= side_px:
        return size
    return max(1, round(size[0] * side_px / longest)), max(1, round(size[1] * side_px / longest))


def shrink(picture: Picture, side_px: int) -> Picture:
    """The picture with its longest side at most `side_px`; the same object when it is so already."""
    size = fitted(picture.image.size, side_px)
    if size == picture.image.size:
        return picture
    image = picture.image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    alpha = picture.alpha and picture.alpha.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return Picture(image, alpha, picture.deep and each(picture.deep, lambda band: resized(band, size)))


def resized(band: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A band at another size. Pillow shrinks 16 bits in whole numbers, too, but not in two steps."""
    return band.resize(size, Image.Resampling.LANCZOS)


def each(bands: Bands, change: Callable[[Image.Image], Image.Image]) -> Bands:
    """The same done to red, green and blue."""
    red, green, blue = bands
    return change(red), change(green), change(blue)
