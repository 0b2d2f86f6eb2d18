"""The recipes of others: their mathematics by laws and known answers, and that each of them paints."""

import pytest
import torch
from torch import Tensor

from benchmarks.peers import PEERS, crowsonkb, neural_style
from engine.nn.encoders import Encoder, load_encoder

EIGHTHS = torch.linspace(0, 1, 8)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder("compact")


def a_covariance(channels: int = 6) -> Tensor:
    """Symmetric and positive, with eigenvalues from 0.1 to 1."""
    basis, _ = torch.linalg.qr(torch.randn((channels, channels), generator=torch.Generator().manual_seed(0)))
    matrix: Tensor = basis @ torch.linspace(0.1, 1, channels).diag() @ basis.T
    return matrix


def a_picture(seed: int, height: int = 96, width: int = 144) -> Tensor:
    """Large soft spots."""
    spots = torch.rand((1, 3, 6, 9), generator=torch.Generator().manual_seed(seed))
    return torch.nn.functional.interpolate(spots, (height, width), mode="bilinear")


def test_a_square_root_multiplied_by_itself_is_the_matrix() -> None:
    root = crowsonkb.square_root(a_covariance())
    assert torch.allclose(root @ root, a_covariance(), atol=1e-5)


def test_the_gradient_of_the_trace_of_a_square_root_is_half_its_inverse() -> None:
    matrix = a_covariance().requires_grad_()
    (gradient,) = torch.autograd.grad(crowsonkb.square_root(matrix).trace(), matrix)
    assert torch.allclose(gradient, crowsonkb.square_root(a_covariance()).inverse() / 2, rtol=1e-3, atol=1e-3)


def test_wasserstein_of_two_clouds_with_one_covariance_is_the_distance_of_their_means() -> None:
    covariance = a_covariance()
    here, there = (crowsonkb.Gaussian(torch.full((6,), mean), covariance) for mean in (0.0, 0.5))
    distance = crowsonkb.wasserstein(here, there, crowsonkb.square_root(covariance))
    assert float(distance) == pytest.approx(0.25, abs=1e-4)


def test_a_flat_picture_has_no_total_variation_and_a_ramp_has_its_slope() -> None:
    assert float(crowsonkb.total_variation(torch.full((1, 3, 8, 8), 0.5))) == 0
    assert float(neural_style.total_variation(torch.full((1, 3, 8, 8), 0.5))) == 0
    ramp = EIGHTHS.expand(1, 1, 8, 8)
    assert float(neural_style.total_variation(ramp)) == pytest.approx(8)  # one from edge to edge, in each of 8 rows


def test_the_ladder_grows_by_the_root_of_two_and_its_first_size_gets_twice_the_iterations() -> None:
    assert crowsonkb.sizes((300, 200)) == [(150, 100), (212, 141), (300, 200)]
    assert crowsonkb.iterations((300, 200)) == [1000, 500, 500]
    assert crowsonkb.iterations((300, 200), 40) == [20, 10, 10]


@pytest.mark.parametrize("name", PEERS)
def test_a_recipe_paints_and_shows_every_evaluation(name: str, encoder: Encoder) -> None:
    seen: list[tuple[int, Tensor]] = []
    photo, style = a_picture(1), a_picture(2)
    painted = PEERS[name].paint(encoder, photo, style, 12, lambda number, image: seen.append((number, image.clone())))
    assert painted.shape == photo.shape
    assert float(painted.min()) >= 0 and float(painted.max()) <= 1  # NaN is neither
    assert [number for number, _ in seen] == list(range(1, len(seen) + 1))
    assert len(seen) >= 12
    wanted = neural_style.gram(encoder(style)["relu2_1"])
    far, near = ((neural_style.gram(encoder(image)["relu2_1"]) - wanted).norm() for image in (photo, painted))
    assert near < far
