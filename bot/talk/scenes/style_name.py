"""Naming a saved style: the next words are its name. Others read it where the style is shared."""

from dataclasses import replace

from bot.talk.action import Sent, action, listens
from bot.talk.scenes import line, order, own, styles
from bot.talk.turn import Turn
from bot.usecases.manners import TITLE_CHARS


@action()
async def ask(turn: Turn, style_id: str) -> None:
    """What is it called?"""
    if await own.saved(turn, style_id):
        turn.scene = take.scene
        turn.sketch = replace(turn.sketch, naming=style_id)
        await turn.hint("style-name-which", most=TITLE_CHARS)


@listens
async def take(turn: Turn, sent: Sent) -> None:
    """Its name; words that are none are asked for again, and a picture is a new painting, as ever."""
    title = await line.given(turn, sent, TITLE_CHARS, "style-name")
    if title is None:
        return
    style_id, turn.scene = turn.sketch.naming or "", order.order.scene
    turn.sketch = replace(turn.sketch, naming=None)
    if await own.saved(turn, style_id):
        await turn.can.manners.rename(turn.person.person_id, style_id, title)
        await styles.open_(turn, style_id)
