"""Losses by known answers and by laws."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.nn.losses import Texture, gram, relative_distance, total_variation
from engine.nn.statistics import STATISTICS, strokes

seeds = st.integers(0, 10_000)


def features(seed: int, channels: int = 5, side: int = 8) -> torch.Tensor:
    return torch.rand((1, channels, side, side), generator=torch.Generator().manual_seed(seed))


def test_a_flat_image_has_no_total_variation() -> None:
    assert total_variation(torch.full((1, 3, 8, 8), 0.5)) == 0


def test_a_ramp_varies_by_its_squared_slope_in_any_direction() -> None:
    """Nine points make it so; away from the repeated borders, which a ramp of 200 px hardly notices."""
    rows, columns = torch.meshgrid(torch.arange(200.0), torch.arange(200.0), indexing="ij")
    for degrees in (0.0, 30.0, 45.0, 90.0):
        angle = torch.tensor(degrees).deg2rad()
        ramp = (rows * torch.cos(angle) + columns * torch.sin(angle)).expand(1, 3, 200, 200)
        torch.testing.assert_close(total_variation(ramp), torch.tensor(1.0), rtol=0.02, atol=0)


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
def test_textures_of_parts_add_up_to_the_texture_of_the_whole(seed: int) -> None:
    """With soft weights too; 1e-5, for the order of the sums differs."""
    here, weights = features(seed), features(seed + 1, channels=1)
    whole = Texture.of(here, weights)
    parts = [Texture.of(here[..., part], weights[..., part], weights.sum()) for part in (slice(3), slice(3, None))]
    torch.testing.assert_close((parts[0] + parts[1]).gram, whole.gram, rtol=1e-5, atol=1e-6)
    torch.testing.assert_close((parts[0] + parts[1]).mean, whole.mean, rtol=1e-5, atol=1e-6)


def test_what_weighs_nothing_is_not_in_the_texture() -> None:
    here, weights = features(1), torch.zeros(1, 1, 8, 8)
    weights[..., :4] = 1
    torch.testing.assert_close(gram(here[..., :4]), Texture.of(here, weights).gram)


@given(seed=seeds, factor=st.floats(0.01, 100), name=st.sampled_from(sorted(STATISTICS)))
def test_a_pale_style_weighs_as_much_as_a_strong_one(seed: int, factor: float, name: str) -> None:
    """Scaling picture and style alike changes no distance; 1e-2, for a covariance is a difference of large numbers."""
    distance = STATISTICS[name]
    plain = distance(Texture.of(features(seed)), Texture.of(features(seed + 1)))
    scaled = distance(Texture.of(features(seed) * factor), Texture.of(features(seed + 1) * factor))
    torch.testing.assert_close(scaled, plain, rtol=1e-2, atol=1e-5)


@pytest.mark.parametrize("name", STATISTICS)
def test_a_style_is_at_no_distance_from_itself_and_at_some_from_another(name: str) -> None:
    one, other = Texture.of(features(1)), Texture.of(features(2))
    assert float(STATISTICS[name](one, one)) == pytest.approx(0, abs=1e-5)
    assert STATISTICS[name](one, other) > 1e-4


@pytest.mark.parametrize("name", STATISTICS)
def test_each_of_a_batch_has_its_own_distance(name: str) -> None:
    found, wanted = (torch.cat([features(seed), features(seed + 1)]) for seed in (1, 5))
    together = STATISTICS[name](Texture.of(found), Texture.of(wanted))
    apart = [STATISTICS[name](Texture.of(found[i : i + 1]), Texture.of(wanted[i : i + 1])) for i in (0, 1)]
    torch.testing.assert_close(together, torch.cat(apart))


def test_nothing_is_at_distance_one_from_any_style() -> None:
    assert relative_distance(torch.zeros(1, 3, 3), torch.eye(3)[None]) == 1


def test_large_features_do_not_overflow_in_half_precision() -> None:
    """The sum over a megapixel of features of 300 is far beyond what fp16 can hold."""
    large = torch.full((1, 2, 256, 256), 300.0, dtype=torch.bfloat16)
    torch.testing.assert_close(gram(large), torch.full((1, 2, 2), 90_000.0), rtol=0.01, atol=0)


@pytest.mark.parametrize("weighted", [False, True])
def test_the_gradient_written_by_hand_is_the_gradient(weighted: bool) -> None:
    """Against autograd's own of the same sums; 1e-5, for both are in fp32."""
    here = features(3).requires_grad_()
    weights = features(5, channels=1) if weighted else torch.ones(1, 1, 8, 8)
    flat, counts = here.flatten(start_dim=2), weights.flatten(start_dim=2)
    plain = Texture((flat * counts).sum(dim=2) / counts.sum(), (flat * counts) @ flat.mT / counts.sum())
    wanted = Texture.of(features(4))
    (by_autograd,) = torch.autograd.grad(strokes(plain, wanted).sum(), here)
    (by_hand,) = torch.autograd.grad(strokes(Texture.of(here, weights), wanted).sum(), here)
    torch.testing.assert_close(by_hand, by_autograd, rtol=1e-4, atol=1e-5)
