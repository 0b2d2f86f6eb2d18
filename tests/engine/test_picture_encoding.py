"""What we write: profile, alpha, parameters; the same bytes every time, and nothing of the original file."""

import io
import json

import pytest
from PIL import Image

from engine.picture import Picture, check, decode, encode, format_of, read_metadata
from tests.engine.picture_files import corners, exif, saved

PARAMETERS: dict[str, object] = {"effect": "gatys", "iterations": 100, "style": "Ночь «и» волны", "seed": 7}
OUTPUTS = ("PNG", "JPEG", "WEBP", "AVIF", "HEIF", "TIFF", "BMP")
WITH_METADATA = OUTPUTS[:-1]


def half_clear() -> Picture:
    alpha = Image.new("L", (64, 48), 255)
    alpha.paste(0, (0, 0, 32, 48))
    return Picture(corners(), alpha)


@pytest.mark.parametrize("file_format", OUTPUTS)
def test_the_same_picture_gives_the_same_bytes(file_format: str) -> None:
    picture = Picture(corners())
    data = encode(picture, file_format, metadata=PARAMETERS)
    assert data == encode(picture, file_format, metadata=PARAMETERS)
    assert check(data).format == file_format


def test_a_png_read_again_is_itself() -> None:
    picture = Picture(Image.effect_noise((64, 48), 90).convert("RGB"))
    assert decode(encode(picture)).image.tobytes() == picture.image.tobytes()


@pytest.mark.parametrize("file_format", WITH_METADATA)
def test_parameters_travel_in_the_file(file_format: str) -> None:
    data = encode(Picture(corners()), file_format, metadata=PARAMETERS)
    assert read_metadata(data) == PARAMETERS


@pytest.mark.parametrize("file_format", WITH_METADATA)
def test_a_file_says_that_it_is_srgb(file_format: str) -> None:
    with Image.open(io.BytesIO(encode(Picture(corners()), file_format))) as image:
        assert b"sRGB" in image.info["icc_profile"].replace(b"\0", b"")


@pytest.mark.parametrize("quality", [50, 88, 92, 100])
def test_the_grainiest_picture_can_be_a_jpeg(quality: int) -> None:
    """Pillow gives optimized and progressive JPEGs a buffer that noise overflows."""
    noise = Image.merge("RGB", [Image.effect_noise((300, 200), 200) for _ in range(3)])
    assert check(encode(Picture(noise), "JPEG", quality=quality, metadata=PARAMETERS)).format == "JPEG"


@pytest.mark.parametrize("file_format", ["PNG", "WEBP", "AVIF", "HEIF", "TIFF"])
def test_alpha_is_kept_where_the_format_can(file_format: str) -> None:
    alpha = decode(encode(half_clear(), file_format)).alpha
    assert alpha is not None
    assert (alpha.getpixel((4, 20)), alpha.getpixel((60, 20))) == (0, 255)


@pytest.mark.parametrize("file_format", ["JPEG", "BMP"])
def test_alpha_is_flattened_on_white_elsewhere(file_format: str) -> None:
    picture = decode(encode(half_clear(), file_format))
    assert picture.alpha is None
    color = picture.image.getpixel((4, 20))
    assert isinstance(color, tuple)
    assert min(color) > 250


@pytest.mark.parametrize("file_format", OUTPUTS)
def test_nothing_of_the_original_file_travels_on(file_format: str) -> None:
    block = Image.Exif()
    block[0x010F] = "Camera of Alice"
    for source in ("JPEG", "PNG", "TIFF", "WEBP"):
        data = encode(decode(saved(corners(), source, exif=block.tobytes())), file_format)
        assert b"Alice" not in data


@pytest.mark.parametrize(
    "strange",
    [
        saved(corners(), "PNG"),
        saved(corners(), "JPEG", exif=exif(6)),
        saved(corners(), "BMP"),
        saved(corners(), "GIF", comment=b"mazok"),
    ],
)
def test_a_file_of_others_has_no_parameters(strange: bytes) -> None:
    assert read_metadata(strange) == {}


@pytest.mark.parametrize("comment", [b"\xff\xfe", b"ASCII\0\0\0[1, 2]", b"ASCII\0\0\0" + b"[" * 9000, b'{"mazok": 7}'])
def test_strange_comments_are_not_ours(comment: bytes) -> None:
    block = Image.Exif()
    block.get_ifd(0x8769)[0x9286] = comment
    assert read_metadata(saved(corners(), "JPEG", exif=block.tobytes())) == {}


def test_parameters_in_a_png_are_plain_json() -> None:
    with Image.open(io.BytesIO(encode(Picture(corners()), metadata=PARAMETERS))) as image:
        assert json.loads(image.info["mazok"]) == PARAMETERS


def test_the_extension_chooses_the_format() -> None:
    assert [format_of(name) for name in ("a.png", "b.JPG", "c.jpeg", "d.heic")] == ["PNG", "JPEG", "JPEG", "HEIF"]
    with pytest.raises(ValueError, match=r"cannot write \.doc: use one of \.png, \.jpg"):
        format_of("painting.doc")
