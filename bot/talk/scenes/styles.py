"""The styles that a person keeps: looking, saving, deleting. While it is open, a picture that is sent becomes one."""

from contextlib import suppress

from bot.chat import Button, Message, Pictures, Tile
from bot.talk import menu
from bot.talk.action import Sent, action, listens
from bot.talk.scenes import order, own, style, summary
from bot.talk.turn import Turn
from bot.usecases.pictures import attachment, copy_key, is_house
from storage import Missing
from storage.styles import Style

PAGE = 8


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
    """A page of saved styles, or how to come by one."""
    texts, store = turn.texts, turn.can.store
    saved = await turn.can.styles.of_person(turn.person.person_id)
    tiles = tuple(
        Tile(one.title or str(offset + number), attachment(store, one.thumbnail_key), open_.data(one.style_id))
        for number, one in enumerate(saved[offset : offset + PAGE], start=1)
    )
    rows: list[tuple[Button, ...]] = [*menu.page_row(texts, page, offset, PAGE, len(saved))]
    rows.append((add.button(texts("button-add-style")), style.choose.button(texts("button-house-styles"))))
    return Message(texts("styles-mine", count=len(saved)), tuple(rows), gallery=tiles)


@action()
async def open_(turn: Turn, style_id: str) -> None:
    """One style, large, with what can be done with it."""
    one = await own.saved(turn, style_id)
    if one is None:
        return
    texts = turn.texts
    rows = (
        *await ways(turn, one),
        (
            mine.button(texts("button-back")),
            delete.button(texts("button-delete"), style_id, style="danger"),
        ),
    )
    picture = attachment(turn.can.store, copy_key(one.picture_key, "view"))
    await turn.show(Message(texts("styles-own" if one.look_key else "styles-one"), rows, picture))


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
    """Delete it; what was painted with it stays."""
    with suppress(Missing):  # deleted already, by an earlier press
        await turn.can.styles.delete(turn.person.person_id, style_id)
    await turn.show(await page_from(turn, 0))


@action()
async def save_from_sketch(turn: Turn, sketch_id: str) -> None:
    """Keep the style of the sketch at hand; of several, all that the house does not have."""
    if await summary.is_old(turn, sketch_id):
        return
    own = [chosen.key for chosen in turn.sketch.styles if not is_house(chosen.key)]
    for key in own:
        await turn.can.styles.save(turn.person.person_id, key)
    if own:
        await turn.hint("style-saved")
