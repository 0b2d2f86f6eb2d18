"""Masks: what of any picture counts, what is refused, how a chosen part looks."""

import pytest
from PIL import Image, ImageDraw

from engine.errors import BadMask, BadPicture
from engine.mask import check_mask, inverse, marked, pack_mask, read_mask
from engine.picture import Picture, encode

PHOTO = (640, 480)


def left_half(size: tuple[int, int] = PHOTO, white: int = 255, black: int = 0) -> Image.Image:
    image = Image.new("L", size, black)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2 - 1, size[1]), white)
    return image


def sent(image: Image.Image, kind: str = "PNG", alpha: Image.Image | None = None) -> bytes:
    return encode(Picture(image.convert("RGB"), alpha), kind)


def test_a_mask_survives_packing_and_two_inversions() -> None:
    mask = left_half()
    ImageDraw.Draw(mask).rectangle((100, 100, 200, 200), 128)
    again = read_mask(pack_mask(inverse(read_mask(pack_mask(inverse(mask))))))
    assert again.tobytes() == mask.tobytes()


def test_what_jpeg_leaves_of_black_and_white_is_black_and_white() -> None:
    mask = read_mask(sent(left_half(white=250, black=5), "JPEG"))
    assert mask.getpixel((10, 10)) == 255
    assert mask.getpixel((600, 10)) == 0


def test_what_is_transparent_is_not_marked() -> None:
    mask = read_mask(sent(Image.new("L", PHOTO, 255), alpha=left_half()))
    assert mask.tobytes() == left_half().tobytes()


def test_a_mask_of_another_size_fits_and_of_another_shape_does_not() -> None:
    check_mask(left_half((160, 120)), PHOTO)
    check_mask(left_half((160, 121)), PHOTO)  # as rounding makes them
    for size in ((120, 160), (200, 120), (140, 120)):
        with pytest.raises(BadMask) as refused:
            check_mask(left_half(size), PHOTO)
        assert refused.value.reason == "proportions"


@pytest.mark.parametrize(("level", "reason"), [(3, "nothing"), (252, "everything")])
def test_a_mask_without_an_edge_is_refused(level: int, reason: str) -> None:
    with pytest.raises(BadMask) as refused:
        check_mask(read_mask(sent(Image.new("L", PHOTO, level), "JPEG")), PHOTO)
    assert refused.value.reason == reason


def test_a_small_part_is_a_part() -> None:
    face = Image.new("L", PHOTO, 0)
    ImageDraw.Draw(face).ellipse((300, 200, 330, 230), 255)
    check_mask(face, PHOTO)
    check_mask(inverse(face), PHOTO)


def test_no_picture_is_no_mask() -> None:
    with pytest.raises(BadPicture):
        read_mask(b"white")


def test_the_part_keeps_its_colors_and_the_rest_is_pale() -> None:
    shown = marked(Picture(Image.new("RGB", PHOTO, (200, 0, 0))), left_half((64, 48))).image
    assert shown.getpixel((20, 20)) == (200, 0, 0)
    assert min(shown.getpixel((620, 20))) > 150  # type: ignore[arg-type]  # of RGB
