"""L-BFGS by torch's own, by what it must reach, and by what must not change."""

from collections.abc import Callable

import torch
from torch import Tensor

from engine.nn.encoders import load_encoder
from engine.nn.objective import Objective, Target, textures_of
from engine.nn.optimizers.lbfgs import Lbfgs, Memory, two_loops
from engine.nn.quality import Quality
from engine.nn.statistics import STATISTICS

PLAIN = Memory(pairs=100, first_step=None, largest_step=float("inf"), within=False)


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


def by_torch(start: Tensor, loss: Callable[[Tensor], Tensor], steps: int) -> Tensor:
    """torch.optim.LBFGS without a line search, the same number of evaluations."""
    image = start.clone().requires_grad_()
    peer = torch.optim.LBFGS([image], max_iter=steps, max_eval=10**6, history_size=100, tolerance_grad=0)
    peer.param_groups[0]["tolerance_change"] = 0

    def closure() -> Tensor:
        peer.zero_grad()
        value = loss(image)
        value.backward()  # type: ignore[no-untyped-call]
        return value

    peer.step(closure)  # type: ignore[no-untyped-call]
    return image.detach()


def test_twenty_steps_are_torchs_on_a_painting() -> None:
    """Fact 13, to 1e-4. In fp64: torch's first step, 1 / |g|_1, is lost in the rounding of an fp32 picture, and torch
    remembers the step that it meant, we the one that was made."""
    encoder, formula = load_encoder("compact").double(), Quality(0.2, STATISTICS["gram"], 0.05, (1.0,) * 5)
    textures = textures_of(encoder, formula, [(noise(2).double(), None, 1.0)])
    goal = Objective.of(encoder, formula, noise(1).double(), [Target(textures)])
    start = noise(3).double()
    ours = descend(Lbfgs(start, PLAIN), lambda image: 100 * goal.gradient(image)[1], 20)
    theirs = by_torch(start, lambda image: 100 * goal(image), 20)
    assert (theirs - start).abs().max() > 0.05
    assert float((ours.image - theirs).abs().max()) < 1e-4


def test_twenty_steps_are_torchs_in_a_valley() -> None:
    target = noise(2)
    curvature = torch.logspace(0, 2, target.numel()).view_as(target)
    ours = descend(Lbfgs(noise(1), PLAIN), lambda image: curvature * (image - target), 20).image
    theirs = by_torch(noise(1), lambda image: (curvature * (image - target).square()).sum() / 2, 20)
    assert (theirs - noise(1)).abs().max() > 0.1
    assert float((ours - theirs).abs().max()) < 1e-4


def test_the_loops_on_coefficients_are_the_loops_on_vectors() -> None:
    """Nocedal and Wright, algorithm 7.4, written out on random vectors in fp64."""
    generator = torch.Generator().manual_seed(0)
    moves, gradient = torch.randn((3, 40), generator=generator).double(), torch.randn(40, generator=generator).double()
    changes = moves * torch.linspace(1, 3, 40)
    result, shares = -gradient, []
    for move, change in reversed(list(zip(moves, changes, strict=True))):
        shares.append((move @ result) / (move @ change))
        result = result - shares[-1] * change
    result = result * (moves[-1] @ changes[-1]) / (changes[-1] @ changes[-1])
    for move, change, share in zip(moves, changes, reversed(shares), strict=True):
        result = result + (share - (change @ result) / (move @ change)) * move
    basis = torch.cat([moves, changes, gradient[None]])
    torch.testing.assert_close(two_loops(basis @ basis.T, range(len(moves))) @ basis, result)


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
        assert float((run.image - before).square().mean().sqrt()) <= Memory().largest_step * 1.001


def test_no_gradient_moves_nothing() -> None:
    run = descend(Lbfgs(noise(1)), torch.zeros_like, 4)
    assert torch.equal(run.image, noise(1))


def test_a_hill_does_not_make_it_fall_over() -> None:
    """Where curvature is negative, pairs are of no use, and steps stay finite."""
    run = descend(Lbfgs(noise(1)), lambda image: 0.5 - image, 10)
    assert torch.isfinite(run.image).all()


def test_a_run_taken_up_again_goes_on_exactly() -> None:
    gradient, pairs = valley(noise(2)), Memory().pairs
    whole = descend(Lbfgs(noise(1)), gradient, pairs + 9)
    for stopped in (0, 1, 2, pairs + 3):
        first = descend(Lbfgs(noise(1)), gradient, stopped)
        copies = {name: tensor.clone() for name, tensor in first.tensors().items()}
        second = descend(Lbfgs(noise(3)).restored(copies, first.steps), gradient, pairs + 9 - stopped)
        assert torch.equal(second.image, whole.image)


def test_a_larger_canvas_shows_the_same_picture() -> None:
    run = Lbfgs(torch.full((1, 3, 24, 31), 0.4)).resized((62, 48))
    torch.testing.assert_close(run.image, torch.full((1, 3, 48, 62), 0.4))
