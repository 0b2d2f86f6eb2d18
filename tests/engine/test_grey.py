"""What counts as grey: pictures in one ink, however they were printed, scanned and packed."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageOps

from engine.grey import GREY, colors_of, is_grey
from engine.picture import Picture, decode
from tests.platforms.contract import a_photo, packed

TONES = {
    "sepia": ((20, 10, 0), (150, 110, 70), (255, 240, 205)),
    "strong sepia": ((30, 10, 0), (170, 100, 40), (255, 225, 160)),
    "cyanotype": ((0, 15, 50), (60, 110, 150), (235, 245, 250)),
    "split": ((10, 20, 50), (128, 126, 124), (255, 245, 220)),
}


def scene() -> Image.Image:
    """A house under a sky, with soft shadows, as light alone."""
    with Image.open(BytesIO(a_photo(size=(240, 180)))) as opened:
        light = opened.convert("L")
    return ImageChops.multiply(
        light, Image.linear_gradient("L").resize(light.size).point(lambda level: 128 + level // 2)
    )


def noisy(image: Image.Image, deviation: float) -> Image.Image:
    """Each channel with noise of its own, as a cheap scanner has it."""
    bands = [ImageChops.add(band, Image.effect_noise(image.size, deviation), 1, -128) for band in image.split()]
    return Image.merge(image.mode, bands)


def scanned(image: Image.Image, quality: int = 60) -> Picture:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return decode(out.getvalue())


def test_a_grey_picture_is_grey() -> None:
    assert colors_of(Picture(scene().convert("RGB"))) == 0
    assert is_grey(decode(packed(scene())))


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize("deviation", [0, 8])
def test_a_toned_print_is_grey_also_when_it_is_scanned_badly(tone: str, deviation: float) -> None:
    black, middle, white = TONES[tone]
    print_ = ImageOps.colorize(scene(), black, white, middle)
    assert is_grey(scanned(noisy(print_, deviation)))


@pytest.mark.parametrize("color", ["skyblue", "salmon", "plum", "gold"])
def test_a_photo_with_colors_is_not(color: str) -> None:
    assert not is_grey(decode(a_photo(color)))


def test_a_pale_photo_is_not_grey() -> None:
    with Image.open(BytesIO(a_photo())) as photo:
        pale = Image.blend(photo.convert("L").convert("RGB"), photo.convert("RGB"), 0.4)
    assert not is_grey(scanned(pale))


def test_one_thing_in_color_is_enough() -> None:
    """A red rose in a grey picture: two hundredths of it."""
    picture = scene().convert("RGB")
    picture.paste("crimson", (100, 80, 136, 104))
    assert not is_grey(scanned(picture))


def test_one_color_beside_grey_of_the_same_brightness_is_a_color() -> None:
    """There is one hue alone, but no ink could tone so."""
    level = Image.new("RGB", (80, 60), "steelblue")
    level.paste(level.convert("L").convert("RGB").crop((0, 0, 40, 60)), (0, 0))
    assert colors_of(Picture(level)) > 2 * GREY


def test_a_picture_of_one_color_is_an_ink() -> None:
    assert is_grey(Picture(Image.new("RGB", (64, 64), "firebrick")))
