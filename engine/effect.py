"""The types that effects, workers and chats share. Imports no torch: a chat draws its menus from these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

if TYPE_CHECKING:
    from engine.picture import Picture


OptionsT = TypeVar("OptionsT", bound="Options")


class Cancelled(Exception):
    """Raised by a report to ask the effect to stop; the effect answers with what it has painted so far."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a running effect. `preview` and `checkpoint` cost time only when called."""

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

    `work` estimates megapixel passes: coefficient per megapixel and iteration, so that a chat can tell a waiting time.
    """

    effect: str
    styles: int
    options: tuple[OptionSpec, ...]
    work_per_mpx_iteration: float

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        options = tuple(OptionSpec(**spec) for spec in data["options"])
        return cls(data["effect"], data["styles"], options, data["work_per_mpx_iteration"])


@dataclass(frozen=True, slots=True)
class Effect(Generic[OptionsT]):
    """One way to paint, declared in one file of `engine/effects/`; menus, flags, checks and docs are readers of it.

    `styles` is how many style pictures it needs; `cost` estimates a job for a content picture of (width, height) px;
    `paint` does it: raises BadOptions or DoesNotFit, and lets `Report` stop it.
    """

    name: str
    title: str
    styles: int
    options: type[OptionsT]
    cost: Callable[[OptionsT, tuple[int, int]], Cost]
    paint: Callable[[Inputs, OptionsT, Report], Painting]

    def specs(self) -> tuple[OptionSpec, ...]:
        """The options as data, in the order of their declaration."""
        return tuple(OptionSpec.of(name, info) for name, info in self.options.model_fields.items())
