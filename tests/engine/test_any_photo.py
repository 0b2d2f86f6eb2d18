"""From any file that people send to a painting of the same shape: size, alpha and color arrive, or one clear error."""

import io
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
import tifffile
from PIL import Image

from engine.catalogue import effects
from engine.device import Device
from engine.effect import Inputs
from engine.errors import BadPicture
from engine.picture import Picture, decode, encode
from engine.render import render
from tests.engine.picture_files import corners, exif, saved, wide_profile
from tests.engine.pictures import quietly, style

WIDTH, HEIGHT = 64, 48


def painted(data: bytes) -> Picture:
    """The photo of a file, painted in an iteration and read again from the file that comes of it."""
    photo = decode(data, deep=True)
    effect = next(effect for effect in effects().values() if effect.styles == 1)
    options = {"side_px": max(64, photo.width, photo.height), "iterations": 1, "style_strength": 0}
    painting = render(effect.name, Inputs(photo, (style(),)), options, quietly, Device("cpu"))
    return decode(encode(painting.picture))


def deep() -> bytes:
    out = io.BytesIO()
    tifffile.imwrite(out, np.asarray(corners(), np.uint16) * 257, photometric="rgb")
    return out.getvalue()


def clear_on_the_left() -> bytes:
    alpha = Image.new("L", (WIDTH, HEIGHT), 255)
    alpha.paste(0, (0, 0, WIDTH // 2, HEIGHT))
    return encode(Picture(corners(), alpha))


PHOTOS: dict[str, Callable[[], bytes]] = {
    "8 bits": partial(saved, corners(), "PNG"),
    "16 bits": deep,
    "turned by EXIF": partial(saved, corners().transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif(6)),
    "CMYK": partial(saved, corners().convert("CMYK"), "JPEG"),
    "with a profile that exchanges red and blue": partial(
        saved, Image.merge("RGB", corners().split()[::-1]), "PNG", icc_profile=wide_profile()
    ),
}


@pytest.mark.parametrize("kind", PHOTOS)
def test_any_photo_is_painted_as_it_looks(kind: str) -> None:
    """At strength 0 and after one iteration a painting is nearly the photo: each quarter still has its color."""
    picture = painted(PHOTOS[kind]())
    assert picture.image.size == (WIDTH, HEIGHT)
    away = np.abs(np.asarray(picture.image, np.int16) - np.asarray(corners(), np.int16))
    assert away.mean() < 32


def test_a_gray_photo_is_painted() -> None:
    assert painted(saved(corners().convert("L"), "PNG")).image.size == (WIDTH, HEIGHT)


def test_alpha_comes_back() -> None:
    alpha = painted(clear_on_the_left()).alpha
    assert alpha is not None
    assert (alpha.getpixel((4, 20)), alpha.getpixel((60, 20))) == (0, 255)


@pytest.mark.parametrize("size", [(64, 64), (65, 49), (97, 33), (17, 513), (513, 17)])
def test_odd_sizes_are_kept(size: tuple[int, int]) -> None:
    assert painted(saved(corners(*size), "PNG")).image.size == size


@pytest.mark.parametrize(("size", "side_px"), [((1, 1), 1), ((15, 40), 15), ((400, 8), 8)])
def test_what_is_too_small_to_be_seen_is_refused(size: tuple[int, int], side_px: int) -> None:
    with pytest.raises(BadPicture, match="too_small") as refused:
        decode(saved(Image.new("RGB", size), "PNG"))
    assert (refused.value.actual, refused.value.limit) == (side_px, 16)
