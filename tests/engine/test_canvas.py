"""A picture on canvas: known answers for proportions, dots per inch and edges, and laws for any picture and frame."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.canvas import GAP_PX, SHOWN_PX, STEPS, WALL, Frame, cut, dots_per_inch, moves_along, proof, sheet
from engine.ladder import Size
from engine.picture import Picture, encode

sides = st.integers(16, 6000)
sizes = st.tuples(sides, sides)
frames = st.builds(Frame, st.integers(5, 200), st.integers(5, 200), st.integers(0, 5))
shifts = st.integers(-STEPS, STEPS)

THIRTY_FORTY = Frame(30, 40, 4)


def a_gradient(size: Size) -> Picture:
    """Red grows from left to right, green from top to bottom."""
    across = Image.linear_gradient("L").rotate(90).resize(size)
    down = Image.linear_gradient("L").resize(size)
    return Picture(Image.merge("RGB", (across, down, Image.new("L", size))))


@pytest.mark.parametrize(
    ("size", "box", "dpi"),
    [
        ((1200, 900), (0, 0, 1200, 900), 76.2),  # 1200 px on 40 cm
        ((900, 1200), (0, 0, 900, 1200), 76.2),
        ((1200, 1200), (150, 0, 1050, 1200), 76.2),
        ((2400, 1000), (533, 0, 1866, 1000), 84.65),
    ],
)
def test_what_lies_is_printed_lying(size: Size, box: tuple[int, int, int, int], dpi: float) -> None:
    """On a canvas of 30 x 40 cm, from the middle."""
    frame = THIRTY_FORTY.turned_for(size)
    assert cut(size, frame) == box
    assert dots_per_inch(box, frame) == pytest.approx(dpi, abs=0.02)


def test_a_crop_goes_from_edge_to_edge() -> None:
    boxes = [cut((1200, 1200), THIRTY_FORTY, shift) for shift in (-STEPS, -2, 0, 2, STEPS)]
    assert [box[0] for box in boxes] == [0, 75, 150, 225, 300]
    assert moves_along((1200, 1200), boxes[0]) == "x"
    assert moves_along((900, 1300), cut((900, 1300), THIRTY_FORTY)) == "y"
    assert moves_along((900, 1200), cut((900, 1200), THIRTY_FORTY)) == ""


@given(sizes, frames, shifts)
def test_a_crop_lies_in_the_picture_and_has_the_proportions(size: Size, frame: Frame, shift: int) -> None:
    """It touches two opposite edges, and is wrong by half a pixel at most."""
    left, top, right, bottom = cut(size, frame, shift)
    wide, high = right - left, bottom - top
    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]
    assert wide == size[0] or high == size[1]
    ideal = min(size[0] / frame.width_cm, size[1] / frame.height_cm)
    assert abs(wide - max(1, ideal * frame.width_cm)) <= 1
    assert abs(high - max(1, ideal * frame.height_cm)) <= 1


@given(sizes, frames)
def test_turning_the_frame_never_costs_dots(size: Size, frame: Frame) -> None:
    """The turned one is at least as sharp as the same canvas the other way round, but for a pixel of rounding."""
    turned = frame.turned_for(size)
    other = Frame(turned.height_cm, turned.width_cm, turned.wrap_cm)
    ours, theirs = (dots_per_inch(cut(size, one), one) for one in (turned, other))
    assert ours >= theirs - 2.54 / min(turned.width_cm, turned.height_cm)


@given(sizes, frames, st.integers(-STEPS, STEPS - 1))
def test_shifting_moves_one_way_only(size: Size, frame: Frame, shift: int) -> None:
    before, after = cut(size, frame, shift), cut(size, frame, shift + 1)
    assert all(later >= earlier for earlier, later in zip(before, after, strict=True))
    assert (before[2] - before[0], before[3] - before[1]) == (after[2] - after[0], after[3] - after[1])


def test_the_sheet_is_as_large_as_front_and_edges() -> None:
    """40 + 2 x 4 by 30 + 2 x 4 cm, by the dots per inch inside the file."""
    size = (1200, 900)
    frame = THIRTY_FORTY.turned_for(size)
    box = cut(size, frame)
    data = encode(sheet(a_gradient(size), box, frame), "PNG", dpi=dots_per_inch(box, frame))
    with Image.open(BytesIO(data)) as image:
        dpi = image.info["dpi"]
        assert [side / dots * 2.54 for side, dots in zip(image.size, dpi, strict=True)] == pytest.approx(
            [48, 38], abs=0.02
        )


def test_the_edges_mirror_the_front() -> None:
    size = (400, 300)
    frame = Frame(40, 30, 4)
    picture = a_gradient(size)
    printed = sheet(picture, cut(size, frame), frame).image
    wrap = 40  # px: 4 of 40 cm
    assert printed.size == (480, 380)
    assert printed.crop((wrap, wrap, wrap + 400, wrap + 300)).tobytes() == picture.image.tobytes()
    for out in (1, 17, wrap):
        assert printed.getpixel((wrap - out, 200)) == printed.getpixel((wrap + out - 1, 200))
        assert printed.getpixel((wrap + 400 + out - 1, 200)) == printed.getpixel((wrap + 400 - out, 200))
        assert printed.getpixel((200, wrap - out)) == printed.getpixel((200, wrap + out - 1))


def test_without_a_wrap_the_sheet_is_the_crop() -> None:
    picture = a_gradient((300, 300))
    frame = Frame(30, 40, 0)
    box = cut((300, 300), frame)
    assert sheet(picture, box, frame).image.tobytes() == picture.image.crop(box).tobytes()


def test_the_proof_pales_what_is_cut_away() -> None:
    """A black picture: its middle is black, its left and right are nearly the wall."""
    black = Picture(Image.new("RGB", (600, 600)))
    shown = proof(black, cut((600, 600), THIRTY_FORTY), THIRTY_FORTY).image
    middle, left = shown.getpixel((36 + 300, shown.height // 2)), shown.getpixel((36 + 20, shown.height // 2))
    assert middle == (0, 0, 0)
    assert isinstance(left, tuple)
    assert min(left) > 150
    assert shown.getpixel((5, 5)) == WALL


@given(st.tuples(st.integers(16, 900), st.integers(16, 900)), frames, shifts)
def test_a_proof_can_be_drawn_of_anything(size: Size, frame: Frame, shift: int) -> None:
    shown = proof(Picture(Image.new("RGB", size, "teal")), cut(size, frame, shift), frame)
    seen = SHOWN_PX // 2  # at most: 5 cm round a canvas of 5 cm, foreshortened to half
    assert shown.width <= 3 * GAP_PX + 2 * SHOWN_PX + seen
    assert shown.height <= 2 * GAP_PX + SHOWN_PX + seen


def test_what_is_transparent_is_printed_white() -> None:
    clear = Picture(Image.new("RGB", (300, 400), "red"), Image.new("L", (300, 400), 0))
    printed = sheet(clear, (0, 0, 300, 400), THIRTY_FORTY)
    assert printed.alpha is None
    assert printed.image.getpixel((150, 200)) == (255, 255, 255)
