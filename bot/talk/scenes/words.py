"""The words of a choice that has many, a page at a time; looks by their examples. Names no option."""

from typing import Final

from bot.chat import Button, Message, Tile
from bot.talk import dials
from bot.talk.action import action
from bot.talk.choice import Choice
from bot.talk.scenes import options, summary
from bot.talk.turn import Turn
from bot.usecases.pictures import LOOK, attachment, house_key, looks
from bot.usecases.plan import Value
from engine.options import OptionSpec

PAGE: Final = 8

Row = tuple[Button, ...]


@action()
async def open_(turn: Turn, sketch_id: str, name: str, number: str) -> None:
    """A page of them."""
    if await summary.is_old(turn, sketch_id):
        return
    choice, spec = await options.asked(turn, name)
    if choice and spec and spec.choices and number.isdecimal():
        chosen = choice.options(turn).get(name, spec.default)
        await turn.show(await page(turn, spec, chosen, int(number)))
    else:
        await turn.hint("old-button")


@action()
async def pick(turn: Turn, sketch_id: str, name: str, word: str) -> None:
    """This word then."""
    if await summary.is_old(turn, sketch_id):
        return
    choice, spec = await options.asked(turn, name)
    if choice and spec and word in spec.choices:
        await options.take(turn, choice, spec, word)
    else:
        await turn.hint("old-button")


def page_of(turn: Turn, spec: OptionSpec, chosen: Value, label: str) -> Button:
    """The way to the page that the chosen word is on."""
    return open_.button(label, turn.sketch.sketch_id, spec.name, spec.choices.index(str(chosen)) // PAGE)


def look_of(choice: Choice) -> OptionSpec | None:
    """What is best chosen by examples, before anything else."""
    return next((spec for spec in choice.specs if spec.pictured), None)


async def page(turn: Turn, spec: OptionSpec, chosen: Value, number: int = 0) -> Message:
    """What this page has, each leading back; where a word has an example, that instead of a button."""
    texts, sketch_id = turn.texts, turn.sketch.sketch_id
    first = min(number, (len(spec.choices) - 1) // PAGE) * PAGE
    rows: list[Row] = []
    tiles: list[Tile] = []
    for one in spec.choices[first : first + PAGE]:
        name = dials.word(texts, spec, one)
        label = texts("option-chosen", value=name) if one == chosen else name
        if spec.pictured and one in looks():
            example = attachment(turn.can.store, house_key(one) + LOOK)
            tiles.append(Tile(label, example, pick.data(sketch_id, spec.name, one)))
        else:
            rows.append((pick.button(label, sketch_id, spec.name, one, style="primary" if one == chosen else "plain"),))
    here = first // PAGE
    below = [open_.button(texts("button-back"), sketch_id, spec.name, here - 1)] if here else []
    more = spec.choices[first + PAGE :]
    below += [open_.button(texts("button-more-options"), sketch_id, spec.name, here + 1)] if more else []
    title, about = dials.title(texts, spec), dials.about(texts, spec)
    text = texts("option-about", title=title, about=about) if about else title
    shown = None if tiles else await summary.card(turn)
    return Message(text, (*rows, tuple(below)) if below else tuple(rows), shown, gallery=tuple(tiles))
