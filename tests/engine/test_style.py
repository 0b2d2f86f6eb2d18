"""Preparing a style: turned, in few colors, in part; and what a person is shown of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from engine.errors import BadOptions
from engine.picture import Picture
from engine.style import Preparation, prepared, preview, strokes
from tests.engine.pictures import flat, photo, style

BLACK, WHITE = 0, 255


def split(width: int = 64, height: int = 64, left: int = WHITE, right: int = BLACK) -> Image.Image:
    """A mask of two halves."""
    mask = Image.new("L", (width, height), right)
    mask.paste(left, (0, 0, width // 2, height))
    return mask


def share(mask: Image.Image | None) -> float:
    """How much of a style counts."""
    assert mask is not None
    return sum(value * count for value, count in enumerate(mask.histogram())) / (255 * mask.width * mask.height)


def colors(image: Image.Image) -> set[tuple[int, ...]]:
    return {color for _, color in image.getcolors(image.width * image.height) or () if isinstance(color, tuple)}


def test_a_style_is_left_alone_by_default() -> None:
    done = prepared(style(), Preparation())
    assert done.picture.image.tobytes() == style().image.tobytes()
    assert done.mask is None


@pytest.mark.parametrize("degrees", [90, 180, 270, -90, 360])
def test_quarter_turns_move_pixels_and_change_none(degrees: int) -> None:
    done = prepared(photo(), Preparation(rotation_degrees=degrees))
    assert done.picture.image.tobytes() == photo().image.rotate(degrees, expand=True).tobytes()
    assert done.mask is None


@given(degrees=st.integers(-180, 180), width=st.integers(1, 90), height=st.integers(1, 90))
def test_turning_keeps_the_area_and_most_of_the_style(degrees: int, width: int, height: int) -> None:
    """Area to a rounded side, so that strokes keep their size; even of narrow strips a good part is left."""
    done = prepared(flat((200, 30, 40), width, height), Preparation(rotation_degrees=degrees))
    image = done.picture.image
    assert abs(image.width * image.height - width * height) <= image.width + image.height
    if done.mask is not None:
        assert done.mask.size == image.size
        if min(width, height) >= 16:
            assert share(done.mask) > 0.4


def test_most_of_a_square_is_left_at_45_degrees() -> None:
    """The largest upright square within it would be half."""
    assert share(prepared(style(), Preparation(rotation_degrees=45)).mask) > 0.78


@given(degrees=st.integers(-180, 180), width=st.integers(1, 90), height=st.integers(1, 90))
def test_no_black_corners_come_into_a_turned_style(degrees: int, width: int, height: int) -> None:
    """Not even where they do not count: features see beyond a mask's edge."""
    image = prepared(flat((200, 30, 40), width, height), Preparation(rotation_degrees=degrees)).picture.image
    assert colors(image) == {(200, 30, 40)}


def test_a_positive_turn_is_counterclockwise() -> None:
    """What lay on the right comes to lie above."""
    half = Picture(Image.merge("RGB", (split(left=BLACK, right=WHITE),) * 3))
    turned = prepared(half, Preparation(rotation_degrees=80)).picture.image.convert("L")
    assert turned.getpixel((32, 8)) == WHITE
    assert turned.getpixel((32, 56)) == BLACK


@pytest.mark.parametrize("count", [1, 2, 5, 64])
def test_the_palette_has_no_more_colors_than_were_asked_for(count: int) -> None:
    assert 1 <= len(colors(prepared(photo(), Preparation(colors=count)).picture.image)) <= count


def test_a_style_of_few_colors_keeps_them() -> None:
    """Two by two levels, the resolution of the tree that the palette is found by."""
    done = prepared(style(), Preparation(colors=8))
    for found, wanted in zip(sorted(colors(done.picture.image)), sorted(colors(style().image)), strict=True):
        assert max(abs(a - b) for a, b in zip(found, wanted, strict=True)) <= 2


