"""The options of all effects as flags, read from their declarations when the command runs: effects import torch."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import click

from engine.effect import Effect
from engine.options import Audience, Options, OptionSpec

HEADINGS: Final[Mapping[Audience, str]] = {
    "everyone": "Of the painting",
    "curious": "More of the painting",
    "operator": "Of the engine",
}


class PaintCommand(click.Command):
    """Adds a flag for every option of every effect, under the heading of those whom it is for."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        flags = ctx.meta.setdefault("mazok.paint.flags", list(flags_of(_effects())))
        return [*super().get_params(ctx), *flags]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        sections: dict[str, list[tuple[str, str]]] = {"Options": []}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx) if isinstance(param, click.Option) else None
            if record:
                sections.setdefault(param.heading if isinstance(param, Flag) else "Options", []).append(record)
        for heading, records in sections.items():
            with formatter.section(heading):
                formatter.write_dl(records)


class Flag(click.Option):
    """An option of an effect."""

    def __init__(self, names: list[str], heading: str, **settings: Any) -> None:
        super().__init__(names, default=None, **settings)
        self.heading = heading


class Numbers(click.ParamType[tuple[int, ...]]):
    """Whole numbers with commas between them."""

    name = "numbers"

    def __init__(self, low: int, high: int, most: int) -> None:
        self._each = click.IntRange(low, high)
        self._most = most

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        try:
            numbers = tuple(self._each.convert(int(part), param, ctx) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value!r}: write whole numbers, as in 60,40", param, ctx)
        if len(numbers) > self._most:
            self.fail(f"{len(numbers)} numbers, {self._most} at most", param, ctx)
        return numbers


def flags_of(effects: Iterable[Effect[Options]]) -> Iterator[Flag]:
    """One flag per option; effects with options of the same name share a flag, and check its value themselves."""
    specs: dict[str, list[OptionSpec]] = {}
    for effect in effects:
        for spec in effect.specs():
            specs.setdefault(spec.name, []).append(spec)
    order = list(HEADINGS)
    for same in sorted(specs.values(), key=lambda same: order.index(same[0].audience)):
        yield flag_of(same)


def flag_of(same: list[OptionSpec]) -> Flag:
    """The flag of options that bear the same name; takes what any of them takes."""
    spec, flag = same[0], same[0].name.replace("_", "-")
    heading = HEADINGS[spec.audience]
    if spec.kind == "boolean":
        return Flag([f"--{flag}/--no-{flag}", spec.name], heading, help=spec.title)
    unit = f", {spec.unit}" if spec.unit else ""
    default = f"  [default: {spec.default}]" if spec.default != () else ""
    return Flag([f"--{flag}", spec.name], heading, type=kind_of(same), help=f"{spec.title}{unit}.{default}")


def kind_of(same: list[OptionSpec]) -> click.ParamType[Any]:
    """What the values look like."""
    low, high = min(spec.low for spec in same), max(spec.high for spec in same)
    if same[0].kind == "choice":
        return click.Choice(list(dict.fromkeys(word for spec in same for word in spec.choices)))
    if same[0].kind == "numbers":
        return Numbers(low, high, max(spec.most for spec in same))
    return click.IntRange(low, high)


def _effects() -> Iterable[Effect[Options]]:
    from engine.catalogue import effects

    return effects().values()
