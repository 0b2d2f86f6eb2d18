"""The engine as the worker sees it: what it offers, on what it runs, how to paint. Loads torch only when told to."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from engine.effect import Inputs, Offer, Painting, Report


class Render(Protocol):
    """Paint; raises EngineError. Called in a thread."""

    def __call__(self, effect: str, inputs: Inputs, options: Mapping[str, Any], report: Report) -> Painting: ...


@dataclass(frozen=True, slots=True)
class Engine:
    """Warm: whatever takes long the first time has been done."""

    device: str
    offers: tuple[Offer, ...]
    render: Render


def load(device: str) -> Engine:
    """The real engine on a device ("auto", "cpu", "cuda:0" …): measured, its encoder and effects in memory."""
    from engine.catalogue import offers
    from engine.device import choose
    from engine.render import render

    chosen = choose(device)
    return Engine(chosen.name, offers(), partial(render, device=chosen))
