"""The door for pixels: every format, mode, orientation and profile that people send."""

import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from engine.picture import Header, Picture, check, decode, shrink
from tests.engine.picture_files import CORNERS, FORMATS, corners, exif, png, saved, wide_profile

Color = tuple[int, ...]


def seen(picture: Picture) -> dict[str, Color]:
    """The colors in the middle of the four quarters."""
    x, y = picture.width // 4, picture.height // 4
    places = {"top left": (x, y), "top right": (3 * x, y), "bottom left": (x, 3 * y), "bottom right": (3 * x, 3 * y)}
    return {corner: pixel(picture.image, *place) for corner, place in places.items()}


def pixel(image: Image.Image, x: int = 8, y: int = 8) -> Color:
    value = image.getpixel((x, y))
    assert isinstance(value, tuple)
    return value


def close(a: Color, b: Color, within: int = 6) -> bool:
    return all(abs(one - other) <= within for one, other in zip(a, b, strict=True))


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_format_is_read(file_format: str) -> None:
    data = saved(corners(), file_format)
    picture = decode(data)
    assert check(data) == Header(64, 48, file_format, False)
    assert picture.image.mode == "RGB"
    assert picture.alpha is None
    assert all(close(color, CORNERS[corner]) for corner, color in seen(picture).items())


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF", "TIFF"])
def test_every_orientation_stands_upright(file_format: str, orientation: int) -> None:
    lying = {
        1: [],
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }
    image = corners()
    for method in lying[orientation]:
        image = image.transpose(method)
    data = saved(image, file_format, exif=exif(orientation))
    picture, header = decode(data), check(data)
    assert (picture.width, picture.height) == (header.width, header.height) == (64, 48)
    assert all(close(color, CORNERS[corner]) for corner, color in seen(picture).items())


def test_a_damaged_exif_block_costs_nobody_the_picture() -> None:
    data = saved(corners(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff nonsense")
    assert decode(data).width == 64


@pytest.mark.parametrize(
    ("mode", "color", "file_format", "expected"),
    [
        ("1", 1, "PNG", (255, 255, 255)),
        ("L", 100, "PNG", (100, 100, 100)),
        ("I;16", 100 * 257, "PNG", (100, 100, 100)),
        ("I;16", 100 * 257, "TIFF", (100, 100, 100)),
        ("I;16B", 100 * 257, "TIFF", (100, 100, 100)),
        ("I", 100 * 257, "TIFF", (100, 100, 100)),
        ("F", 100 / 255, "TIFF", (100, 100, 100)),
        ("RGB", (10, 200, 30), "PNG", (10, 200, 30)),
        ("CMYK", (255, 0, 255, 0), "TIFF", (0, 255, 0)),
        ("CMYK", (255, 0, 255, 0), "JPEG", (0, 255, 0)),
        ("YCbCr", (76, 85, 255), "TIFF", (254, 0, 0)),
        ("LAB", (128, 128, 128), "TIFF", (119, 119, 119)),
    ],
)
def test_every_mode_becomes_rgb(mode: str, color: int | float | Color, file_format: str, expected: Color) -> None:
    image = Image.new(mode, (32, 32), color)
    picture = decode(saved(image, file_format))
    assert picture.image.mode == "RGB"
    assert close(pixel(picture.image), expected, within=3)


def test_floating_point_without_a_usual_range_fills_the_range() -> None:
    image = Image.new("F", (32, 32), -1000.0)
    image.paste(3000.0, (16, 0, 32, 32))
    picture = decode(saved(image, "TIFF"))
    assert picture.image.getextrema() == ((0, 255),) * 3


def test_floating_point_with_holes_is_still_a_picture() -> None:
    image = Image.new("F", (32, 32), 0.5)
    image.putpixel((0, 0), float("nan"))
    image.putpixel((1, 0), float("inf"))
    assert close(pixel(decode(saved(image, "TIFF")).image), (127,) * 3, within=1)


def half_clear(mode: str) -> Image.Image:
    """The left half is clear, the right half opaque."""
    image = corners().convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 32, 48))
    return image.convert(mode)


def palette_with_a_clear_color() -> bytes:
    image = corners().convert("P", palette=Image.Palette.ADAPTIVE, colors=4)
    return saved(image, "PNG", transparency=image.getpixel((8, 8)))


