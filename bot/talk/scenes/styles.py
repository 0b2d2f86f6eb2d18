"""The styles that a person keeps: looking, saving, deleting. While it is open, a picture that is sent becomes one."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from bot.chat import Button, Message, Pictures, Tile
from bot.talk import menu
from bot.talk.action import Sent, action, listens
from bot.talk.scenes import manner, order, own, style, style_link, style_name, summary
from bot.talk.turn import Turn
from bot.texts import Texts
from bot.usecases.pictures import attachment, copy_key, is_house
from bot.usecases.style_refs import titled
from bot.words import cut
from storage import Missing
from storage.styles import Style

PAGE = 8
TILE_UNITS = 30  # of a name below a tile


@listens
async def keep(turn: Turn, sent: Sent) -> None:
    """Pictures that are sent now are kept; anything else means that the person has gone on."""
    turn.scene = order.order.scene
    if not isinstance(sent, Pictures):
        await order.order(turn, sent)
        return
    for upload in sent.uploads[: order.ALBUM]:
        picked = await order.take_in(turn, upload)
        if picked:
            await turn.can.styles.save(turn.person.person_id, picked.key)
    await turn.say(await page_from(turn, 0))


@action("styles")
async def mine(turn: Turn) -> None:
    """What the person keeps, newest first."""
    await turn.show(await page_from(turn, 0))


@action()
async def page(turn: Turn, offset: str) -> None:
    await turn.show(await page_from(turn, int(offset)))


async def page_from(turn: Turn, offset: int) -> Message:
    """A page of saved styles with how often the feed was painted with each, or how to come by one."""
    texts, store = turn.texts, turn.can.store
    saved = await turn.can.styles.of_person(turn.person.person_id)
    shown = saved[offset : offset + PAGE]
    names = [title(texts, one) or str(number) for number, one in enumerate(shown, start=offset + 1)]
    tiles = tuple(
        Tile(cut(name, TILE_UNITS), attachment(store, one.thumbnail_key), open_.data(one.style_id))
        for name, one in zip(names, shown, strict=True)
    )
    rows: list[tuple[Button, ...]] = [*menu.page_row(texts, page, offset, PAGE, len(saved))]
    rows.append((add.button(texts("button-add-style")), style.choose.button(texts("button-house-styles"))))
    uses = used(texts, names, shown, await turn.can.manners.used(shown))
    text = "\n\n".join(filter(None, [texts("styles-mine", count=len(saved)), "\n".join(uses)]))
    return Message(text, tuple(rows), gallery=tiles)


def title(texts: Texts, one: Style) -> str:
    """What the person calls it, or the house in their language; empty where nobody has named it."""
    return one.title or titled(texts, one.style_ref, "")


def used(texts: Texts, names: Sequence[str], shown: Sequence[Style], uses: Mapping[str, int]) -> Iterator[str]:
    """A line for each that paintings of the feed were made with."""
    for name, one in zip(names, shown, strict=True):
        if count := uses.get(one.style_ref or "", 0):
            yield texts("styles-used", style=name, count=count)


@action()
async def open_(turn: Turn, style_id: str) -> None:
    """One style, large, with what can be done with it."""
    one = await own.saved(turn, style_id)
    if one:
        await turn.show(await opened(turn, one))


async def opened(turn: Turn, one: Style) -> Message:
    """What it is called, whether others may use it, what was made with it."""
    style_id = one.style_id
    texts, uses = turn.texts, await turn.can.manners.used([one])
    made = uses.get(one.style_ref or "", 0)
    shares = await turn.can.manners.shares(turn.person.person_id, one.style_ref)
    around = (manner.made.button(texts("button-made-with", count=made), one.style_ref or ""),) if made else ()
    rows = (
        *await ways(turn, one),
        (style_name.ask.button(texts("button-name-style"), style_id), style_link.way(texts, one, shares=shares)),
        *((around,) if around else ()),
        (
            mine.button(texts("button-back")),
            delete.button(texts("button-delete"), style_id, style="danger"),
        ),
    )
    picture = attachment(turn.can.store, copy_key(one.picture_key, "view"))
    about = texts("styles-own" if one.look_key else "styles-one")
    shared = texts("styles-shared") if shares else ""
    text = "\n".join(filter(None, [title(texts, one), about, shared]))
    return Message(text, rows, picture)


async def ways(turn: Turn, one: Style) -> tuple[tuple[Button, ...], ...]:
    """Paint with it: at once where it was learned; else slowly, or learn it first."""
    texts, style_id = turn.texts, one.style_id
    if one.look_key:
        at_once = own.at_once.button(texts("button-at-once"), style_id, style="primary")
        return (at_once,), (style.saved.button(texts("button-use-style"), style_id),)
    use = style.saved.button(texts("button-use-style"), style_id, style="primary")
    if await own.learner(turn) is None:
        return ((use,),)
    return (use,), (own.learn.button(texts("button-learn"), style_id),)


@action()
async def add(turn: Turn) -> None:
    """The next picture is a style to keep."""
    turn.scene = keep.scene
    await turn.hint("styles-send")


@action()
async def delete(turn: Turn, style_id: str) -> None:
    """Delete it, for others too where it was shared; what was painted with it stays."""
    with suppress(Missing):  # deleted already, by an earlier press
        await turn.can.manners.delete(turn.person.person_id, style_id)
    await turn.show(await page_from(turn, 0))


@action()
async def save_from_sketch(turn: Turn, sketch_id: str) -> None:
    """Keep the style of the sketch at hand; of several, all that the house does not have."""
    if await summary.is_old(turn, sketch_id):
        return
    brought = [chosen.key for chosen in turn.sketch.styles if not is_house(chosen.key)]
    try:
        for key in brought:
            await turn.can.styles.save(turn.person.person_id, key)
    except Missing:
        await turn.hint("summary-picture-gone")
        return
    if brought:
        await turn.hint("style-saved")
