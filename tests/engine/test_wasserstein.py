"""The Wasserstein distance against eigenvalues in fp64, by known answers, and where covariances have no inverse."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from engine.nn.losses import Texture
from engine.nn.wasserstein import dual_overlap, overlap, polar, softened, wasserstein

seeds = st.integers(0, 10_000)


def noise(seed: int, *size: int) -> Tensor:
    return torch.randn(size, generator=torch.Generator().manual_seed(seed))


def covariance(seed: int, channels: int = 24) -> Tensor:
    """(1, C, C) in fp64, well conditioned."""
    samples = noise(seed, 1, channels, 4 * channels).double()
    return samples @ samples.mT / samples.shape[2]


def root(matrix: Tensor) -> Tensor:
    values: Tensor
    vectors: Tensor
    values, vectors = torch.linalg.eigh(matrix)
    return vectors @ torch.diag_embed(values.clamp(min=0).sqrt()) @ vectors.mT


def overlap_by_eigenvalues(a: Tensor, b: Tensor) -> Tensor:
    """tr (B^1/2 A B^1/2)^1/2 as it is written, differentiable in A."""
    eigenvalues: Tensor = torch.linalg.eigvalsh(root(b) @ a @ root(b))
    return eigenvalues.sqrt().sum(dim=1)


@given(seed=seeds)
def test_the_overlap_is_the_trace_of_the_root(seed: int) -> None:
    """In fp32; 1e-5, for both factors and the iteration are rounded."""
    a, b = covariance(seed), covariance(seed + 1)
    torch.testing.assert_close(overlap(a.float(), b.float()).double(), overlap_by_eigenvalues(a, b), rtol=1e-5, atol=0)


@given(seed=seeds)
def test_the_gradient_written_by_hand_is_the_gradient(seed: int) -> None:
    a, b = covariance(seed).requires_grad_(), covariance(seed + 1)
    (by_autograd,) = torch.autograd.grad(overlap_by_eigenvalues(a, b).sum(), a)
    (by_hand,) = torch.autograd.grad(overlap(a, b).sum(), a)
    torch.testing.assert_close(by_hand, by_autograd, rtol=1e-6, atol=1e-8)


def test_the_overlap_of_a_matrix_with_itself_is_its_trace() -> None:
    a = covariance(3)
    torch.testing.assert_close(overlap(a, a), a.diagonal(dim1=1, dim2=2).sum(dim=1))


def test_pictures_of_a_batch_know_nothing_of_one_another() -> None:
    a, b = torch.cat([covariance(1), covariance(2)]), torch.cat([covariance(3), covariance(4)])
    torch.testing.assert_close(overlap(a, b), torch.cat([overlap(a[:1], b[:1]), overlap(a[1:], b[1:])]))


def test_one_wanted_style_serves_a_whole_batch() -> None:
    a, b = torch.cat([covariance(1), covariance(2)]), covariance(3)
    torch.testing.assert_close(overlap(a, b), torch.cat([overlap(a[:1], b), overlap(a[1:], b)]))


def test_twelve_steps_of_512_channels_are_enough_and_eight_are_not() -> None:
    """The sum of singular values against fp64; unscaled, the same twelve steps leave 1e-4 here."""
    factors = [torch.linalg.cholesky(covariance(seed, 512)).float() for seed in (1, 2)]
    matrix = factors[0].mT @ factors[1]
    exact = torch.linalg.svdvals(matrix.double()).sum()

    def error(steps: int) -> float:
        return float(abs((polar(matrix, steps) * matrix).double().sum() / exact - 1))

    assert error(12) <= 2e-6
    assert error(8) >= 2e-2


def test_a_polar_factor_turns_and_does_not_stretch() -> None:
    turned = polar(noise(5, 2, 12, 40).double())
    torch.testing.assert_close(turned @ turned.mT, torch.eye(12).double().expand(2, -1, -1))


@given(seed=seeds, positions=st.integers(2, 40))
def test_the_dual_form_gives_the_same_trace(seed: int, positions: int) -> None:
    """Of a map with fewer positions than its 48 channels: M x M instead of C x C, equal to 6e-8 in fp64."""
    features, b = noise(seed, 1, 48, positions).double(), covariance(seed + 1, 48)
    centered = features - features.mean(dim=2, keepdim=True)
    a = centered @ centered.mT / positions
    exact = torch.linalg.eigvalsh(root(b) @ a @ root(b)).clamp(min=0)
    exact = exact.where(exact > 1e-12 * exact.max(), 0).sqrt().sum(dim=1)  # the rest is rounding, and its root is not
    torch.testing.assert_close(dual_overlap(centered, b), exact, rtol=6e-8, atol=0)
    torch.testing.assert_close(dual_overlap(centered.float(), b.float()).double(), exact, rtol=1e-5, atol=0)


def test_the_dual_form_has_the_gradient_of_the_primal() -> None:
    """In features; of more positions than channels, so that the primal form has an inverse."""
    features, b = noise(1, 1, 8, 60).double().requires_grad_(), covariance(2, 8)
    centered = features - features.mean(dim=2, keepdim=True)
    (dual,) = torch.autograd.grad(dual_overlap(centered, b).sum(), features, retain_graph=True)
    (primal,) = torch.autograd.grad(overlap(centered @ centered.mT / 60, b).sum(), features)
    torch.testing.assert_close(dual, primal)


@given(seed=seeds, channels=st.sampled_from([3, 16, 64]), side=st.integers(1, 20))
def test_a_style_is_at_no_distance_from_itself(seed: int, channels: int, side: int) -> None:
    """Up to what softening adds in all channels together."""
    texture = Texture.of(noise(seed, 1, channels, side, side).relu())
    assert abs(float(wasserstein(texture, texture))) < 1e-3


def test_nothing_is_at_a_distance_of_about_one_from_any_style() -> None:
    """Softening keeps the two apart by less than they are."""
    wanted = Texture.of(noise(1, 1, 32, 16, 16).relu())
    assert 0.97 < float(wasserstein(Texture.of(torch.zeros(1, 32, 16, 16)), wanted)) < 1


def test_features_that_only_moved_are_apart_by_the_way_they_went() -> None:
    here = noise(1, 1, 8, 32, 32)
    wanted = Texture.of(here)
    way = torch.full((8,), 0.5)
    found = wasserstein(Texture.of(here + way[:, None, None]), wanted)
    torch.testing.assert_close(
        found * wanted.gram.diagonal(dim1=1, dim2=2).sum(dim=1), (way @ way)[None], rtol=1e-3, atol=0
    )


def test_features_of_another_contrast_are_apart_by_the_difference_of_deviations() -> None:
    """Twice the deviation in each of C directions: the distance is the variance itself, relative to itself one."""
    here = noise(1, 1, 8, 64, 64)
    here = here - here.mean(dim=(2, 3), keepdim=True)
    torch.testing.assert_close(wasserstein(Texture.of(2 * here), Texture.of(here)), torch.ones(1), rtol=1e-3, atol=0)


@pytest.mark.parametrize("side", [1, 2, 7])
@pytest.mark.parametrize(("mean", "deviation"), [(1.0, 1.0), (100.0, 0.01), (1.0, 0.0), (0.0, 0.0)])
def test_covariances_without_an_inverse_give_finite_gradients(side: int, mean: float, deviation: float) -> None:
    """Of 64 channels: single positions, flat pictures, black ones, a spread below the rounding of the mean."""
    channels = mean * torch.rand((1, 64, 1, 1), generator=torch.Generator().manual_seed(1))
    features = (channels + deviation * noise(2, 1, 64, side, side)).requires_grad_()
    for wanted in (Texture.of(noise(3, 1, 64, 9, 9)), Texture.of(features.detach())):
        distance = wasserstein(Texture.of(features), wanted).sum()
        (gradient,) = torch.autograd.grad(distance, features)
        assert torch.isfinite(distance)
        assert torch.isfinite(gradient).all()


def test_covariances_with_rounding_errors_have_factors() -> None:
    """A quarter of a million positions of nearly the same features: fp32 gives negative variances of 1e-6."""
    features = 100 * torch.rand((1, 64, 1, 1), generator=torch.Generator().manual_seed(1)).expand(1, 64, 512, 512)
    texture = Texture.of(features + 1e-3 * noise(2, 1, 64, 512, 512))
    for matrix in softened(texture, texture):
        assert torch.linalg.cholesky_ex(matrix).info == 0


def test_steps_downhill_reach_the_style() -> None:
    """From noise of another color by plain gradient descent on the features themselves."""
    wanted = Texture.of(torch.einsum("cd,bdhw->bchw", noise(1, 8, 8), noise(2, 1, 8, 16, 16)) + 1)
    features = noise(3, 1, 8, 16, 16)
    start = float(wasserstein(Texture.of(features), wanted))
    for _ in range(60):
        features.requires_grad_()
        (gradient,) = torch.autograd.grad(wasserstein(Texture.of(features), wanted).sum(), features)
        moment = wanted.gram.diagonal(dim1=1, dim2=2).sum()
        features = features.detach() - 0.1 * 256 * moment * gradient
    assert float(wasserstein(Texture.of(features), wanted)) < 1e-3 * start