TRANSPARENT: dict[str, Callable[[], bytes]] = {
    "RGBA in PNG": lambda: saved(half_clear("RGBA"), "PNG"),
    "RGBA in WebP": lambda: saved(half_clear("RGBA"), "WEBP", lossless=True),
    "RGBA in AVIF": lambda: saved(half_clear("RGBA"), "AVIF"),
    "RGBA in HEIC": lambda: saved(half_clear("RGBA"), "HEIF"),
    "RGBA in TIFF": lambda: saved(half_clear("RGBA"), "TIFF"),
    "LA in PNG": lambda: saved(half_clear("LA"), "PNG"),
    "palette in PNG": palette_with_a_clear_color,
    "palette in GIF": lambda: saved(half_clear("RGBA"), "GIF"),
    "one color of RGB in PNG": lambda: saved(corners(), "PNG", transparency=CORNERS["top left"]),
    "one level of L in PNG": lambda: saved(corners().convert("L"), "PNG", transparency=76),
    "black of 1 in PNG": lambda: saved(Image.new("1", (32, 32)), "PNG", transparency=0),
    "one level of I;16 in PNG": lambda: deep_png_with_a_clear_level(),
}


def deep_png_with_a_clear_level() -> bytes:
    rows = (b"\0" + struct.pack(">16H", *[1000] * 16) + struct.pack(">16H", *[60000] * 16)) * 32
    clear = (b"tRNS", struct.pack(">H", 1000))
    return png(32, 32, clear, depth=16, color=0, idat=zlib.compress(rows))


@pytest.mark.parametrize("kind", TRANSPARENT)
def test_transparency_becomes_alpha_over_white(kind: str) -> None:
    picture = decode(TRANSPARENT[kind]())
    assert picture.alpha is not None
    assert picture.alpha.mode == "L"
    assert picture.alpha.size == picture.image.size
    assert picture.alpha.getpixel((8, 8)) == 0
    assert close(pixel(picture.image), (255, 255, 255))


def test_alpha_that_hides_nothing_is_left_out() -> None:
    assert decode(saved(corners().convert("RGBA"), "PNG")).alpha is None


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF", "TIFF"])
def test_a_color_profile_is_applied(file_format: str) -> None:
    red = Image.new("RGB", (32, 32), (255, 0, 0))
    picture = decode(saved(red, file_format, icc_profile=wide_profile()))
    assert close(pixel(picture.image), (0, 0, 255), within=12)


@pytest.mark.parametrize("profile", [b"nonsense", bytes(200), wide_profile()[:150]])
def test_a_damaged_profile_is_left_out(profile: bytes) -> None:
    red = Image.new("RGB", (32, 32), (255, 0, 0))
    assert close(pixel(decode(saved(red, "JPEG", icc_profile=profile)).image), (255, 0, 0))


def test_a_profile_of_other_pixels_is_left_out() -> None:
    gray = Image.new("L", (32, 32), 90)
    assert close(pixel(decode(saved(gray, "PNG", icc_profile=wide_profile())).image), (90, 90, 90))


@pytest.mark.parametrize("file_format", ["GIF", "PNG", "WEBP", "AVIF"])
def test_an_animation_gives_its_first_frame(file_format: str) -> None:
    frames = [Image.new("RGB", (32, 32), color) for color in ((0, 0, 255), (255, 0, 0))]
    data = saved(frames[0], file_format, save_all=True, append_images=frames[1:], duration=100)
    assert check(data).animated
    assert close(pixel(decode(data).image), (0, 0, 255))


def test_a_document_of_many_pages_is_no_animation() -> None:
    pages = [Image.new("RGB", (32, 32), color) for color in ((0, 0, 255), (255, 0, 0))]
    data = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert not check(data).animated
    assert close(pixel(decode(data).image), (0, 0, 255))


def test_shrinking_keeps_proportions_and_never_enlarges() -> None:
    picture = Picture(corners(640, 480), Image.new("L", (640, 480), 128))
    small = shrink(picture, 100)
    assert (small.width, small.height) == (100, 75)
    assert small.alpha is not None
    assert small.alpha.size == (100, 75)
    assert shrink(picture, 640) is picture
    assert shrink(picture, 1000) is picture


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_thumbnail_is_decoded_no_larger_than_asked(file_format: str) -> None:
    data = saved(corners(640, 480), file_format, **({"exif": exif(6)} if file_format == "JPEG" else {}))
    picture = decode(data, side_px=100)
    assert sorted((picture.width, picture.height)) == [75, 100]
