"""Whole paintings that meet in batches: several people's jobs at once on one device."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

import pytest
from torch import Tensor

from engine.device import Device
from engine.effect import Cancelled, Inputs, Painting, Progress
from engine.nn.batches import Batches
from engine.nn.objective import Objective
from engine.picture import Picture
from engine.render import render
from tests.engine.pictures import dots, photo, quietly, style

ITERATIONS = 10


@dataclass(frozen=True)
class Order:
    """What somebody ordered; `stop_at`: the iteration at which they have seen enough."""

    style: Picture
    strength: int
    seed: int
    stop_at: int = ITERATIONS + 1
    optimizer: str = "adam"

    def painted(self, device: Device, start: Barrier | None = None) -> Painting:
        options = {"side_px": 64, "iterations": ITERATIONS, "style_strength": self.strength, "seed": self.seed}
        # Odd sizes: batches are for whatever canvas people bring.
        inputs = Inputs(photo(61, 45), (self.style,))

        def report(progress: Progress) -> None:
            quietly(progress)
            if start and progress.done == 1:
                start.wait(60)
            if progress.done == self.stop_at:
                raise Cancelled

        return render("gatys", inputs, options | {"optimizer": self.optimizer}, report, device)


def shared(alone: list[Objective]) -> Device:
    """A device on which everybody meets; who does not is noted."""

    def gradient(goal: Objective, image: Tensor) -> tuple[Tensor, Tensor]:
        alone.append(goal)
        return goal.gradient(image)

    device = Device("cpu")
    device.studio.batches = Batches(gradient, most_px=10_000, patience_s=0.3)
    return device


def at_once(orders: Sequence[Order]) -> list[Painting]:
    alone, start = list[Objective](), Barrier(len(orders))
    device = shared(alone)
    with ThreadPoolExecutor(len(orders)) as threads:
        paintings = list(threads.map(lambda order: order.painted(device, start), orders))
    assert len(alone) < len(orders) * ITERATIONS / 2  # most of it was computed together
    return paintings


@pytest.mark.parametrize(("optimizer", "tolerance"), [("adam", 1e-3), ("lbfgs", 2e-2)])
def test_eight_jobs_at_once_are_eight_jobs(optimizer: str, tolerance: float) -> None:
    """Fact 23 of reference/engine.md: every loss of every job, to 1e-3.

    L-BFGS makes much of little: noise of 1e-6 in the gradients of a job alone moves its losses by 3e-3 in ten steps.
    """
    orders = [
        Order((style(56), dots(60))[seed % 2], 30 + 10 * (seed % 3), seed, optimizer=optimizer) for seed in range(8)
    ]
    for order, painting in zip(orders, at_once(orders), strict=True):
        assert painting.losses == pytest.approx(order.painted(Device("cpu")).losses, rel=tolerance)


def test_who_stops_leaves_the_others_in_peace() -> None:
    orders = [Order(style(), 50, 1), Order(dots(), 50, 2, stop_at=4), Order(style(48), 50, 3)]
    first, stopped, third = at_once(orders)
    assert (stopped.done, stopped.stopped) == (4, True)
    for order, painting in ((orders[0], first), (orders[2], third)):
        assert painting.done == ITERATIONS
        assert painting.losses == pytest.approx(order.painted(Device("cpu")).losses, rel=1e-3)
