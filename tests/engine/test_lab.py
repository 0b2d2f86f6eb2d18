"""CIE Lab by known answers and by laws."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from engine.nn.lab import colored, grey, lightness, to_lab, to_srgb

# Lindbloom's calculator, D65, for sRGB red, green, blue, white and middle grey
KNOWN = (
    ((1.0, 0.0, 0.0), (53.24, 80.09, 67.20)),
    ((0.0, 1.0, 0.0), (87.73, -86.18, 83.18)),
    ((0.0, 0.0, 1.0), (32.30, 79.19, -107.86)),
    ((1.0, 1.0, 1.0), (100.0, 0.0, 0.0)),
    ((0.5, 0.5, 0.5), (53.39, 0.0, 0.0)),
)
EIGHT_BITS = 0.5  # of L: rounding three channels to whole levels of 255 moves it by less


def pixel(*values: float) -> Tensor:
    return torch.tensor(values).view(1, -1, 1, 1)


def random(low: float, high: float, channels: int, seed: int) -> Tensor:
    return low + (high - low) * torch.rand((1, channels, 24, 24), generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize(("srgb", "lab"), KNOWN)
def test_known_colors(srgb: tuple[float, float, float], lab: tuple[float, float, float]) -> None:
    torch.testing.assert_close(to_lab(pixel(*srgb)), pixel(*lab), atol=0.02, rtol=0)


@given(st.integers(0, 1000))
def test_there_and_back(seed: int) -> None:
    picture = random(0, 1, 3, seed)
    torch.testing.assert_close(to_srgb(to_lab(picture)), picture, atol=1e-4, rtol=0)


def test_grey_is_as_light_and_has_no_color() -> None:
    light = torch.linspace(0, 100, 101).view(1, 1, 1, -1)
    level = grey(light)
    torch.testing.assert_close(lightness(level.expand(-1, 3, -1, -1)), light, atol=1e-3, rtol=0)


@given(st.integers(0, 1000))
def test_any_color_keeps_its_light_though_there_be_no_such_color(seed: int) -> None:
    light, ab = random(0, 100, 1, seed), random(-128, 128, 2, seed + 1)
    levels = (colored(light, ab) * 255).round() / 255
    assert float((lightness(levels) - light).abs().max()) < EIGHT_BITS


def test_what_cannot_be_so_colorful_keeps_its_hue() -> None:
    asked = pixel(30.0, 90.0)
    found = to_lab(colored(pixel(97.0), asked))[:, 1:]
    cosine = torch.nn.functional.cosine_similarity(found, asked).item()
    assert 0 < float(found.norm()) < float(asked.norm())
    assert cosine > 0.99


def test_colors_that_exist_are_left_alone() -> None:
    picture = random(0, 1, 3, 5)
    lab = to_lab(picture)
    torch.testing.assert_close(colored(lab[:, :1], lab[:, 1:]), picture, atol=1e-4, rtol=0)
