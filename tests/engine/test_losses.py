"""Losses by known answers and by laws."""

import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.nn.losses import Texture, content_distance, gram, relative_distance, style_distance, total_variation

seeds = st.integers(0, 10_000)


def features(seed: int, channels: int = 5, side: int = 8) -> torch.Tensor:
    return torch.rand((1, channels, side, side), generator=torch.Generator().manual_seed(seed))


def test_a_flat_image_has_no_total_variation() -> None:
    assert total_variation(torch.full((1, 3, 8, 8), 0.5)) == 0


def test_a_checkerboard_varies_by_one_in_both_directions() -> None:
    board = (torch.arange(8)[:, None] + torch.arange(8)) % 2
    assert total_variation(board.float().expand(1, 3, 8, 8)) == 2


def test_the_gram_matrix_of_ones_is_ones() -> None:
    assert torch.equal(gram(torch.ones(1, 4, 6, 5)), torch.ones(1, 4, 4))


def test_the_gram_matrix_of_two_features_that_never_meet_is_diagonal() -> None:
    apart = torch.zeros(1, 2, 2, 2)
    apart[0, 0, 0], apart[0, 1, 1] = 2.0, 4.0
    assert torch.equal(gram(apart)[0], torch.tensor([[2.0, 0.0], [0.0, 8.0]]))


@given(seed=seeds)
def test_a_texture_does_not_know_where_things_are(seed: int) -> None:
    """Turning or moving a feature map changes neither mean nor Gram matrix, up to rounding in fp32."""
    here = features(seed)
    for moved in (torch.rot90(here, 1, (2, 3)), torch.roll(here, (3, 2), (2, 3))):
        torch.testing.assert_close(gram(moved), gram(here), rtol=1e-5, atol=1e-6)


@given(seed=seeds)
def test_moments_around_the_own_mean_are_the_covariance(seed: int) -> None:
    texture = Texture.of(features(seed))
    flat = features(seed)[0].flatten(start_dim=1)
    torch.testing.assert_close(texture.around(texture.mean)[0], torch.cov(flat, correction=0), rtol=1e-3, atol=1e-6)


@given(seed=seeds)
def test_a_style_is_at_no_distance_from_itself(seed: int) -> None:
    texture = Texture.of(features(seed))
    assert style_distance(texture, texture) == 0
    assert style_distance(Texture.of(features(seed + 1)), texture) > 0


@given(seed=seeds, factor=st.floats(0.01, 100))
def test_a_pale_style_weighs_as_much_as_a_strong_one(seed: int, factor: float) -> None:
    """Scaling picture and style alike changes no distance; 1e-3, for a covariance is a difference of large numbers."""
    plain = style_distance(Texture.of(features(seed)), Texture.of(features(seed + 1)))
    scaled = style_distance(Texture.of(features(seed) * factor), Texture.of(features(seed + 1) * factor))
    torch.testing.assert_close(scaled, plain, rtol=1e-3, atol=1e-6)


def test_nothing_is_at_distance_one_from_any_style() -> None:
    assert relative_distance(torch.zeros(3, 3), torch.eye(3)) == 1


def test_the_photo_is_at_no_distance_from_itself() -> None:
    assert content_distance(features(1), features(1)) == 0


def test_a_content_of_one_color_gives_a_finite_distance() -> None:
    assert torch.isfinite(content_distance(features(1), torch.zeros_like(features(1))))


def test_large_features_do_not_overflow_in_half_precision() -> None:
    """The sum over a megapixel of features of 300 is far beyond what fp16 can hold."""
    large = torch.full((1, 2, 256, 256), 300.0, dtype=torch.bfloat16)
    torch.testing.assert_close(gram(large), torch.full((1, 2, 2), 90_000.0), rtol=0.01, atol=0)


def test_the_gradient_written_by_hand_is_the_gradient() -> None:
    """Against autograd's own of the same sums; 1e-5, for both are in fp32."""
    here = features(3).requires_grad_()
    flat = here.flatten(start_dim=2)
    plain = Texture(flat.mean(dim=2), flat @ flat.mT / flat.shape[2])
    wanted = Texture.of(features(4))
    (by_autograd,) = torch.autograd.grad(style_distance(plain, wanted), here)
    (by_hand,) = torch.autograd.grad(style_distance(Texture.of(here), wanted), here)
    torch.testing.assert_close(by_hand, by_autograd, rtol=1e-4, atol=1e-5)
