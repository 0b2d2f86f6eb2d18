"""From the declaration of an option to its values: what may be chosen, and what a press makes of it.

Names no effect, no option and no tier; knows no button.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bot.prices import Range, Tier
from bot.texts import Texts
from bot.usecases.plan import ITERATIONS, SIDE, Value, takes
from engine.options import OptionSpec

STOPS = 10  # about so many presses lead from one end of an option to the other
ROUND = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)
ARBITRARY = 10_000  # an option with more values than this has no order that matters: a seed


def choices(specs: Iterable[OptionSpec], tier: Tier, styles: int = 1) -> Iterator[OptionSpec]:
    """The options that are the person's to choose: the tier decides the size, and how many iterations there may be.

    A list of numbers has one for each style, all alike unless they are changed; with one style there is none.
    """
    for spec in specs:
        if spec.name == SIDE or spec.audience == "operator":
            continue
        if spec.kind == "numbers":
            if styles > 1:
                yield replace(spec, default=((spec.low + spec.high) // 2,) * styles, most=styles)
        elif spec.kind == "choice":
            yield replace(spec, choices=tuple(word for word in spec.choices if word not in spec.operator_words))
        elif spec.name != ITERATIONS:
            yield spec
        elif isinstance(tier.iterations, Range):
            span = tier.iterations
            yield replace(spec, default=span.default, low=span.low, high=span.high, step=span.step)


def chosen(specs: Iterable[OptionSpec], options: Mapping[str, Value]) -> dict[str, Value]:
    """What of earlier options still means something among these."""
    known = {spec.name: spec for spec in specs}
    return {name: value for name, value in options.items() if name in known and allowed(known[name], value)}


def allowed(spec: OptionSpec, value: Value) -> bool:
    """Whether presses can lead to this value; numbers that are all nothing would leave nothing to paint with."""
    if not takes(spec, value):
        return False
    if isinstance(value, tuple):
        return len(value) == spec.most and any(value)
    return spec.kind != "integer" or (int(value) - spec.low) % spec.step == 0


def stride(spec: OptionSpec) -> int:
    """How far one press goes: a round number of steps."""
    wanted = (spec.high - spec.low) / spec.step / STOPS
    return spec.step * max((number for number in ROUND if number <= wanted), default=1)


def arbitrary(spec: OptionSpec) -> bool:
    return spec.kind == "integer" and spec.high - spec.low > ARBITRARY


def moved(spec: OptionSpec, value: Value, direction: int, position: int = 0) -> Value:
    """The value after a press: the next round one in that direction, the next word, the other of yes and no; 0 goes
    back to the default. Of a list the number at `position` moves, unless that would leave nothing but zeros."""
    if direction == 0:
        return spec.default
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return spec.choices[(spec.choices.index(value) + direction) % len(spec.choices)]
    if isinstance(value, tuple):
        turned = (*value[:position], further(spec, value[position], direction), *value[position + 1 :])
        return turned if any(turned) else value
    return further(spec, value, direction)


def further(spec: OptionSpec, value: int, direction: int) -> int:
    """The next round number in that direction; where the order does not matter, any other."""
    if arbitrary(spec):
        return spec.low + secrets.randbelow((spec.high - spec.low) // spec.step + 1) * spec.step
    far, start = stride(spec), 0 if spec.low % spec.step == 0 else spec.low  # from 1 on: 5, 10, 15, not 6, 11, 16
    whole, rest = divmod(value - start, far)
    landed = whole + direction if direction > 0 or not rest else whole
    return min(spec.high, max(spec.low, start + landed * far))


def title(texts: Texts, spec: OptionSpec) -> str:
    return texts.titled(f"option-{dashed(spec.name)}", spec.title)


def word(texts: Texts, spec: OptionSpec, chosen_word: str) -> str:
    """One of the words of a choice, as people would say it."""
    return texts.titled(f"option-{dashed(spec.name)}-{dashed(chosen_word)}", chosen_word.replace("_", " "))


def about(texts: Texts, spec: OptionSpec) -> str:
    """What the option does, for who wonders; nothing where we have no words for it."""
    return texts.titled(f"about-{dashed(spec.name)}", "")


def shown(texts: Texts, spec: OptionSpec, value: Value) -> str:
    if isinstance(value, bool):
        return texts("option-on" if value else "option-off")
    if isinstance(value, str):
        return word(texts, spec, value)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return texts.titled(f"option-{dashed(spec.name)}-{value}", f"{value} {spec.unit}".rstrip())


def dashed(name: str) -> str:
    return name.replace("_", "-")
