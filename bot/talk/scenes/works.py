"""What was painted for a person: leafing through it, opening a work, deleting one."""

from dataclasses import replace

from bot.chat import Message, Tile
from bot.talk import menu
from bot.talk.action import action
from bot.talk.scenes import result, style, variants
from bot.talk.turn import Turn
from bot.usecases.pictures import attachment
from bot.usecases.works import PAGE
from storage import Missing
from storage.works import Work


@action("works")
async def newest(turn: Turn) -> None:
    """From the newest on."""
    await turn.show(await page_from(turn, 0))


@action()
async def page(turn: Turn, offset: str) -> None:
    await turn.show(await page_from(turn, int(offset)))


async def page_from(turn: Turn, offset: int) -> Message:
    """A page of paintings, or how to come by one."""
    texts = turn.texts
    shown = await turn.can.works.page(turn.person.person_id, offset)
    if not shown.works:
        return Message(texts("works-none"), ((style.choose.button(texts("button-choose-style")),),))
    tiles = tuple(
        Tile(str(number), attachment(turn.can.store, work.preview_key), open_.data(work.work_id))
        for number, work in enumerate(shown.works, start=shown.offset + 1)
    )
    rows = menu.page_row(texts, page, shown.offset, PAGE, shown.total)
    return Message(texts("works-mine", count=shown.total), rows, gallery=tiles)


@action()
async def open_(turn: Turn, work_id: str) -> None:
    """One painting in a message of its own, with all that can be done with it."""
    work = await result.find(turn, work_id)
    if work is None:
        return
    message_id = await turn.say(opened(turn, work))
    await turn.can.works.shown(work_id, turn.address, message_id)


def opened(turn: Turn, work: Work) -> Message:
    """A painting as it is opened: it can be deleted there."""
    shown = result.painting(turn.texts, turn.can.store, work, turn.can.shop, variants.reopen)
    last = (ask_delete.button(turn.texts("button-delete"), work.work_id, style="danger"),)
    return replace(shown, buttons=(*shown.buttons, last))


@action()
async def ask_delete(turn: Turn, work_id: str) -> None:
    """A painting is not brought back, so ask."""
    texts = turn.texts
    rows = ((delete.button(texts("button-delete-work"), work_id, style="danger"),),)
    post = await turn.can.my_posts.of_work(turn.person.person_id, work_id)
    await turn.say(Message(" ".join([texts("works-delete"), *([texts("post-goes-too")] if post else [])]), rows))


@action()
async def delete(turn: Turn, work_id: str) -> None:
    """Delete it; a second press finds it gone."""
    try:
        await turn.can.works.delete(turn.person.person_id, work_id)
    except Missing:
        await turn.hint("work-gone")
        return
    await turn.show(Message(turn.texts("works-deleted")))