def test_a_turned_style_has_no_mixed_colors_beside_its_palette() -> None:
    assert len(colors(prepared(style(), Preparation(rotation_degrees=30, colors=2)).picture.image)) == 2


def test_colors_that_are_left_out_take_no_place_in_the_palette() -> None:
    """The left half of many greys, the right of one red: one color is that red."""
    picture = Image.linear_gradient("L").convert("RGB").resize((64, 64))
    picture.paste((180, 20, 30), (32, 0, 64, 64))
    done = prepared(Picture(picture), Preparation(colors=1, mask=split(left=BLACK, right=WHITE)))
    assert colors(done.picture.image) == {(180, 20, 30)}


@pytest.mark.parametrize("size", [(1, 2), (64, 48), (300, 7)])
def test_masks_of_any_size_are_stretched_over_the_style(size: tuple[int, int]) -> None:
    mask = Image.new("L", size, WHITE)
    mask.paste(BLACK, (0, 0, size[0], (size[1] + 1) // 2))
    done = prepared(photo(64, 48), Preparation(mask=mask))
    assert done.mask is not None
    assert done.mask.size == (64, 48)
    assert done.mask.getpixel((30, 0)) == BLACK
    assert done.mask.getpixel((30, 47)) == WHITE


def test_a_mask_turns_with_its_style() -> None:
    done = prepared(style(), Preparation(rotation_degrees=180, mask=split()))
    assert done.mask is not None
    assert done.mask.tobytes() == split(left=BLACK, right=WHITE).tobytes()


@pytest.mark.parametrize("degrees", [0, 33])
def test_a_mask_that_leaves_nothing_is_refused(degrees: int) -> None:
    with pytest.raises(BadOptions) as refused:
        prepared(style(), Preparation(rotation_degrees=degrees, mask=Image.new("L", (5, 5), BLACK)))
    assert refused.value.option == "style_masks"


def test_what_is_transparent_in_a_style_is_left_out() -> None:
    done = prepared(Picture(style().image, split()), Preparation())
    assert done.mask is not None
    assert done.mask.tobytes() == split().tobytes()
    with pytest.raises(BadOptions):
        prepared(Picture(style().image, split()), Preparation(mask=split(left=BLACK, right=WHITE)))


def test_strokes_of_a_style_are_never_enlarged() -> None:
    assert strokes(style(64), (640, 480), 400) == 1
    assert strokes(flat((0, 0, 0), 400, 400), (200, 200), 100) == 0.5
    assert strokes(flat((0, 0, 0), 400, 400), (200, 200), 50) == 0.25


def test_a_preview_has_the_proportions_of_the_canvas() -> None:
    assert preview(style(), Preparation(), (1200, 900), 300).image.size == (300, 225)
    assert preview(style(), Preparation(), (120, 90), 300).image.size == (120, 90)


def test_a_preview_shows_strokes_as_large_as_they_will_be() -> None:
    """A style of the canvas's size is shown whole at 100 %, four times and more at 50 %, its middle at 200 %."""
    picture = Picture(Image.new("RGB", (400, 400), (255, 255, 255)))
    ImageDraw.Draw(picture.image).rectangle((150, 150, 249, 249), fill=(0, 0, 0))

    def ink(scale_percent: int) -> int:
        shown = preview(picture, Preparation(scale_percent), (200, 200)).image.convert("L")
        return sum(shown.histogram()[:128])

    assert ink(100) == pytest.approx(50 * 50, rel=0.05)
    assert ink(200) == pytest.approx(100 * 100, rel=0.05)
    assert ink(50) == pytest.approx(4 * 25 * 25, rel=0.15)


def test_a_preview_fades_what_is_left_out() -> None:
    red = flat((180, 20, 30), 64, 64)
    shown = preview(red, Preparation(mask=split()), (64, 64)).image
    assert shown.getpixel((5, 30)) == (180, 20, 30)
    faded = shown.getpixel((58, 30))
    assert isinstance(faded, tuple)
    assert min(faded) > 150
    assert len(set(faded)) == 1
