"""What is to be painted, checked as far as it can be before the work begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, TypedDict

from bot.commands.paint.files import Refused, house_names, picture, read, style_path, writable
from engine.effect import Effect, Inputs, Painting
from engine.mask import check_mask, read_mask
from engine.options import Options
from engine.picture import Depth, format_of

FROM_A_PICTURE = {"start": "picture"}  # the option that a picture to begin from implies


@dataclass(frozen=True)
class Order:
    """What the command line says of the painting, as it was typed."""

    photo: Path
    styles: tuple[str, ...]
    out: Path
    effect: str | None
    masks: tuple[Path, ...]
    style_masks: tuple[Path, ...]
    start_picture: Path | None
    depth: Literal["8", "16"]
    dpi: int | None

    @property
    def bits(self) -> Depth:
        return 16 if self.depth == "16" else 8

    @property
    def files(self) -> dict[str, list[Path]]:
        """Every file that is painted from, by what it is for."""
        return {
            "photo": [self.photo],
            "styles": [style_path(style) for style in self.styles],
            "masks": list(self.masks),
            "style_masks": list(self.style_masks),
            "start_picture": [self.start_picture] if self.start_picture else [],
        }


class Looks(TypedDict):
    """How the painting is written."""

    depth: Depth
    dpi: int | None


@dataclass(frozen=True)
class Job:
    """A checked order: nobody should wait for a painting that cannot be kept."""

    order: Order
    effect: Effect[Options]
    options: Options
    inputs: Inputs
    file_format: str

    @property
    def looks(self) -> Looks:
        return {"depth": self.order.bits, "dpi": self.order.dpi}

    def metadata(self, painting: Painting) -> dict[str, object]:
        """All that it takes to paint this again."""
        files = {role: [path.name for path in paths] for role, paths in self.order.files.items() if paths}
        sources = {**files, "photo": self.order.photo.name}
        done = {"done": painting.done, "stopped": painting.stopped}
        return {"effect": self.effect.name, **sources, "options": self.options.model_dump(), **done}


def prepared(order: Order, options: Mapping[str, object]) -> Job:
    """Raises Refused or an EngineError."""
    from engine.render import validated

    try:
        file_format = format_of(writable(order.out), order.bits)
    except ValueError as error:
        raise Refused(str(error)) from error
    effect = chosen_effect(order.effect, len(order.styles))
    inputs = read_inputs(order)
    implied = FROM_A_PICTURE if inputs.start else {}
    return Job(order, effect, validated(effect.options, {**implied, **options}), inputs, file_format)


def read_inputs(order: Order) -> Inputs:
    """Every picture. Raises Refused with the name of the file that is at fault."""
    photo, *styles = (read(path, picture) for path in (order.photo, *map(style_path, order.styles)))
    count(order.masks, (0, 1, len(styles)), f"--mask for {len(styles)} STYLE: give one, or one for each")
    count(order.style_masks, (0, len(styles)), f"--style-mask for {len(styles)} STYLE: give one for each")
    parts = zip(order.style_masks, styles, strict=False)
    return Inputs(
        photo,
        tuple(styles),
        masks=tuple(read(path, read_mask, partial(check_mask, photo=photo.image.size)) for path in order.masks),
        style_masks=tuple(read(path, read_mask, partial(check_mask, photo=one.image.size)) for path, one in parts),
        start=read(order.start_picture, picture) if order.start_picture else None,
    )


def count(given: Sequence[Path], allowed: tuple[int, ...], message: str) -> None:
    """Raises Refused when there are more or fewer files than make sense."""
    if len(given) not in allowed:
        raise Refused(f"{len(given)} {message}")


def chosen_effect(name: str | None, styles: int) -> Effect[Options]:
    """The effect called so, or the first that takes as many styles, and nothing else, and has learned to paint."""
    from engine.catalogue import effects

    known = effects()
    if name is None:
        able = [effect for effect in known.values() if not (effect.learning or effect.takes_look)]
        fitting = [effect for effect in able if effect.styles <= styles <= effect.most_styles]
        if not fitting:
            most = max(effect.most_styles for effect in known.values())
            names = ", ".join(house_names())
            raise Refused(f"no effect takes {styles} styles: name one STYLE, {most} at most, a file or one of {names}")
        return fitting[0]
    if name not in known:
        raise Refused(f"there is no effect {name}: use one of {', '.join(known)}")
    least, most = known[name].styles, known[name].most_styles
    if not least <= styles <= most:
        wanted = least if least == most else f"{least} to {most}"
        raise Refused(f"{name} takes {wanted} STYLE, not {styles}")
    return known[name]
