"""From declarations to buttons: options, pages, prices, waiting times. Names no effect, no option and no tier."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from babel.numbers import format_decimal, get_currency_symbol

from bot.chat import Button
from bot.prices import MINOR_UNITS, Money, Range, Tier
from bot.talk.action import Action
from bot.texts import Texts, locales
from bot.usecases.plan import ITERATIONS, SIDE, Value
from engine.options import OptionSpec

STOPS = 10  # about so many presses lead from one end of an option to the other
ROUND = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)
ARBITRARY = 10_000  # an option with more values than this has no order that matters: a seed


def choices(specs: Iterable[OptionSpec], tier: Tier) -> Iterator[OptionSpec]:
    """The options that are the person's to choose: the tier decides the size, and how many iterations there may be."""
    for spec in specs:
        if spec.name == SIDE:
            continue
        if spec.name != ITERATIONS:
            yield spec
        elif isinstance(tier.iterations, Range):
            span = tier.iterations
            yield replace(spec, default=span.default, low=span.low, high=span.high, step=span.step)


def chosen(specs: Iterable[OptionSpec], tier: Tier, options: Mapping[str, Value]) -> dict[str, Value]:
    """What of earlier options still means something for this effect and tier."""
    known = {spec.name: spec for spec in choices(specs, tier)}
    return {name: value for name, value in options.items() if name in known and allowed(known[name], value)}


def allowed(spec: OptionSpec, value: Value) -> bool:
    if spec.kind == "boolean" or isinstance(value, bool):
        return spec.kind == "boolean" and isinstance(value, bool)
    return spec.low <= value <= spec.high and (value - spec.low) % spec.step == 0


def stride(spec: OptionSpec) -> int:
    """How far one press goes: a round number of steps."""
    wanted = (spec.high - spec.low) / spec.step / STOPS
    return spec.step * max((number for number in ROUND if number <= wanted), default=1)


def moved(spec: OptionSpec, value: Value, direction: int) -> Value:
    """The value after a press: the next round one in that direction; a yes becomes a no; 0 goes back to the default."""
    if direction == 0:
        return spec.default
    if spec.kind == "boolean":
        return not value
    if spec.high - spec.low > ARBITRARY:
        return spec.low + secrets.randbelow((spec.high - spec.low) // spec.step + 1) * spec.step
    far, start = stride(spec), 0 if spec.low % spec.step == 0 else spec.low  # from 1 on: 5, 10, 15, not 6, 11, 16
    whole, rest = divmod(value - start, far)
    landed = whole + direction if direction > 0 or not rest else whole
    return min(spec.high, max(spec.low, start + landed * far))


def option_rows(
    texts: Texts, specs: Iterable[OptionSpec], options: Mapping[str, Value], step: Action, sketch_id: str
) -> Iterator[tuple[Button, ...]]:
    """A row for each option: a switch, or less – value – more."""
    for spec in specs:
        value = options.get(spec.name, spec.default)
        label = texts("option-value", title=option_title(texts, spec), value=shown(texts, spec, value))
        if spec.kind == "boolean" or spec.high - spec.low > ARBITRARY:
            yield (step.button(label, sketch_id, spec.name, 1),)
        else:
            yield (
                step.button("−", sketch_id, spec.name, -1),
                step.button(label, sketch_id, spec.name, 0),
                step.button("+", sketch_id, spec.name, 1),
            )


def option_title(texts: Texts, spec: OptionSpec) -> str:
    return texts.titled(f"option-{spec.name.replace('_', '-')}", spec.title)


def shown(texts: Texts, spec: OptionSpec, value: Value) -> str:
    if isinstance(value, bool):
        return texts("option-on" if value else "option-off")
    return f"{value} {spec.unit}".rstrip()


def page_row(texts: Texts, turn_to: Action, offset: int, page: int, total: int) -> tuple[tuple[Button, ...], ...]:
    """Newer and older, where there are any."""
    newer = (turn_to.button(texts("page-newer"), max(0, offset - page)),) if offset > 0 else ()
    older = (turn_to.button(texts("page-older"), offset + page),) if offset + page < total else ()
    return (newer + older,) if newer or older else ()


def money(texts: Texts, amount: Money) -> str:
    """50 ₽ or 49.90 ₽, as the language writes numbers."""
    value = Decimal(amount.minor) / MINOR_UNITS
    figures = format_decimal(value, "#,##0.00" if amount.minor % MINOR_UNITS else "#,##0", locale=texts.locale)
    # English has RUB for the rouble: the sign that any language of ours has is shorter, and as well known.
    sign = min((get_currency_symbol(amount.currency, locale) for locale in locales()), key=len)
    return f"{figures}\N{NO-BREAK SPACE}{sign}"


def until(texts: Texts, moment: datetime) -> str:
    """How long it is to a moment: 5 h, 20 min."""
    minutes = max(1, round((moment - datetime.now(UTC)).total_seconds() / 60))
    return texts("in-hours", hours=round(minutes / 60)) if minutes >= 60 else texts("in-minutes", minutes=minutes)


def waiting(texts: Texts, eta_s: tuple[float, float] | None) -> str:
    """A range that a person would say: 20–40 s, 2–3 min, 1–2 h."""
    if eta_s is None:
        return texts("eta-unknown")
    for unit, seconds, step in (("seconds", 1, 5), ("minutes", 60, 1), ("hours", 3600, 1)):
        low, high = (value / seconds / step for value in eta_s)
        if high * step < 90 or unit == "hours":
            break
    least, most = max(1, int(low)) * step, max(1, -int(-high // 1)) * step
    return texts(f"eta-{unit}", low=least, high=most, range="yes" if least < most else "no")
