"""Paintings that meet in one pass: whoever comes while one is running; each gets their own, and their own faults."""

import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import numpy as np
import pytest
import torch
from PIL import ImageChops
from torch import Tensor

from engine.device import Device
from engine.effect import Cancelled, Inputs, Painting, Progress, Report
from engine.effects.fast_style import LOOKS
from engine.nn.passes import Passes
from engine.picture import Picture
from engine.render import render
from engine.studio import Studio
from tests.engine.pictures import dots, photo, quietly, style

ANY_PX = 10**6


@dataclass(eq=False)
class Brightener:
    """A network that notes how many pictures it is given; while `held` it does not answer. It cannot stand NaN."""

    batches: list[int] = field(default_factory=list)
    begun: Event = field(default_factory=Event)
    held: Event = field(default_factory=Event)

    def __call__(self, photo: Tensor, added: Tensor) -> Tensor:
        self.batches.append(len(photo))
        self.begun.set()
        assert self.held.wait(60)
        if photo.isnan().any():
            raise ValueError("not a picture")
        return photo + added[:, None, None, None]


def picture(number: int, width: int = 8) -> Tensor:
    return torch.full((1, 3, 6, width), float(number))


def behind(passes: Passes, network: Brightener, photos: Sequence[Tensor]) -> list[Future[Tensor]]:
    """A first pass runs; the photos come meanwhile, and it ends when all of them wait."""
    with ThreadPoolExecutor(1 + len(photos)) as threads:
        first = threads.submit(passes, network, picture(0), torch.ones(1))
        assert network.begun.wait(60)
        others = [threads.submit(passes, network, one, torch.ones(1)) for one in photos]
        deadline = time.monotonic() + 60
        while len(passes._waiting) < len(photos):
            assert time.monotonic() < deadline
        network.held.set()
        assert torch.equal(first.result(), picture(1))
    return others


def test_whoever_comes_while_a_pass_is_running_is_in_the_next() -> None:
    network = Brightener()
    others = behind(Passes(most=8, most_px=ANY_PX), network, [picture(number) for number in range(1, 5)])
    assert network.batches == [1, 4]
    for number, other in enumerate(others, 1):
        assert torch.equal(other.result(), picture(number + 1))


def test_who_is_alone_is_painted_at_once() -> None:
    network = Brightener()
    network.held.set()
    passes = Passes(most_px=ANY_PX)
    assert torch.equal(passes(network, picture(1), torch.ones(1)), picture(2))
    assert torch.equal(passes(network, picture(2), torch.ones(1)), picture(3))
    assert network.batches == [1, 1]


def test_a_pass_has_no_more_than_its_most() -> None:
    network = Brightener()
    behind(Passes(most=2, most_px=ANY_PX), network, [picture(number) for number in range(1, 6)])
    assert network.batches == [1, 2, 2, 1]


def test_only_what_is_alike_is_painted_together() -> None:
    """The wide one waits for nobody: it is painted while the first pass is held."""
    network, other = Brightener(), Brightener()
    passes = Passes(most_px=ANY_PX)
    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(passes, network, picture(0), torch.ones(1))
        assert network.begun.wait(60)
        network.begun.clear()
        wide = threads.submit(passes, network, picture(1, width=9), torch.ones(1))
        by_another = threads.submit(passes, other, picture(1), torch.ones(1))
        assert network.begun.wait(60) and other.begun.wait(60)
        assert not first.done()
        network.held.set()
        other.held.set()
        assert torch.equal(wide.result(), picture(2, width=9))
        assert torch.equal(by_another.result(), picture(2))


def test_what_is_large_is_painted_alone() -> None:
    network = Brightener()
    network.held.set()
    passes = Passes(most_px=6 * 8 - 1)
    assert torch.equal(passes(network, picture(1), torch.ones(1)), picture(2))
    assert passes._waiting == []


def test_a_fault_reaches_only_the_one_who_caused_it() -> None:
    """The pass of three breaks; each is painted alone, and two of them are fine."""
    network = Brightener()
    good, bad, fine = behind(Passes(most_px=ANY_PX), network, [picture(1), picture(1) * torch.nan, picture(3)])
    assert network.batches == [1, 3, 1, 1, 1]
    assert torch.equal(good.result(), picture(2))
    assert torch.equal(fine.result(), picture(4))
    with pytest.raises(ValueError, match="not a picture"):
        bad.result()


class Assembly(Passes):
    """A meeting place where each pass begins when `count` are there."""

    def __init__(self, count: int) -> None:
        super().__init__(most=count, most_px=ANY_PX)
        self.count = count
        self.passes = 0

    def _may_lead(self, mine: Any) -> bool:
        if len(self._waiting) < self.count or not super()._may_lead(mine):
            return False
        self.passes += 1
        return True


Order = tuple[str, Inputs, dict[str, Any]]
TURNED = Picture(photo(97, 73).image.rotate(180))
LOOK = [name for name, place in LOOKS.items() if place.path == next(iter(LOOKS.values())).path]
ANY_STYLE: list[Order] = [
    ("any_style", Inputs(photo(97, 73), (dots(),)), {"style_strength": 50}),
    ("any_style", Inputs(TURNED, (dots(),)), {"style_strength": 20, "seed": 5}),
    ("any_style", Inputs(photo(97, 73), (style(),)), {"style_strength": 40, "style_scale": 50}),
    ("any_style", Inputs(photo(97, 73), (style(), dots())), {"colors": "luminance"}),
]
FAST_STYLE: list[Order] = [
    ("fast_style", Inputs(photo(97, 73)), {"style": LOOK[0]}),
    ("fast_style", Inputs(TURNED), {"style": LOOK[0], "style_strength": 20}),
    ("fast_style", Inputs(photo(97, 73)), {"style": LOOK[1], "colors": "luminance"}),
    ("fast_style", Inputs(photo(97, 73)), {"style": LOOK[2], "second_style": LOOK[3]}),
]


def painted(order: Order, device: Device, report: Report = quietly) -> Painting:
    effect, inputs, options = order
    return render(effect, inputs, {"side_px": 97, **options}, report, device)


@pytest.mark.parametrize("orders", [ANY_STYLE, FAST_STYLE], ids=["any_style", "fast_style"])
def test_four_jobs_in_a_pass_are_four_jobs(orders: list[Order]) -> None:
    """By the shipped networks, to one of 255 levels: sums of a batch are taken in another order."""
    passes = Assembly(len(orders))
    device = Device("cpu", studio=Studio(passes=passes))
    with ThreadPoolExecutor(len(orders)) as threads:
        together = list(threads.map(lambda order: painted(order, device), orders))
    assert passes.passes == 1
    for order, painting in zip(orders, together, strict=True):
        alone = painted(order, Device("cpu"))
        difference = ImageChops.difference(painting.picture.image, alone.picture.image)
        assert np.asarray(difference).max() <= 1
        assert painting.picture.image.size == alone.picture.image.size


def test_who_stops_in_a_pass_leaves_the_others_in_peace() -> None:
    """The pass is over when the person's stop is heard: everybody keeps what was painted."""
    device = Device("cpu", studio=Studio(passes=Assembly(2)))

    def stop(progress: Progress) -> None:
        raise Cancelled

    with ThreadPoolExecutor(2) as threads:
        stopped = threads.submit(painted, ANY_STYLE[0], device, stop)
        ended = threads.submit(painted, ANY_STYLE[2], device)
        assert (stopped.result().stopped, ended.result().stopped) == (True, False)
    assert stopped.result().picture.image.size == ended.result().picture.image.size
