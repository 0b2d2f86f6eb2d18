"""A style as a thing of its own, whoever brought it: by its link, or among those that the feed was painted with."""

from bot.chat import Attachment, Button, Message, Tile
from bot.talk import menu
from bot.talk.action import action, opens
from bot.talk.scenes import feed, style, style_link
from bot.talk.turn import Turn
from bot.texts import Texts
from bot.usecases.bring import shown
from bot.usecases.doors import STYLE
from bot.usecases.manners import Manner
from bot.usecases.pictures import attachment
from bot.usecases.style_refs import house_style_of, titled
from bot.words import cut
from storage import Missing
from storage.posts import Best

PAGE = 8
TILE_UNITS = 30  # of a name below a tile

Row = tuple[Button, ...]


@opens(STYLE)
async def arrive(turn: Turn, ref: str) -> None:
    """Somebody came by its link."""
    await open_(turn, ref)


@action()
async def open_(turn: Turn, ref: str) -> None:
    """One style, large, with what can be done with it."""
    found = await find(turn, ref)
    if found:
        await turn.show(message(turn, found))


def message(turn: Turn, found: Manner) -> Message:
    """What it is called, who brought it, how often it was painted with."""
    texts = turn.texts
    lines = (
        title(texts, found) or texts("style-untitled"),
        texts("style-brought-by", name=found.credit) if found.credit else "",
        texts("style-made-with", count=found.used),
    )
    return Message("\n".join(filter(None, lines)), buttons(turn, found), picture(turn, found))


def title(texts: Texts, found: Manner) -> str:
    return titled(texts, found.ref, found.title)


def picture(turn: Turn, found: Manner) -> Attachment:
    if found.shared:
        return shown(turn.can.store, found.shared)
    return attachment(turn.can.store, house_style_of(found.ref) or "")


def buttons(turn: Turn, found: Manner) -> tuple[Row, ...]:
    texts, ref = turn.texts, found.ref
    ours = found.shared is not None and found.shared.person_id == turn.person.person_id
    rows = (
        (paint.button(texts("button-use-style"), ref, style="primary"),),
        (save.button(texts("button-save-style"), ref),),
        (made.button(texts("button-made-with", count=found.used), ref),) if found.used else (),
        style_link.passing(turn, ref, title(texts, found)),
        (style_link.stop.button(texts("button-stop-sharing"), ref, style="danger"),) if ours else (),
    )
    return tuple(row for row in rows if row)


@action()
async def paint(turn: Turn, ref: str) -> None:
    """In this style: the photo at hand or the next one. No style is saved by that."""
    try:
        key = await turn.can.borrow(turn.person.person_id, ref)
    except Missing:
        await turn.hint("style-gone")
        return
    await style.pick(turn, key)


@action()
async def save(turn: Turn, ref: str) -> None:
    """Among the person's own."""
    try:
        await turn.can.adopt(turn.person.person_id, ref)
    except Missing:
        await turn.hint("style-gone")
    else:
        await turn.hint("style-saved")


@action()
async def made(turn: Turn, ref: str) -> None:
    """What the feed was painted with it."""
    await feed.styled(turn, Best.NEWEST, "0", ref)


@action()
async def popular(turn: Turn, offset: str) -> None:
    """A page of the styles that people have brought and the feed was painted with, the most used first."""
    if not offset.isdecimal():
        await turn.hint("old-button")
        return
    texts, start = turn.texts, int(offset)
    found = await turn.can.manners.in_feed(start, PAGE + 1)
    tiles = tuple(
        Tile(cut(title(texts, one) or str(number), TILE_UNITS), small(turn, one), open_.data(one.ref))
        for number, one in enumerate(found[:PAGE], start=start + 1)
    )
    rows = menu.page_row(texts, popular, start, PAGE, start + len(found))
    back = (style.choose.button(texts("button-house-styles")),)
    await turn.show(Message(texts("styles-popular" if found else "styles-popular-none"), (*rows, back), gallery=tiles))


def small(turn: Turn, one: Manner) -> Attachment:
    assert one.shared
    return shown(turn.can.store, one.shared, small=True)


async def find(turn: Turn, ref: str) -> Manner | None:
    """The style; of one that nobody shares any more, say so."""
    try:
        return await turn.can.manners.get(ref, turn.person.person_id)
    except Missing:
        await turn.hint("style-gone")
        return None
