"""What tells a training that went wrong, on pictures that were spoiled on purpose."""

import math

import pytest
import torch
from torch import Tensor

from engine.errors import Diverged
from engine.training.faults import check, fault, has_blobs


def photo(seed: int = 0) -> Tensor:
    """Soft clouds, (1, 3, 128, 160)."""
    coarse = torch.rand(1, 3, 8, 10, generator=torch.Generator().manual_seed(seed))
    return torch.nn.functional.interpolate(coarse, scale_factor=16, mode="bicubic").clamp(0, 1)


def painted(picture: Tensor) -> Tensor:
    """In other colors, with strong hatching: what a healthy network may do."""
    hatching = 0.25 * torch.sin(torch.arange(160) * 0.9)
    return (picture.flip(1) * 0.7 + 0.15 + hatching).clamp(0, 1)


def test_a_healthy_painting_has_no_fault() -> None:
    assert fault(painted(photo()), photo()) == ""
    assert fault(photo(), photo()) == ""


@pytest.mark.parametrize("color", [0.0, 1.0])
def test_blobs_are_found(color: float) -> None:
    spoiled = painted(photo()) * 0.5 + 0.25
    spoiled[..., 40:56, 64:80] = 8 * (color - 0.5)
    assert has_blobs(spoiled, photo())
    assert fault(spoiled, photo()) == "there are blobs on them"


def test_one_color_and_what_is_no_number_are_found() -> None:
    assert "one color" in fault(torch.full((1, 3, 128, 160), 0.3), photo())
    assert "no number" in fault(photo() * math.nan, photo())


def test_a_flat_photo_may_stay_flat() -> None:
    flat = torch.full((1, 3, 128, 160), 0.3)
    assert fault(flat, flat) == ""


def test_one_bad_painting_of_many_stops_nothing_but_many_do() -> None:
    photos, bad = [photo(seed) for seed in range(5)], torch.full((1, 3, 128, 160), 0.3)
    good = [painted(one) for one in photos]
    check([bad, *good[1:]], photos)
    with pytest.raises(Diverged, match="2 of 5 paintings are at fault: they are of one color"):
        check([bad, bad, *good[2:]], photos)
