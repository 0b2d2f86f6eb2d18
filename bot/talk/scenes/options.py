"""The options of an effect as its worker declares them, a short page at a time. Names no option."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, get_args

from bot.chat import Button, Message
from bot.talk import dials
from bot.talk.action import Action, action
from bot.talk.choice import Choice
from bot.talk.scenes import summary, words
from bot.talk.turn import Turn
from bot.usecases.plan import Value
from bot.usecases.prepare import prepares
from engine.errors import BadOptions
from engine.options import Audience, OptionSpec
from storage import Missing

ROWS: Final = 7  # of options on a page: with those below it stays under the ten rows that a keyboard may have
FEW: Final = 4  # words that one button goes through; more are a list
PRESSES: Final = ("-1", "0", "1")

Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The options on a page by name, and their buttons."""

    options: tuple[OptionSpec, ...]
    rows: tuple[Row, ...]


@action()
async def open_(turn: Turn, sketch_id: str) -> None:
    """The options that everyone wants to see."""
    if not await summary.is_old(turn, sketch_id):
        await turn.show(await page(turn))


@action()
async def leaf(turn: Turn, sketch_id: str, number: str) -> None:
    """Another page of them."""
    if not await summary.is_old(turn, sketch_id):
        await turn.show(await page(turn, int(number) if number.isdecimal() else 0))


@action()
async def step(turn: Turn, sketch_id: str, name: str, direction: str) -> None:
    """More, less, the next word, or back to the default."""
    await press(turn, sketch_id, name, "0", direction)


@action()
async def weigh(turn: Turn, sketch_id: str, name: str, position: str, direction: str) -> None:
    """The same for one of several numbers."""
    await press(turn, sketch_id, name, position, direction)


async def press(turn: Turn, sketch_id: str, name: str, position: str, direction: str) -> None:
    if await summary.is_old(turn, sketch_id):
        return
    choice, spec = await asked(turn, name)
    if choice and spec and direction in PRESSES and position in map(str, range(spec.most)):
        value = choice.options(turn).get(name, spec.default)
        await take(turn, choice, spec, dials.moved(spec, value, int(direction), int(position)))
    else:
        await turn.hint("old-button")


@action()
async def prepared(turn: Turn, sketch_id: str, number: str) -> None:
    """The styles as these options prepare them; from there back to the page."""
    if await summary.is_old(turn, sketch_id):
        return
    offers, texts = await turn.offers(), turn.texts
    choice = Choice.of(turn, offers) if offers else None
    if choice is None or not choice.styles or turn.sketch.photo is None:
        await turn.show(await summary.next_step(turn))
        return
    try:
        picture = await turn.can.prepare(choice.draft(turn), choice.tier)
    except Missing:  # a style was deleted since: the next step says so
        await turn.show(await summary.next_step(turn))
    except BadOptions:
        await turn.hint("prepared-nothing")
    else:
        below = ((leaf.button(texts("button-back"), sketch_id, number),),)
        await turn.show(Message(texts("prepared-so", count=len(choice.styles)), below, picture))


async def asked(turn: Turn, name: str) -> tuple[Choice | None, OptionSpec | None]:
    """The option of that name, if it is the person's to choose here and now."""
    offers = await turn.offers()
    choice = Choice.of(turn, offers) if offers else None
    return choice, next((spec for spec in choice.specs if spec.name == name), None) if choice else None


async def take(turn: Turn, choice: Choice, spec: OptionSpec, value: Value) -> None:
    """Keep the value, and show the page that the option is on; a look is no detail: what comes next then."""
    turn.sketch = replace(turn.sketch, options={**turn.sketch.options, spec.name: value})
    if spec.pictured:
        await turn.show(await summary.next_step(turn))
        return
    drawn = list(pages(turn, choice))
    await turn.show(await page(turn, next(n for n, one in enumerate(drawn) if spec in one.options)))


async def page(turn: Turn, number: int = 0) -> Message:
    """What can be set on this page, and the way to the others."""
    offers = await turn.offers()
    if not offers:
        return await summary.next_step(turn)
    texts, sketch_id, choice = turn.texts, turn.sketch.sketch_id, Choice.of(turn, offers)
    drawn = list(pages(turn, choice))
    if not drawn:
        return await summary.next_step(turn)
    number = min(number, len(drawn) - 1)
    below = [leaf.button(texts("button-back"), sketch_id, number - 1)] if number else []
    below += [leaf.button(texts("button-more-options"), sketch_id, number + 1)] if drawn[number + 1 :] else []
    shown = [prepared.button(texts("button-prepared"), sketch_id, number)] if alters_styles(choice, turn) else []
    rows = (
        *drawn[number].rows,
        tuple(shown),
        tuple(below),
        (summary.back.button(texts("button-done"), sketch_id, style="primary"),),
    )
    about = [
        texts("option-about", title=dials.title(texts, spec), about=words)
        for spec in drawn[number].options
        if (words := dials.about(texts, spec))
    ]
    text = "\n".join([texts("options-which"), "", *about]).strip()
    return Message(text, tuple(row for row in rows if row), await summary.card(turn))


def alters_styles(choice: Choice, turn: Turn) -> bool:
    return bool(choice.styles) and prepares(choice.specs, choice.options(turn))


def pages(turn: Turn, choice: Choice) -> Iterator[Page]:
    """What everyone wants to see, then what the curious do; an option is never torn apart."""
    values = choice.options(turn)
    for audience in get_args(Audience):
        options: list[OptionSpec] = []
        rows: list[Row] = []
        for spec in (spec for spec in choice.specs if spec.audience == audience):
            drawn = list(rows_of(turn, spec, values.get(spec.name, spec.default)))
            if rows and len(rows) + len(drawn) > ROWS:
                yield Page(tuple(options), tuple(rows))
                options, rows = [], []
            options.append(spec)
            rows += drawn
        if rows:
            yield Page(tuple(options), tuple(rows))


def rows_of(turn: Turn, spec: OptionSpec, value: Value) -> Iterator[Row]:
    """A switch, the way to a list of words, or less – value – more; of numbers a row for each."""
    texts, sketch_id, name = turn.texts, turn.sketch.sketch_id, dials.title(turn.texts, spec)
    if isinstance(value, tuple):
        for position, number in enumerate(value):
            label = texts("option-value", title=texts("option-of", title=name, number=position + 1), value=number)
            yield around(weigh, label, sketch_id, spec.name, position)
        return
    label = texts("option-value", title=name, value=dials.shown(texts, spec, value))
    if len(spec.choices) > FEW:
        yield (words.page_of(turn, spec, value, label),)
    elif spec.kind != "integer" or dials.arbitrary(spec):
        yield (step.button(label, sketch_id, spec.name, 1),)
    else:
        yield around(step, label, sketch_id, spec.name)


def around(turner: Action, label: str, *arguments: str | int) -> Row:
    """Less, the value, more."""
    return (
        turner.button("−", *arguments, -1),
        turner.button(label, *arguments, 0),
        turner.button("+", *arguments, 1),
    )
