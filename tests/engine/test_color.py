"""Color apart from light, and the colors of one picture given to another."""

from typing import get_args

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from engine.nn.color import (
    Match,
    Stage,
    matched,
    to_rgb,
    to_ycbcr,
    with_colors_of,
    with_histogram_of,
    with_light_of,
    with_palette_of,
    within_gamut,
)

LEVEL = 1 / 255
HOW = get_args(Match)
STAGES = get_args(Stage)


def image(seed: int, low: float = 0.0, high: float = 1.0, size: tuple[int, int] = (12, 16)) -> Tensor:
    return low + (high - low) * torch.rand((1, 3, *size), generator=torch.Generator().manual_seed(seed))


@given(seed=st.integers(0, 1000))
def test_there_and_back_is_the_same_color(seed: int) -> None:
    torch.testing.assert_close(to_rgb(to_ycbcr(image(seed))), image(seed), atol=1e-5, rtol=0)


def test_grey_has_no_color() -> None:
    luma, *chroma = to_ycbcr(torch.full((1, 3, 2, 2), 0.4))[0]
    torch.testing.assert_close(luma, torch.full((2, 2), 0.4))
    torch.testing.assert_close(torch.stack(chroma), torch.zeros(2, 2, 2), atol=1e-6, rtol=0)


def test_a_painting_keeps_its_light_and_takes_the_photos_color() -> None:
    """Of muted colors, which no change of light can push out of range."""
    painting, photo = image(1, 0.4, 0.6), image(2, 0.4, 0.6)
    mixed = to_ycbcr(with_colors_of(painting, photo))
    torch.testing.assert_close(mixed[:, :1], to_ycbcr(painting)[:, :1], atol=1e-5, rtol=0)
    torch.testing.assert_close(mixed[:, 1:], to_ycbcr(photo)[:, 1:], atol=1e-5, rtol=0)


@given(seed=st.integers(0, 1000))
def test_where_a_color_cannot_be_so_light_it_is_paler_and_of_the_same_hue(seed: int) -> None:
    """Any light of the painting with any color of the photo: the light stays, the color points where it pointed."""
    painting, photo = image(seed), image(seed + 1)
    mixed, wanted = to_ycbcr(with_colors_of(painting, photo)), to_ycbcr(photo)
    torch.testing.assert_close(mixed[:, :1], to_ycbcr(painting)[:, :1], atol=1e-5, rtol=0)
    cross = mixed[:, 1] * wanted[:, 2] - mixed[:, 2] * wanted[:, 1]
    assert cross.abs().max() < 1e-5
    assert ((mixed[:, 1:] * wanted[:, 1:]).sum(dim=1) >= -1e-6).all()
    assert (mixed[:, 1:].norm(dim=1) <= wanted[:, 1:].norm(dim=1) + 1e-5).all()


def test_colors_within_the_gamut_stay_as_they_are() -> None:
    torch.testing.assert_close(within_gamut(image(3)), image(3), atol=1e-6, rtol=0)


def test_colors_out_of_the_gamut_come_into_it() -> None:
    wild = image(4, -0.5, 1.5)
    assert (within_gamut(wild) >= 0).all()
    assert (within_gamut(wild) <= 1).all()


def test_a_style_takes_mean_and_spread_of_the_photos_colors() -> None:
    moved = with_palette_of(image(1), image(2, 0.35, 0.65)).flatten(start_dim=2)[0]
    wanted = image(2, 0.35, 0.65).flatten(start_dim=2)[0]
    torch.testing.assert_close(moved.mean(dim=1), wanted.mean(dim=1), atol=1e-3, rtol=0)
    torch.testing.assert_close(torch.cov(moved), torch.cov(wanted), atol=1e-3, rtol=0)


@settings(max_examples=20)
@given(seed=st.integers(0, 1000))
def test_a_style_takes_the_photos_histograms(seed: int) -> None:
    """Every quantile of every channel, of pictures of different sizes; squared, so that they are not uniform."""
    style, photo = image(seed, size=(60, 80)), image(seed + 1, size=(50, 66)).square()
    at = torch.linspace(0, 1, 101)
    found = with_histogram_of(style, photo)[0].flatten(start_dim=1).quantile(at, dim=1)
    torch.testing.assert_close(found, photo[0].flatten(start_dim=1).quantile(at, dim=1), atol=LEVEL, rtol=0)


def test_a_flat_ground_gets_no_grain_from_a_histogram() -> None:
    style = image(1)
    style[..., :8] = 0.5
    ground = with_histogram_of(style, image(2))[..., :8]
    assert (ground.amax(dim=(2, 3)) - ground.amin(dim=(2, 3)) < 1e-6).all()


def test_a_style_in_the_photos_light_is_grey() -> None:
    light = with_light_of(image(1), image(2, 0.3, 0.5))
    assert torch.equal(light[:, 0], light[:, 1])
    assert torch.equal(light[:, 1], light[:, 2])
    wanted = to_ycbcr(image(2, 0.3, 0.5))[:, 0]
    torch.testing.assert_close(light.mean(), wanted.mean(), atol=1e-5, rtol=0)
    torch.testing.assert_close(light[:, 0].std(correction=0), wanted.std(correction=0), atol=1e-5, rtol=0)


@pytest.mark.parametrize("how", HOW)
def test_a_painting_in_the_photos_colors_already_stays_as_it_is(how: Match) -> None:
    here = image(1, size=(150, 200))
    torch.testing.assert_close(matched(here, here, how, "after"), here, atol=LEVEL, rtol=0)


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("flat", [(True, False), (False, True), (True, True)])
def test_pictures_of_one_color_do_no_harm(how: Match, stage: Stage, flat: tuple[bool, bool]) -> None:
    pictures = [torch.full((1, 3, 12, 16), 0.3) if one else image(5) for one in flat]
    found = matched(pictures[0], pictures[1], how, stage)
    assert torch.isfinite(found).all()
    assert found.shape == pictures[0].shape
    assert (found >= 0).all()
    assert (found <= 1).all()


@pytest.mark.parametrize("how", HOW)
def test_a_style_need_not_have_the_photos_size(how: Match) -> None:
    assert matched(image(1, size=(7, 5)), image(2), how, "before").shape == (1, 3, 7, 5)
