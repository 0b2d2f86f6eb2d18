"""The types that effects, workers and chats share. Imports no torch: a chat draws its menus from these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from engine.ladder import Ladder, Size, canvas
from engine.options import Options, OptionSpec

if TYPE_CHECKING:
    from PIL import Image

    from engine.device import Device
    from engine.picture import Picture

OptionsT = TypeVar("OptionsT", bound=Options)


class Cancelled(Exception):
    """Raised by a report to ask the effect to stop; the effect answers with what it has painted so far."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a running effect. `preview` and `checkpoint` cost time only when called, and only inside the report.

    `done` is 0 for an impression of what is to come, which has no checkpoint. `loss` is None while
    it is still on its way from an accelerator. `scale` is the canvas being painted, width and
    height in px; `parts` says what the loss is made of, by name.
    """

    done: int
    total: int
    loss: float | None
    preview: Callable[[], Picture]
    checkpoint: Callable[[], bytes]
    scale: Size = (0, 0)
    parts: Callable[[], Mapping[str, float]] = dict


Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an effect paints from.

    `checkpoint` resumes the same job exactly where it was; `state` is a finished work's, to paint on from it, or the
    look that such a work has learned, to paint by.
    `masks`, mode L of any size, say by white where each style is painted: one for each style, or one alone for all of
    them; where none is white the photo stays. `style_masks` say by white which part of each style counts. `start` is a
    picture to begin from, another effect's result say.
    """

    content: Picture
    styles: tuple[Picture, ...] = ()
    checkpoint: bytes | None = None
    state: bytes | None = None
    masks: tuple[Image.Image, ...] = ()
    style_masks: tuple[Image.Image, ...] = ()
    start: Picture | None = None


@dataclass(frozen=True, slots=True)
class Painting:
    """The result of an effect: `done` of `total` iterations, `stopped` when a report asked for it.

    `is_look`: the state is a look, by which other photos can be painted. `others` are further results of the same work
    to choose from, of the picture's size.
    """

    picture: Picture
    done: int
    total: int
    stopped: bool
    losses: tuple[float, ...]
    state: bytes | None = None
    is_look: bool = False
    others: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Cost:
    """What a job asks of a worker: `work` in megapixel passes (time = work / throughput), peak memory in MiB."""

    work: float
    memory_mib: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What a worker can paint, as data that travels through the database to the chats.

    `styles` and `most_styles` are how few and how many style pictures it takes. `ladder` tells how much work a job is,
    so that a chat can tell a waiting time: work / the worker's throughput. `regions`: it paints by masks. `order`: the
    least comes first in every menu and is what is painted by where nobody chose. `leaves_look`: its state is a look, by
    which any photo can be painted at once; `takes_look`: it does that, and is offered only where there is a look.
    `for_grey`: it is meant for pictures without color, and a person is told so who brings one that has some.
    `for_drawings`: it paints from a drawing's lines. `most_photos` is how many one order may bring.
    """

    effect: str
    styles: int
    options: tuple[OptionSpec, ...]
    ladder: Ladder
    most_styles: int = 1
    regions: bool = False
    order: int = 1
    leaves_look: bool = False
    takes_look: bool = False
    for_grey: bool = False
    for_drawings: bool = False
    most_photos: int = 1

    @property
    def quick(self) -> bool:
        """Whether it paints in one pass: then it has no iterations to choose."""
        return all(spec.name != "iterations" for spec in self.options)

    def work(self, photo: Size, side_px: int, iterations: int = 1, *, from_px: int = 0) -> float:
        """Megapixel passes of a job; `from_px` is the longest side of the painting that is painted on, if any."""
        return self.ladder.work(canvas(photo, side_px), iterations, from_px=from_px)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        rest = {name: value for name, value in data.items() if name not in ("options", "ladder")}
        options = tuple(OptionSpec.from_json(spec) for spec in data["options"])
        return cls(**rest, options=options, ladder=Ladder(**data["ladder"]))


def _none(_inputs: Inputs, _options: Options) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Effect(Generic[OptionsT]):
    """One way to paint, declared in one file of `engine/effects/`; menus, flags, checks and docs are readers of it.

    `styles` is how many style pictures it needs, `most_styles` how many it takes; `memory_mib` estimates the peak of a
    painting of (width, height) px; `paint` does it: raises BadOptions or DoesNotFit, and lets `Report` stop it.
    `order` and all from `leaves_look` to `most_photos` as in Offer. `learning`: its weights are not good enough yet to
    be offered to anybody; the command line has it. `impression`: whether one pass in the same styles tells what such a
    job will be about. `sheet`: the result shows the photo many times, at a size of its own.
    """

    name: str
    title: str
    styles: int
    options: type[OptionsT]
    ladder: Ladder
    memory_mib: Callable[[Size], int]
    paint: Callable[[Inputs, OptionsT, Report, Device], Painting]
    most_styles: int = 1
    regions: bool = False
    order: int = 1
    learning: bool = False
    leaves_look: bool = False
    takes_look: bool = False
    for_grey: bool = False
    for_drawings: bool = False
    most_photos: int = 1
    impression: Callable[[Inputs, OptionsT], bool] = _none
    sheet: bool = False

    def specs(self) -> tuple[OptionSpec, ...]:
        """The options as data, in the order of their declaration."""
        return tuple(OptionSpec.of(name, info) for name, info in self.options.model_fields.items())

    def offer(self) -> Offer:
        """This effect as data."""
        alike = {field.name for field in fields(Offer)} - {"effect", "options"}
        return Offer(effect=self.name, options=self.specs(), **{name: getattr(self, name) for name in alike})

    def cost(self, options: OptionsT, photo: Size) -> Cost:
        """What a job asks for; an effect without a size paints the photo as it is, one without iterations once."""
        side_px = getattr(options, "side_px", max(photo))
        work = self.offer().work(photo, side_px, getattr(options, "iterations", 1))
        return Cost(work, self.memory_mib(canvas(photo, side_px)))
