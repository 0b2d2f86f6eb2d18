"""The engine as the worker sees it: what it offers, on what it runs, how to paint. Loads torch only when told to."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Protocol

import structlog

from bot.usecases.plan import ITERATIONS, SIDE
from engine.effect import Inputs, Offer, Painting, Report
from engine.house import house_styles
from engine.picture import decode

TRIAL = {SIDE: 256, ITERATIONS: 12}
SLOTS = {"cuda": 4}  # paintings at once: small canvases leave most of a card idle, one fills a CPU

log = structlog.get_logger()


class Render(Protocol):
    """Paint; raises EngineError. Called in a thread."""

    def __call__(self, effect: str, inputs: Inputs, options: Mapping[str, Any], report: Report) -> Painting: ...


@dataclass(frozen=True, slots=True)
class Engine:
    """Warm: whatever takes long the first time has been done. `speeds` (work units per second, by effect) are those of
    small trials: good enough to tell the first person how long it will take. `slots`: so many paintings at once."""

    device: str
    offers: tuple[Offer, ...]
    render: Render
    speeds: Mapping[str, float] = field(default_factory=dict)
    slots: int = 1


def load(device: str, slots: int = 0) -> Engine:
    """The real engine on a device ("auto", "cpu", "cuda:0" …): measured, its encoder and effects in memory.

    `slots` 0: as the device wants it. Each has its share of the memory, so that none can take it from another.
    """
    from engine.catalogue import offers
    from engine.device import choose
    from engine.render import render

    chosen = choose(device)
    slots = slots or SLOTS.get(chosen.name.partition(":")[0], 1)
    bound: Render = partial(render, device=replace(chosen, memory_mib=chosen.memory_mib // slots))
    speeds = {offer.effect: tried(offer, bound) for offer in offers()}
    if why := chosen.studio.launches.refused:
        log.warning("painting without CUDA graphs", device=chosen.name, why=why)
    return Engine(chosen.name, offers(), bound, speeds, slots)


def tried(offer: Offer, render: Render) -> float:
    """Paint something small, as a person would order it, and see how fast that was."""
    inputs, options = trial(offer, TRIAL)
    started = time.monotonic()
    render(offer.effect, inputs, options, lambda progress: None)
    work = offer.work((inputs.content.width, inputs.content.height), TRIAL[SIDE], TRIAL[ITERATIONS])
    return work / (time.monotonic() - started)


def trial(offer: Offer, wanted: Mapping[str, int]) -> tuple[Inputs, dict[str, Any]]:
    """A picture of the house, painted in its own style, with what the effect has of the options wanted."""
    picture = decode(house_styles()[0].picture.read_bytes(), side_px=wanted[SIDE])
    options = {spec.name: wanted[spec.name] for spec in offer.options if spec.name in wanted}
    return Inputs(picture, (picture,) * offer.styles), options
