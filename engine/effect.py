"""The types that effects, workers and chats share. Imports no torch: a chat draws its menus from these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from engine.ladder import Ladder, Size, canvas

if TYPE_CHECKING:
    from engine.device import Device
    from engine.picture import Picture


OptionsT = TypeVar("OptionsT", bound="Options")


class Cancelled(Exception):
    """Raised by a report to ask the effect to stop; the effect answers with what it has painted so far."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a running effect. `preview` and `checkpoint` cost time only when called, and only inside the report.

    `loss` is None while it is still on its way from an accelerator.
    """

    done: int
    total: int
    loss: float | None
    preview: Callable[[], Picture]
    checkpoint: Callable[[], bytes]


Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an effect paints from.

    `checkpoint` resumes the same job exactly where it was; `state` is a finished work's, to paint on from it.
    """

    content: Picture
    styles: tuple[Picture, ...] = ()
    checkpoint: bytes | None = None
    state: bytes | None = None


@dataclass(frozen=True, slots=True)
class Painting:
    """The result of an effect: `done` of `total` iterations, `stopped` when a report asked for it."""

    picture: Picture
    done: int
    total: int
    stopped: bool
    losses: tuple[float, ...]
    state: bytes | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What a job asks of a worker: `work` in megapixel passes (time = work / throughput), peak memory in MiB."""

    work: float
    memory_mib: int


class Options(BaseModel):
    """Options of an effect: a frozen model whose fields carry title, bounds and unit (see `number`, `flag`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def number(title: str, default: int, *, low: int, high: int, unit: str = "", step: int = 1) -> Any:
    """An integer option between `low` and `high`, both included."""
    return Field(default, ge=low, le=high, title=title, json_schema_extra={"unit": unit, "step": step})


def flag(title: str, default: bool = False) -> Any:
    """A yes-or-no option."""
    return Field(default, title=title, json_schema_extra={"unit": "", "step": 1})


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """One option as data: what a menu, a form or a command line draws."""

    name: str
    title: str
    kind: Literal["integer", "boolean"]
    default: int | bool
    low: int = 0
    high: int = 1
    step: int = 1
    unit: str = ""

    @classmethod
    def of(cls, name: str, info: FieldInfo) -> Self:
        """Read the declaration made by `number` or `flag`."""
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, Mapping) else {}
        bounds: dict[str, Any] = {}
        for rule in info.metadata:
            bounds |= {"low": rule.ge} if hasattr(rule, "ge") else {}
            bounds |= {"high": rule.le} if hasattr(rule, "le") else {}
        kind: Literal["integer", "boolean"] = "boolean" if info.annotation is bool else "integer"
        step, unit = extra.get("step", 1), extra.get("unit", "")
        assert isinstance(step, int)
        assert isinstance(unit, str)
        return cls(name, info.title or name, kind, info.default, step=step, unit=unit, **bounds)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a worker can paint, as data that travels through the database to the chats.

    `ladder` tells how much work a job is, so that a chat can tell a waiting time: work / the worker's throughput.
    """

    effect: str
    styles: int
    options: tuple[OptionSpec, ...]
    ladder: Ladder

    def work(self, photo: Size, side_px: int, iterations: int = 1, *, from_px: int = 0) -> float:
        """Megapixel passes of a job; `from_px` is the longest side of the painting that is painted on, if any."""
        return self.ladder.work(canvas(photo, side_px), iterations, from_px=from_px)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        options = tuple(OptionSpec(**spec) for spec in data["options"])
        return cls(data["effect"], data["styles"], options, Ladder(**data["ladder"]))


@dataclass(frozen=True, slots=True)
class Effect(Generic[OptionsT]):
    """One way to paint, declared in one file of `engine/effects/`; menus, flags, checks and docs are readers of it.

    `styles` is how many style pictures it needs; `memory_mib` estimates the peak of a painting of (width, height) px;
    `paint` does it: raises BadOptions or DoesNotFit, and lets `Report` stop it.
    """

    name: str
    title: str
    styles: int
    options: type[OptionsT]
    ladder: Ladder
    memory_mib: Callable[[Size], int]
    paint: Callable[[Inputs, OptionsT, Report, Device], Painting]

    def specs(self) -> tuple[OptionSpec, ...]:
        """The options as data, in the order of their declaration."""
        return tuple(OptionSpec.of(name, info) for name, info in self.options.model_fields.items())

    def offer(self) -> Offer:
        """This effect as data."""
        return Offer(self.name, self.styles, self.specs(), self.ladder)

    def cost(self, options: OptionsT, photo: Size) -> Cost:
        """What a job asks for; an effect without a size paints the photo as it is, one without iterations once."""
        side_px = getattr(options, "side_px", max(photo))
        work = self.offer().work(photo, side_px, getattr(options, "iterations", 1))
        return Cost(work, self.memory_mib(canvas(photo, side_px)))
