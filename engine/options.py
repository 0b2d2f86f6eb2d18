"""What a person may choose of an effect: declared once as fields of a model, read by every menu. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.fields import FieldInfo

Audience = Literal["everyone", "curious", "operator"]
"""Whom an option is for: shown at once, shown under *more*, or set by whoever runs the service (and in a shell)."""


class Options(BaseModel):
    """Options of an effect: a frozen model; its fields carry title, bounds and unit (see `number`, `choice` ...)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*")
    @classmethod
    def _each_within(cls, value: Any, info: ValidationInfo) -> Any:
        """The bounds of a list's numbers: pydantic checks those of single numbers itself."""
        if info.field_name and isinstance(value, tuple):
            spec = OptionSpec.of(info.field_name, cls.model_fields[info.field_name])
            if any(not spec.low <= one <= spec.high for one in value):
                raise ValueError(f"each lies between {spec.low} and {spec.high}")
        return value


def number(
    title: str,
    default: int,
    *,
    low: int,
    high: int,
    unit: str = "",
    step: int = 1,
    audience: Audience = "everyone",
) -> Any:
    """An integer option between `low` and `high`, both included."""
    return Field(default, ge=low, le=high, title=title, json_schema_extra=_extra(unit, step, audience))


def numbers(
    title: str, default: tuple[int, ...], *, low: int, high: int, most: int, audience: Audience = "curious"
) -> Any:
    """At most `most` integers, each between `low` and `high`: an option of type tuple[int, ...]."""
    extra = _extra("", 1, audience) | {"low": low, "high": high}
    return Field(default, max_length=most, title=title, json_schema_extra=extra)


def flag(title: str, default: bool = False, *, audience: Audience = "everyone") -> Any:
    """A yes-or-no option."""
    return Field(default, title=title, json_schema_extra=_extra("", 1, audience))


def choice(
    title: str,
    default: str,
    *,
    audience: Audience = "everyone",
    operator_words: tuple[str, ...] = (),
    pictured: bool = False,
) -> Any:
    """One of the words that the option's type, a Literal, lists; some of them may be for the operator alone."""
    extra = _extra("", 1, audience) | {"operator_words": operator_words, "pictured": pictured}
    return Field(default, title=title, json_schema_extra=extra)


def _extra(unit: str, step: int, audience: Audience) -> dict[str, Any]:
    return {"unit": unit, "step": step, "audience": audience}


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """One option as data: what a menu, a form or a command line draws.

    Of kind "numbers" each of at most `most` lies between `low` and `high`; of kind "choice" one of `choices` is meant;
    `pictured`: it is a look, best chosen by its example (`engine.house.examples`).
    """

    name: str
    title: str
    kind: Literal["integer", "boolean", "choice", "numbers"]
    default: int | bool | str | tuple[int, ...]
    low: int = 0
    high: int = 1
    step: int = 1
    unit: str = ""
    choices: tuple[str, ...] = ()
    operator_words: tuple[str, ...] = ()
    most: int = 1
    audience: Audience = "everyone"
    pictured: bool = False

    @classmethod
    def of(cls, name: str, info: FieldInfo) -> Self:
        """Read the declaration made by `number`, `numbers`, `flag` or `choice`."""
        extra: dict[str, Any] = dict(info.json_schema_extra) if isinstance(info.json_schema_extra, Mapping) else {}
        for rule in info.metadata:
            extra |= {"low": rule.ge} if hasattr(rule, "ge") else {}
            extra |= {"high": rule.le} if hasattr(rule, "le") else {}
            extra |= {"most": rule.max_length} if hasattr(rule, "max_length") else {}
        kind: Literal["integer", "boolean", "choice", "numbers"] = "boolean" if info.annotation is bool else "integer"
        if get_origin(info.annotation) is Literal:
            kind, extra["choices"] = "choice", get_args(info.annotation)
        elif get_origin(info.annotation) is tuple:
            kind = "numbers"
        return cls(name, info.title or name, kind, info.default, **extra)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """What JSON made of `asdict`: it knows no tuples."""
        values: dict[str, Any] = {n: tuple(value) if isinstance(value, list) else value for n, value in data.items()}
        return cls(**values)
