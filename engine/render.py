"""The whole engine behind one function. Knows no chat, no job and no file."""

from collections.abc import Mapping

from pydantic import ValidationError

from engine.catalogue import effects
from engine.device import Device, choose
from engine.effect import Inputs, Painting, Report
from engine.errors import BadOptions
from engine.options import Options


def render(
    effect: str, inputs: Inputs, options: Mapping[str, object], report: Report, device: Device | None = None
) -> Painting:
    """Paint. Raises BadOptions and DoesNotFit before the work begins; whoever paints often chooses the device once."""
    known = effects()
    if effect not in known:
        raise BadOptions("effect", f"there is no {effect!r}, there are {', '.join(known)}")
    chosen = known[effect]
    checked = validated(chosen.options, options)
    if not chosen.styles <= len(inputs.styles) <= chosen.most_styles:
        raise BadOptions("styles", f"{effect} takes {chosen.styles} to {chosen.most_styles}, not {len(inputs.styles)}")
    if inputs.masks and not (chosen.regions and len(inputs.masks) in (1, len(inputs.styles))):
        raise BadOptions("masks", f"{len(inputs.masks)} for {len(inputs.styles)} styles")
    if inputs.style_masks and not (chosen.regions and len(inputs.style_masks) == len(inputs.styles)):
        raise BadOptions("style_masks", f"{len(inputs.style_masks)} for {len(inputs.styles)} styles")
    where = device or choose()
    where.require(chosen.cost(checked, inputs.content.image.size).memory_mib)
    return chosen.paint(inputs, checked, report, where)


def validated(model: type[Options], options: Mapping[str, object]) -> Options:
    """Options of an effect from a mapping. Raises BadOptions, which names the first one at fault."""
    try:
        return model.model_validate(dict(options))
    except ValidationError as error:
        first = error.errors()[0]
        raise BadOptions(str(first["loc"][0]) if first["loc"] else "options", first["msg"]) from None
