"""The options of an effect as its worker declares them. Names no option."""

from dataclasses import replace

from bot.chat import Message
from bot.talk import menu
from bot.talk.action import action
from bot.talk.choice import Choice
from bot.talk.scenes import summary
from bot.talk.turn import Turn


@action()
async def open_(turn: Turn, sketch_id: str) -> None:
    """Each option with its value and the buttons that change it."""
    if not await summary.is_old(turn, sketch_id):
        await turn.show(await page(turn))


@action()
async def step(turn: Turn, sketch_id: str, name: str, direction: str) -> None:
    """More, less, or back to the default."""
    if await summary.is_old(turn, sketch_id):
        return
    offers = await turn.can.offers()
    choice = Choice.of(turn, offers) if offers else None
    spec = next((spec for spec in choice.specs if spec.name == name), None) if choice else None
    if choice and spec:
        value = choice.options(turn).get(name, spec.default)
        changed = {**turn.sketch.options, name: menu.moved(spec, value, int(direction))}
        turn.sketch = replace(turn.sketch, options=changed)
    await turn.show(await page(turn))


async def page(turn: Turn) -> Message:
    offers = await turn.can.offers()
    if not offers:
        return await summary.next_step(turn)
    texts, sketch_id, choice = turn.texts, turn.sketch.sketch_id, Choice.of(turn, offers)
    rows = [*menu.option_rows(texts, choice.specs, choice.options(turn), step, sketch_id)]
    rows.append((summary.back.button(texts("button-done"), sketch_id, style="primary"),))
    return Message(texts("options-which"), tuple(rows), await summary.card(turn))
