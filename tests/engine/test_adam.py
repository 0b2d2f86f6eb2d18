"""Adam on a pyramid, by what it must reach and by what must not change."""

import torch
from torch import Tensor

from engine.nn.optimizers.adam import FIRST_RATE, PyramidAdam


def noise(seed: int, height: int = 24, width: int = 31) -> Tensor:
    return torch.rand((1, 3, height, width), generator=torch.Generator().manual_seed(seed))


def chase(run: PyramidAdam, target: Tensor, steps: int) -> PyramidAdam:
    """Steps down the squared distance to the target."""
    for _ in range(steps):
        run.step((run.image - target) / target.numel(), part=0.5, iterations=20)
    return run


def test_it_finds_a_picture_from_another() -> None:
    run = chase(PyramidAdam(noise(1)), noise(2), 300)
    assert (run.average - noise(2)).abs().mean() < 0.03


def test_hue_follows_within_a_few_steps() -> None:
    """Coarse layers add their steps to the pixels' own, which alone would have come no nearer than 0.4 - 12 * 0.022."""
    run = chase(PyramidAdam(torch.full((1, 3, 24, 31), 0.3)), torch.full((1, 3, 24, 31), 0.7), 12)
    assert (run.image - 0.7).abs().mean() < 0.15


def test_pixels_stay_in_range() -> None:
    run = chase(PyramidAdam(noise(1)), noise(2) * 8 - 4, 30)
    assert run.image.min() >= 0
    assert run.image.max() <= 1


def test_a_run_taken_up_again_goes_on_exactly() -> None:
    whole = chase(PyramidAdam(noise(1)), noise(2), 12)
    first = chase(PyramidAdam(noise(1)), noise(2), 5)
    copies = {name: tensor.clone() for name, tensor in first.tensors().items()}
    second = chase(PyramidAdam(noise(3)).restored(copies, first.steps), noise(2), 7)
    assert all(
        torch.equal(one, other) for one, other in zip(whole.tensors().values(), second.tensors().values(), strict=True)
    )


def test_a_larger_canvas_makes_no_blots() -> None:
    """After a climb no step is much larger than the learning rate, wherever moments were stretched."""
    run = chase(PyramidAdam(noise(1)), noise(2), 9).resized((44, 34))
    before = run.image.clone()
    run.step(torch.zeros_like(run.image), part=0, iterations=20)
    assert (run.image - before).abs().max() < FIRST_RATE * 5
