"""Several styles in one painting: another one too, and which of them to leave out."""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat import Button
from bot.talk.action import action
from bot.talk.choice import Choice
from bot.talk.scenes import style, summary
from bot.talk.turn import Turn
from bot.texts import Texts
from bot.usecases.pictures import Picked, is_house
from bot.usecases.style_refs import style_title

PER_ROW = 2


def rows(turn: Turn, choice: Choice) -> list[tuple[Button, ...]]:
    """Another style instead, one more beside it, and each of several to be left out."""
    if not choice.offer.styles:
        return []
    texts, sketch_id = turn.texts, turn.sketch.sketch_id
    first = [style.choose.button(texts("button-other-style"))]
    if len(choice.styles) < choice.offer.most_styles and not turn.sketch.parent:
        first.append(add.button(texts("button-style-too"), sketch_id))
    names = titles(texts, choice.styles) if len(choice.styles) > 1 else []
    leave = [drop.button(texts("button-drop-style", style=name), sketch_id, n) for n, name in enumerate(names)]
    return [tuple(first), *(tuple(leave[start : start + PER_ROW]) for start in range(0, len(leave), PER_ROW))]


def titles(texts: Texts, styles: Sequence[Picked]) -> list[str]:
    """What each is called: those of the house by their names, the person's own by their place."""
    return [
        style_title(texts, one.key.partition(":")[2]) if is_house(one.key) else texts("style-own", number=number)
        for number, one in enumerate(styles, start=1)
    ]


@action()
async def add(turn: Turn, sketch_id: str) -> None:
    """The next style that is chosen or sent joins those that are there."""
    if await summary.is_old(turn, sketch_id):
        return
    most = await most_styles(turn)
    if len(turn.sketch.styles) < most:
        turn.sketch = replace(turn.sketch, wants="another style", loose=())
        await turn.show(await style.gallery(turn))
    else:
        await turn.hint("styles-most", most=most)


@action()
async def drop(turn: Turn, sketch_id: str, number: str) -> None:
    """Paint without this one; one of them stays."""
    if await summary.is_old(turn, sketch_id):
        return
    styles = turn.sketch.styles
    if number in map(str, range(len(styles))) and len(styles) > 1:
        turn.sketch = turn.sketch.with_styles(styles[: int(number)] + styles[int(number) + 1 :])
    await turn.show(await summary.next_step(turn))


async def join(turn: Turn, more: Sequence[Picked]) -> str:
    """Paint in these styles too; the answer is a sentence where they were more than fit, else nothing."""
    most = await most_styles(turn)
    known = {one.key for one in turn.sketch.styles}
    together = (*turn.sketch.styles, *(one for one in more if one.key not in known))
    turn.sketch = turn.sketch.with_styles(together[:most])
    return turn.texts("styles-most", most=most) if len(together) > most else ""


async def most_styles(turn: Turn) -> int:
    """How many styles the painting may have; while no painter is awake to say so, one."""
    offers = await turn.offers()
    return max(1, Choice.of(turn, offers).offer.most_styles) if offers else 1
