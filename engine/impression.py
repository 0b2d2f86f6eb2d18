"""What a painting that takes long will be about, before its first iteration: one small pass in the same styles.

Painted by the first effect of a single pass that takes as many styles, with those options that both have; knows none of
them by name.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from engine.catalogue import effects
from engine.device import Device
from engine.effect import Effect, Inputs, Painting, Progress, Report
from engine.errors import EngineError
from engine.options import Options
from engine.render import render, validated

SIDE_PX: Final = 320


def impress(effect: str, inputs: Inputs, options: Mapping[str, object], report: Report, device: Device) -> None:
    """Report an impression, if the effect has one of such a job, as progress of which nothing is done yet."""
    painting = _impression(effect, inputs, options, device)
    if painting is not None:
        report(Progress(0, 1, None, lambda: painting.picture, _nothing_to_resume))


def _impression(effect: str, inputs: Inputs, options: Mapping[str, object], device: Device) -> Painting | None:
    known = effects()
    if effect not in known or inputs.checkpoint is not None:
        return None
    chosen, quick = known[effect], _quick(len(inputs.styles))
    try:
        wish = validated(chosen.options, options)
        if quick is None or not chosen.impression(inputs, wish):
            return None
        shared = {name: getattr(wish, name) for name in quick.options.model_fields.keys() & options.keys()}
        return render(quick.name, replace(inputs, state=None), {**shared, "side_px": SIDE_PX}, _unwatched, device)
    except EngineError:  # whatever is wrong, the painting itself will say it
        return None


def _quick(styles: int) -> Effect[Options] | None:
    fitting = (one for one in effects().values() if one.offer().quick and one.styles > 0)
    return next((one for one in fitting if one.styles <= styles <= one.most_styles), None)


def _unwatched(_: Progress) -> None:
    """An impression takes no longer than a look at it would."""


def _nothing_to_resume() -> bytes:
    raise ValueError("an impression has no checkpoint")
