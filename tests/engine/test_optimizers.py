"""The optimizer by what it must reach, and by what must not change."""

from collections.abc import Callable

import torch
from torch import Tensor

from engine.nn.optimizers import LARGEST_STEP, MEMORY, Lbfgs


def noise(seed: int, height: int = 24, width: int = 31) -> Tensor:
    return torch.rand((1, 3, height, width), generator=torch.Generator().manual_seed(seed))


def valley(target: Tensor) -> Callable[[Tensor], Tensor]:
    """The gradient of a long valley: a squared distance whose curvature differs a hundred times between pixels."""
    curvature = torch.logspace(0, 2, target.numel()).view_as(target)
    return lambda image: curvature * (image - target) / target.numel()


def descend(run: Lbfgs, gradient: Callable[[Tensor], Tensor], steps: int) -> Lbfgs:
    for _ in range(steps):
        run.step(gradient(run.image))
    return run


def test_it_finds_the_bottom_of_a_long_valley() -> None:
    """Steps of steepest descent, as long as the steepest side allows, would need hundreds for the flat side."""
    run = descend(Lbfgs(noise(1)), valley(noise(2)), 60)
    assert (run.image - noise(2)).abs().mean() < 0.01


def test_pixels_stay_in_range() -> None:
    run = descend(Lbfgs(noise(1)), valley(noise(2) * 8 - 4), 30)
    assert run.image.min() >= 0
    assert run.image.max() <= 1


def test_no_step_is_longer_than_allowed() -> None:
    run = Lbfgs(noise(1))
    for _ in range(20):
        before = run.image
        run.step(valley(noise(2))(run.image))
        assert float((run.image - before).square().mean().sqrt()) <= LARGEST_STEP * 1.001


def test_no_gradient_moves_nothing() -> None:
    run = descend(Lbfgs(noise(1)), torch.zeros_like, 4)
    assert torch.equal(run.image, noise(1))


def test_a_hill_does_not_make_it_fall_over() -> None:
    """Where curvature is negative, pairs are of no use, and steps stay finite."""
    run = descend(Lbfgs(noise(1)), lambda image: 0.5 - image, 10)
    assert torch.isfinite(run.image).all()


def test_a_run_taken_up_again_goes_on_exactly() -> None:
    gradient = valley(noise(2))
    whole = descend(Lbfgs(noise(1)), gradient, MEMORY + 9)
    for stopped in (0, 1, 2, MEMORY + 3):
        first = descend(Lbfgs(noise(1)), gradient, stopped)
        copies = {name: tensor.clone() for name, tensor in first.tensors().items()}
        second = descend(Lbfgs.restored(copies, first.steps), gradient, MEMORY + 9 - stopped)
        assert torch.equal(second.image, whole.image)


def test_a_larger_canvas_shows_the_same_picture() -> None:
    run = Lbfgs(torch.full((1, 3, 24, 31), 0.4)).resized((62, 48))
    torch.testing.assert_close(run.image, torch.full((1, 3, 48, 62), 0.4))
