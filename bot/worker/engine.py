"""The engine as the worker sees it: what it offers, on what it runs, how to paint. Loads torch only when told to."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import structlog

from bot.usecases.plan import ITERATIONS, SIDE, lane_of
from engine.effect import Cancelled, Inputs, Offer, Painting, Progress, Report
from engine.house import house_styles
from engine.picture import decode
from storage.job import Lane

if TYPE_CHECKING:
    from engine.device import Device

TRIAL = {SIDE: 256, ITERATIONS: 12}
LESSONS, LESSONS_S = 3, 2.0  # all are alike: so many, and so long, tell how fast the others are
SLOTS = {"cuda": 4}  # paintings at once: small canvases leave most of a card idle, one fills a CPU
QUICK_SLOTS = {"cuda": 16}  # two full passes: while one is computed the next one gathers
QUICK_SHARE = 1 / 3  # of the memory that paintings may take
QUICK_MIB = 1200  # a painting in one pass at 1200 px takes 1100: fewer slots rather than smaller ones

log = structlog.get_logger()


class Render(Protocol):
    """Paint; raises EngineError. Called in a thread."""

    def __call__(self, effect: str, inputs: Inputs, options: Mapping[str, Any], report: Report) -> Painting: ...


@dataclass(frozen=True, slots=True)
class Engine:
    """Warm: whatever takes long the first time has been done. `speeds` (work units per second, by effect) are those of
    small trials: good enough to tell the first person how long it will take. `slots`: so many paintings at once, and
    beside them `quick_slots` in one pass."""

    device: str
    offers: tuple[Offer, ...]
    render: Render
    speeds: Mapping[str, float] = field(default_factory=dict)
    slots: int = 1
    quick_slots: int = 1

    def slots_in(self, lane: Lane) -> int:
        return self.quick_slots if lane is Lane.QUICK else self.slots


class Share(NamedTuple):
    """What a lane has of a device: so many slots, each of which may take so much memory."""

    slots: int
    memory_mib: int


@dataclass(frozen=True, slots=True)
class Renderer:
    """The real engine: each effect paints on its lane's share of one device. By effect."""

    devices: Mapping[str, Device]

    def __call__(self, effect: str, inputs: Inputs, options: Mapping[str, Any], report: Report) -> Painting:
        """With an impression first, where the effect has one."""
        from engine.impression import impress

        with suppress(Cancelled):  # the painting is told as well, and has something to leave behind
            impress(effect, inputs, options, report, self.devices[effect])
        return self.plainly(effect, inputs, options, report)

    def plainly(self, effect: str, inputs: Inputs, options: Mapping[str, Any], report: Report) -> Painting:
        from engine.render import render

        return render(effect, inputs, options, report, self.devices[effect])


def load(device: str, slots: int = 0, quick_slots: int = 0) -> Engine:
    """The real engine on a device ("auto", "cpu", "cuda:0" …): measured, its encoder and effects in memory.

    Of slots 0 means as the device wants it.
    """
    from engine.catalogue import offers
    from engine.device import choose

    chosen = choose(device)
    shares = shared(chosen.memory_mib, chosen.name.partition(":")[0], {Lane.LONG: slots, Lane.QUICK: quick_slots})
    parts = {lane: replace(chosen, memory_mib=share.memory_mib) for lane, share in shares.items()}
    renderer = Renderer({offer.effect: parts[lane_of(offer)] for offer in offers()})
    speeds = {offer.effect: tried(offer, renderer.plainly) for offer in offers()}
    if why := chosen.studio.launches.refused:
        log.warning("painting without CUDA graphs", device=chosen.name, why=why)
    return Engine(chosen.name, offers(), renderer, speeds, shares[Lane.LONG].slots, shares[Lane.QUICK].slots)


def shared(memory_mib: int, kind: str, wanted: Mapping[Lane, int]) -> dict[Lane, Share]:
    """A device's memory given to the lanes and to their slots, so that no painting can take it from another.

    What lies at rest is there once, and every estimate of a painting has it.
    """
    from engine.memory import AT_REST_MIB

    free_mib = max(0, memory_mib - AT_REST_MIB)
    quick_mib = int(free_mib * QUICK_SHARE)
    most = max(1, quick_mib // (QUICK_MIB - AT_REST_MIB))
    quick = wanted[Lane.QUICK] or min(most, QUICK_SLOTS.get(kind, 1))
    long = wanted[Lane.LONG] or SLOTS.get(kind, 1)
    return {
        Lane.LONG: Share(long, AT_REST_MIB + (free_mib - quick_mib) // long),
        Lane.QUICK: Share(quick, AT_REST_MIB + quick_mib // quick),
    }


def tried(offer: Offer, render: Render) -> float:
    """Paint something small, as a person would order it, and see how fast that was."""
    inputs, options = trial(offer, TRIAL)
    work = partial(offer.work, (inputs.content.width, inputs.content.height), TRIAL[SIDE])
    if offer.ladder.lesson_px:
        return taught(offer, render, inputs, options, work)
    started = time.monotonic()
    render(offer.effect, inputs, options, lambda progress: None)
    return work(options.get(ITERATIONS, 1)) / (time.monotonic() - started)


def taught(
    offer: Offer, render: Render, inputs: Inputs, options: Mapping[str, Any], work: Callable[[int], float]
) -> float:
    """How fast are lessons? The first one, which sets everything up, does not count."""
    ends: list[float] = []

    def report(_: Progress) -> None:
        ends.append(time.monotonic())
        if len(ends) >= LESSONS and ends[-1] - ends[0] >= LESSONS_S:
            raise Cancelled

    render(offer.effect, inputs, options, report)
    return (work(len(ends)) - work(1)) / (ends[-1] - ends[0])


def trial(offer: Offer, wanted: Mapping[str, int]) -> tuple[Inputs, dict[str, Any]]:
    """A picture of the house, painted in its own style, with what the effect has of the options wanted."""
    picture = decode(house_styles()[0].picture.read_bytes(), side_px=wanted[SIDE])
    options = {spec.name: wanted[spec.name] for spec in offer.options if spec.name in wanted}
    return Inputs(picture, (picture,) * offer.styles), options
