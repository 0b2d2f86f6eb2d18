"""Color apart from light."""

import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from engine.nn.color import to_rgb, to_ycbcr, with_colors_of, with_palette_of


def image(seed: int, low: float = 0.0, high: float = 1.0) -> Tensor:
    return low + (high - low) * torch.rand((1, 3, 12, 16), generator=torch.Generator().manual_seed(seed))


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


def test_a_style_takes_mean_and_spread_of_the_photos_colors() -> None:
    moved = with_palette_of(image(1), image(2, 0.35, 0.65)).flatten(start_dim=2)[0]
    wanted = image(2, 0.35, 0.65).flatten(start_dim=2)[0]
    torch.testing.assert_close(moved.mean(dim=1), wanted.mean(dim=1), atol=1e-3, rtol=0)
    torch.testing.assert_close(torch.cov(moved), torch.cov(wanted), atol=1e-3, rtol=0)


def test_a_style_of_one_color_is_recolored_without_harm() -> None:
    assert torch.isfinite(with_palette_of(torch.ones(1, 3, 4, 4), image(1))).all()
