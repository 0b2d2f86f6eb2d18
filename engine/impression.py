"""What a painting that takes long will be about, before its first iteration: one small pass of another effect.

Knows that effects name one another for this, and nothing of any of them.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from engine.catalogue import effects
from engine.device import Device
from engine.effect import Inputs, Painting, Progress, Report
from engine.errors import EngineError
from engine.render import render, validated

SIDE_PX: Final = 320


def impress(effect: str, inputs: Inputs, options: Mapping[str, object], report: Report, device: Device) -> None:
    """Report an impression, if the effect has one of such a job, as progress of which nothing is done yet."""
    painting = _impression(effect, inputs, options, device)
    if painting is not None:
        report(Progress(0, 1, None, lambda: painting.picture, _nothing_to_resume))


def _impression(effect: str, inputs: Inputs, options: Mapping[str, object], device: Device) -> Painting | None:
    chosen = effects().get(effect)
    if chosen is None or chosen.impression is None or inputs.checkpoint is not None:
        return None
    try:
        wish = chosen.impression(inputs, validated(chosen.options, options))
        if wish is None:
            return None
        given = replace(inputs, state=None)
        return render(wish.effect, given, {**wish.options, "side_px": SIDE_PX}, _unwatched, device)
    except EngineError:  # whatever is wrong, the painting itself will say it
        return None


def _unwatched(_: Progress) -> None:
    """An impression takes no longer than a look at it would."""


def _nothing_to_resume() -> bytes:
    raise ValueError("an impression has no checkpoint")
