"""Several results of one work: a button for each. The one that is shown is the painting in all that follows."""

from contextlib import suppress
from dataclasses import replace

from bot.chat import Button, Message
from bot.talk.action import Action, action
from bot.talk.scenes import result, works
from bot.talk.turn import Turn
from bot.texts import Texts
from storage import Missing
from storage.works import Work


def row(texts: Texts, work: Work, choose: Action) -> tuple[tuple[Button, ...], ...]:
    """As many buttons as results, the shown one marked; none where there is one alone."""
    marks = [
        texts("option-chosen", value=number) if number == work.chosen + 1 else str(number)
        for number in range(1, len(work.picture_keys) + 1)
    ]
    numbered = tuple(choose.button(mark, work.work_id, number) for number, mark in enumerate(marks))
    return (numbered,) if numbered else ()


@action()
async def choose(turn: Turn, work_id: str, number: str) -> None:
    """Another one, in the message that brought the painting. It costs nothing: all are there."""
    work = await chosen(turn, work_id, number)
    if work is None:
        return
    message = result.painting(turn.texts, turn.can.store, work, turn.can.shop)
    with suppress(Missing):  # its job is kept for less long: then the message tells its size alone
        job = await turn.can.works.job(turn.person.person_id, work.job_id)
        message = replace(message, text=result.caption(turn.texts, job, work))
    await show(turn, work, message)


@action()
async def reopen(turn: Turn, work_id: str, number: str) -> None:
    """Another one, in a message that was opened from all works."""
    work = await chosen(turn, work_id, number)
    if work:
        await show(turn, work, works.opened(turn, work))


async def chosen(turn: Turn, work_id: str, number: str) -> Work | None:
    """The work as it is now; where it is gone, or has none such, say so."""
    try:
        return await turn.can.works.choose(turn.person.person_id, work_id, int(number) if number.isdecimal() else -1)
    except Missing:
        await turn.hint("work-gone")
        return None


async def show(turn: Turn, work: Work, message: Message) -> None:
    """In place; where a platform cannot do that, its new message shows the work."""
    message_id = await turn.show(message)
    await turn.can.works.shown(work.work_id, turn.address, message_id)
