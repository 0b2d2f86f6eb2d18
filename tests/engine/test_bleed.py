"""What is painted beyond the border: it mirrors the photo, and it is gone from the picture."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.nn.bleed import Bleed


@given(st.integers(1, 700), st.integers(1, 700), st.floats(0.1, 1.0))
def test_what_is_put_around_is_cut_off_again(width: int, height: int, factor: float) -> None:
    bleed = Bleed((width, height))
    canvas = max(1, round(bleed.size[0] * factor)), max(1, round(bleed.size[1] * factor))
    inner = bleed.inner(canvas)
    picture = torch.rand((1, 1, inner[1], inner[0]), generator=torch.Generator().manual_seed(0))
    around = bleed.around(picture, canvas)
    assert around.shape[-2:] == (canvas[1], canvas[0])
    assert bleed.cut(around).equal(picture)


@pytest.mark.parametrize("trim", [(600, 450), (64, 64), (1200, 30)])
def test_all_of_the_largest_canvas_but_the_bleed_stays(trim: tuple[int, int]) -> None:
    assert Bleed(trim).inner(Bleed(trim).size) == trim


def test_the_bleed_is_the_photo_mirrored() -> None:
    bleed = Bleed((96, 96))
    row = torch.arange(96.0).expand(1, 1, 96, 96)
    assert bleed.around(row, bleed.size)[0, 0, 50, :5].tolist() == [2, 1, 0, 1, 2]
