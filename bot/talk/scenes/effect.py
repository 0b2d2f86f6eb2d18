"""Choosing what to do with the photo, where there is more than one effect. Names no effect."""

from dataclasses import replace

from bot.chat import Message
from bot.talk.action import action
from bot.talk.choice import Choice
from bot.talk.scenes import summary, words
from bot.talk.turn import Turn
from bot.usecases.offers import effect_title

title = effect_title


@action()
async def choose(turn: Turn, sketch_id: str) -> None:
    """Every effect that a living worker offers."""
    if await summary.is_old(turn, sketch_id):
        return
    texts = turn.texts
    rows = [(take.button(title(texts, offer.effect), sketch_id, offer.effect),) for offer in await turn.offers()]
    rows.append((summary.back.button(texts("button-back"), sketch_id),))
    await turn.show(Message(texts("effect-which"), tuple(rows), await summary.card(turn)))


@action()
async def take(turn: Turn, sketch_id: str, effect: str) -> None:
    """This one then."""
    if await summary.is_old(turn, sketch_id):
        return
    turn.sketch = replace(turn.sketch, effect=effect)
    offers = await turn.offers()
    choice = Choice.of(turn, offers) if offers else None
    look = words.look_of(choice) if choice else None
    if choice and look:
        await turn.show(await words.page(turn, look, choice.options(turn).get(look.name, look.default)))
    else:
        await turn.show(await summary.next_step(turn))
