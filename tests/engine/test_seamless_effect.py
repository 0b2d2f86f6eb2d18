"""What the effect `seamless` promises beyond every effect: seams, sizes, palettes, pictures of all kinds."""

from typing import Any

import pytest
import torch
from PIL import Image
from torch import Tensor

from engine.device import Device
from engine.effect import Inputs, Painting, Progress
from engine.effects.seamless import EFFECT, SeamlessOptions
from engine.errors import BadCheckpoint, BadOptions
from engine.nn.tensors import to_tensor
from engine.picture import Picture
from engine.render import render
from tests.engine.pictures import dots, flat, photo, quietly, style

CPU = Device("cpu")


def woven(picture: Picture, given: dict[str, Any] | None = None, **options: Any) -> Painting:
    inputs = Inputs(picture, **(given or {}))
    return render(EFFECT.name, inputs, {"side_px": 96, "iterations": 3, **options}, quietly, CPU)


def tensor(painting: Painting) -> Tensor:
    return to_tensor(painting.picture, painting.picture.image.size)


def steps(image: Tensor) -> Tensor:
    """Mean step from each row to the next, the last one's to the first row."""
    return (image - image.roll(-1, dims=2)).abs().mean(dim=(0, 1, 3))


@pytest.mark.parametrize("side_px", [96, 101])
def test_the_seam_is_a_row_like_any_other(side_px: int) -> None:
    image = tensor(woven(style(), shape="square", side_px=side_px))
    for way in (image, image.transpose(2, 3)):
        across, others = steps(way)[-1], steps(way)[:-1]
        assert float(across) < float(others.mean() + 4 * others.std())


def test_lessons_bring_it_nearer_to_the_picture() -> None:
    painting = woven(dots(), iterations=25)
    assert sum(painting.losses[-5:]) < 0.8 * sum(painting.losses[:5])


def test_a_square_is_as_large_as_was_asked_for_however_small_the_picture() -> None:
    assert woven(photo(20, 16), shape="square", side_px=128).picture.image.size == (128, 128)


def test_the_palette_is_the_pictures_from_the_beginning() -> None:
    """Mean colors, of 255: before it has learned anything a texture has them nearly right."""
    for picture in (dots(), style(), photo(96, 96)):
        found, wanted = tensor(woven(picture, iterations=1, shape="square")), to_tensor(picture, picture.image.size)
        assert float((found.mean(dim=(2, 3)) - wanted.mean(dim=(2, 3))).abs().max()) < 0.15


def test_the_smallest_picture_has_a_texture_too() -> None:
    assert woven(photo(16, 16), side_px=64).picture.image.size == (32, 32)


def test_one_color_stays_one_color() -> None:
    image = tensor(woven(flat((30, 200, 90)), iterations=2))
    assert float((image - torch.tensor([30, 200, 90])[:, None, None] / 255).abs().mean()) < 0.02


def test_what_is_transparent_is_not_looked_at() -> None:
    """Left half red, right half blue and transparent: no blue comes."""
    image = Image.new("RGB", (64, 64), (200, 20, 20))
    image.paste((20, 20, 220), (32, 0, 64, 64))
    alpha = Image.new("L", (64, 64), 255)
    alpha.paste(0, (32, 0, 64, 64))
    painted = tensor(woven(Picture(image, alpha), shape="square", iterations=2)).mean(dim=(0, 2, 3))
    assert float(painted[0] - painted[2]) > 0.4


def test_nothing_but_transparency_is_refused() -> None:
    with pytest.raises(BadOptions):
        woven(Picture(photo().image, Image.new("L", photo().image.size, 0)))


def test_another_seed_is_another_texture_of_the_same_picture() -> None:
    one, other = (tensor(woven(dots(), seed=seed)) for seed in (1, 2))
    assert float((one - other).abs().mean()) > 0.05


def test_a_finished_work_is_gone_on_with() -> None:
    first = woven(dots(), iterations=20)
    more = woven(dots(), {"state": first.state}, iterations=5, side_px=160)
    assert sum(more.losses) / 5 < sum(first.losses[:5]) / 5
    assert more.picture.image.size == (128, 128)


def test_a_work_of_another_picture_is_not_gone_on_with() -> None:
    state = woven(dots()).state
    with pytest.raises(BadCheckpoint):
        woven(style(), {"state": state})


def test_fine_strokes_are_finer() -> None:
    """Neighbouring pixels differ more."""
    fine, coarse = (woven(style(512), style_scale=scale, iterations=20, shape="square") for scale in (50, 200))
    assert float(steps(tensor(fine)).mean()) > 1.2 * float(steps(tensor(coarse)).mean())


def test_previews_stay_small_when_the_texture_is_large() -> None:
    seen: list[Progress] = []
    options = {"side_px": 700, "iterations": 1, "shape": "square"}
    painting = render(EFFECT.name, Inputs(dots()), options, seen.append, CPU)
    assert max(seen[0].preview().image.size) == 600
    assert painting.picture.image.size == (700, 700)


def test_the_work_is_that_of_lessons_whatever_the_size() -> None:
    small, large = (EFFECT.cost(SeamlessOptions(side_px=side), (800, 600)) for side in (600, 1200))
    assert large.work < 2 * small.work
    assert large.memory_mib > small.memory_mib
