"""Masks: pictures that say by white which part of a photo is painted. Pillow only; knows no effect and no storage."""

from math import log
from typing import TypeAlias

from PIL import Image, ImageChops, ImageStat

from engine.errors import BadMask, BadPicture
from engine.ladder import Size
from engine.picture import Picture, decode, encode

Masks: TypeAlias = tuple[Image.Image, ...]  # as `Inputs.masks` has them

SIDE_PX = 1280  # a mask has no finer edge than this; it is enlarged to the painting
PROPORTION = 0.06  # how far, in logarithm, a mask's proportions may be from the photo's: scaled copies differ by pixels
BLACK, WHITE = 16, 239  # what JPEG leaves of black and of white is as good as they are
LEAST = 0.002  # of the area: a dot of 27 px on a photo of 640 x 480
PALE = 0.7  # how much of the paper shows through what is not painted
PAPER = (255, 255, 255)


def read_mask(data: bytes) -> Image.Image:
    """Any picture taken as gray, mode L; what is transparent is black. Raises BadPicture."""
    picture = decode(data, side_px=SIDE_PX)
    gray = picture.image.convert("L")
    if picture.alpha is not None:
        gray = ImageChops.multiply(gray, picture.alpha)
    return gray.point([snapped(level) for level in range(256)])


def snapped(level: int) -> int:
    return 0 if level < BLACK else 255 if level > WHITE else level


def masks_of(data: bytes, styles: int) -> Masks:
    """One mask for all styles; of two styles the first paints what is white and the second what is black. Raises
    BadMask."""
    try:
        mask = read_mask(data)
    except BadPicture as error:
        raise BadMask("damaged") from error
    return (mask, inverse(mask)) if styles == 2 else (mask,)


def pack_mask(mask: Image.Image) -> bytes:
    """The mask as a PNG, from which `read_mask` reads it unchanged."""
    return encode(Picture(mask.convert("RGB")), "PNG")


def check_mask(mask: Image.Image, photo: Size) -> None:
    """Raises BadMask when the mask is of another shape than the photo, or marks (nearly) nothing or everything."""
    if abs(log(mask.width * photo[1] / (mask.height * photo[0]))) > PROPORTION:
        raise BadMask("proportions")
    share = ImageStat.Stat(mask).mean[0] / 255
    if share < LEAST:
        raise BadMask("nothing")
    if share > 1 - LEAST:
        raise BadMask("everything")


def inverse(mask: Image.Image) -> Image.Image:
    """Everything else."""
    return ImageChops.invert(mask)


def marked(photo: Picture, mask: Image.Image) -> Picture:
    """The photo with all that the mask leaves out gray and pale, so that a person sees which part is painted."""
    gray = photo.image.convert("L").convert("RGB")
    pale = Image.blend(gray, Image.new("RGB", photo.image.size, PAPER), PALE)
    shape = mask.resize(photo.image.size, Image.Resampling.BILINEAR)
    return Picture(Image.composite(photo.image, pale, shape), photo.alpha)
