"""Lines of photos and of drawings: the same skeleton, however it came here."""

import pytest
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from benchmarks.hand_drawn import CAT, drawing, photographed
from engine.nn.drawing import BLANK, is_drawing, sheet_of, skeleton_of, strokes, thinned
from engine.nn.edges import Detail, inked, lines, long_ones
from engine.nn.filling import about, colored, figure
from engine.nn.tensors import to_tensor
from tests.engine.pictures import photo

WAYS = {
    "a thick marker": drawing(pen_px=9),
    "a thin pencil": drawing(pen_px=1, ink=130),
    "chalk on a board": drawing(pen_px=4, ink=225, paper=40),
    "a scan of one bit": drawing().convert("1", dither=Image.Dither.NONE).convert("RGB"),
    "a photo with a shadow": photographed(drawing()),
    "a photo at dusk": photographed(drawing(), light=0.3, grain=0.5),
}


def tensor(image: Image.Image) -> Tensor:
    return to_tensor(image, image.size)


def skeleton(image: Image.Image) -> Tensor:
    return skeleton_of(strokes(sheet_of(tensor(image))))


def near(lines_: Tensor, reach: int = 3) -> Tensor:
    return F.max_pool2d(lines_, 2 * reach + 1, 1, reach)


@pytest.mark.parametrize("image", WAYS.values(), ids=WAYS.keys())
def test_a_drawing_has_the_same_lines_however_it_came_here(image: Image.Image) -> None:
    wanted, found = skeleton(drawing(pen_px=2)), skeleton(image)
    assert float((wanted * near(found)).sum() / wanted.sum()) > 0.85  # it is all there
    assert float((found * near(wanted)).sum() / found.sum()) > 0.85  # and nothing else is
    assert is_drawing(tensor(image))


def test_of_a_filled_shape_the_border_is_drawn() -> None:
    blot = Image.new("RGB", (256, 256), "white")
    blot.paste("black", (60, 60, 200, 200))
    found = skeleton(blot)
    assert float(found[..., 90:170, 90:170].sum()) == 0
    assert 400 < float(found.sum()) < 700  # four sides of 140


@pytest.mark.parametrize("blank", [Image.new("RGB", (128, 128), color) for color in ("white", "black", "#e8dcc0")])
def test_a_blank_sheet_has_no_lines(blank: Image.Image) -> None:
    assert float(skeleton(blank).mean()) < BLANK
    assert float(skeleton(photographed(blank)).mean()) < BLANK


def test_a_photo_is_no_drawing() -> None:
    noise = torch.rand(1, 3, 24, 24, generator=torch.Generator().manual_seed(2))
    assert not is_drawing(F.interpolate(noise, (192, 192), mode="bicubic").clamp(0, 1))


def test_an_edge_of_a_photo_is_one_line_where_the_edge_is() -> None:
    picture = torch.full((1, 3, 128, 128), 0.2)
    picture[..., 64:] = 0.8
    found = lines(picture)
    assert float(found[..., 61:68].sum()) >= 120  # px of 128
    assert float(found.sum()) == float(found[..., 61:68].sum()) < 160


def test_more_detail_means_more_lines_and_even_colors_have_none() -> None:
    textured = tensor(photo(192, 192).image) + 0.2 * tensor(drawing().resize((192, 192)))
    amounts = [float(lines(textured.clamp(0, 1), Detail(threshold)).sum()) for threshold in (0.8, 1.4, 2.4)]
    assert amounts[0] >= amounts[1] >= amounts[2]
    assert amounts[0] > amounts[2]
    assert float(lines(torch.full((1, 3, 64, 64), 0.4)).sum()) == 0


def test_short_lines_are_left_out_and_long_ones_are_kept_whole() -> None:
    marks = torch.zeros(1, 1, 32, 64, dtype=torch.bool)
    marks[..., 8, 4:9] = marks[..., 20, 4:60] = True
    kept = long_ones(marks, 12)
    assert int(kept[..., 8, :].sum()) == 0
    assert int(kept[..., 20, :].sum()) == 56


def test_thinning_leaves_lines_of_one_pixel_that_hang_together() -> None:
    bar = torch.zeros(1, 1, 24, 48, dtype=torch.bool)
    bar[..., 8:15, 4:44] = True
    thin = thinned(bar, 20)
    assert int(thin.sum(2).max()) == 1
    assert int(thin.sum()) > 30


@pytest.mark.parametrize("pen_px", [1.0, 2.4, 5.0])
def test_a_pen_is_as_wide_as_it_should_be(pen_px: float) -> None:
    line = torch.zeros(1, 1, 33, 33)
    line[..., 16, :] = 1
    ink = 1 - inked(line, pen_px)
    assert float(ink[0, 0, :, 16].sum()) == pytest.approx(pen_px, abs=1.0)


def test_the_figure_is_within_its_outline_and_a_leak_is_stopped() -> None:
    inside = figure(skeleton(drawing(CAT)))
    assert float(inside[..., 120, 128]) > 0.9
    assert float(inside[..., 20, 128]) < 0.1
    assert 0.15 < float(inside.mean()) < 0.6


def test_an_outline_that_is_no_outline_still_has_a_figure_about_it() -> None:
    for marks in ([[(20.0, 30.0), (80.0, 70.0)]], [[(10.0, 90.0), (90.0, 92.0)]]):
        assert 0 < float(figure(skeleton(drawing(marks))).mean()) < 0.9
    assert 0 < float(about(torch.zeros(1, 1, 40, 60)).mean()) < 1


def test_a_figure_is_colored_as_its_ground_is_not() -> None:
    where = torch.zeros(1, 1, 96, 96)
    where[..., 24:72, 24:72] = 1
    smudge = colored(where, (0.9, 0.5, 0.1), (0.1, 0.3, 0.6))
    assert float(smudge[0, 0, 48, 48]) > 0.7
    assert float(smudge[0, 0, 4, 4]) < 0.3
