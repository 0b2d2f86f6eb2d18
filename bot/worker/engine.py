"""The engine as the worker sees it: what it offers, on what it runs, how to paint. Loads torch only when told to."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from bot.usecases.plan import ITERATIONS, SIDE
from engine.effect import Inputs, Offer, Painting, Report
from engine.house import house_styles
from engine.picture import decode

TRIAL = {SIDE: 256, ITERATIONS: 12}


class Render(Protocol):
    """Paint; raises EngineError. Called in a thread."""

    def __call__(self, effect: str, inputs: Inputs, options: Mapping[str, Any], report: Report) -> Painting: ...


@dataclass(frozen=True, slots=True)
class Engine:
    """Warm: whatever takes long the first time has been done. `speeds` (work units per second, by effect) are those of
    small trials: good enough to tell the first person how long it will take."""

    device: str
    offers: tuple[Offer, ...]
    render: Render
    speeds: Mapping[str, float] = field(default_factory=dict)


def load(device: str) -> Engine:
    """The real engine on a device ("auto", "cpu", "cuda:0" …): measured, its encoder and effects in memory."""
    from engine.catalogue import offers
    from engine.device import choose
    from engine.render import render

    chosen = choose(device)
    bound: Render = partial(render, device=chosen)
    return Engine(chosen.name, offers(), bound, {offer.effect: tried(offer, bound) for offer in offers()})


def tried(offer: Offer, render: Render) -> float:
    """Paint something small, as a person would order it, and see how fast that was."""
    picture = decode(house_styles()[0].picture.read_bytes(), side_px=TRIAL[SIDE])
    options = {spec.name: TRIAL[spec.name] for spec in offer.options if spec.name in TRIAL}
    started = time.monotonic()
    render(offer.effect, Inputs(picture, (picture,) * offer.styles), options, lambda progress: None)
    work = offer.work((picture.width, picture.height), TRIAL[SIDE], TRIAL[ITERATIONS])
    return work / (time.monotonic() - started)
