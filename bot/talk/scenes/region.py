"""Painting only a part of the photo: the person marks it on a canvas or sends a picture as the mask.

White is painted and black stays as in the photo; with two styles the first paints the white part, the second the black.
"""

from dataclasses import replace

from bot.chat import Button, Canvas, Drawn, Message, Pictures, Upload
from bot.talk.action import Sent, action, listens
from bot.talk.scenes import order, summary
from bot.talk.turn import Turn
from bot.usecases.card import make_card
from bot.usecases.masks import invert
from bot.usecases.pictures import attachment, copy_key
from engine.errors import BadMask
from storage import Missing


@listens
async def mask(turn: Turn, sent: Sent) -> None:
    """One picture that is sent now is the mask; anything else means that the person has gone on."""
    if not isinstance(sent, Pictures) or len(sent.uploads) > 1 or turn.sketch.photo is None or turn.sketch.ordered:
        turn.scene = order.order.scene
        await order.order(turn, sent)
    elif await take(turn, sent.uploads[0]):
        await turn.say(await page(turn))


@action()
async def open_(turn: Turn, sketch_id: str) -> None:
    """What is painted now, and the ways to say otherwise."""
    if not await summary.is_old(turn, sketch_id):
        await turn.show(await page(turn))


@action()
async def drawn(turn: Turn, sketch_id: str) -> None:
    """The part was marked on the canvas."""
    event = turn.incoming.event
    if not isinstance(event, Drawn) or turn.sketch.photo is None:
        await turn.hint("old-button")
    elif not await summary.is_old(turn, sketch_id) and await take(turn, event.picture):
        await turn.show(await page(turn))


@action()
async def other(turn: Turn, sketch_id: str) -> None:
    """Paint everything else instead."""
    if await summary.is_old(turn, sketch_id):
        return
    if turn.sketch.mask:
        try:
            turn.sketch = replace(turn.sketch, mask=await invert(turn.can.store, turn.sketch.mask))
        except Missing:
            turn.sketch = replace(turn.sketch, mask=None)
    await turn.show(await page(turn))


@action()
async def whole(turn: Turn, sketch_id: str) -> None:
    """Paint the whole photo after all."""
    if await summary.is_old(turn, sketch_id):
        return
    turn.sketch = replace(turn.sketch, mask=None)
    await turn.show(await summary.next_step(turn))


async def page(turn: Turn) -> Message:
    """The photo with what is not painted pale. The next picture that is sent is the mask."""
    texts, sketch, store = turn.texts, turn.sketch, turn.can.store
    if sketch.photo is None:
        return await summary.next_step(turn)
    turn.scene = mask.scene
    try:
        shown = await make_card(store, turn.person.person_id, sketch.photo.key, (), sketch.mask)
    except Missing:  # deleted since
        turn.sketch = replace(sketch, mask=None)
        return await summary.next_step(turn)
    canvas = Canvas(
        texts("region-draw"),
        drawn.data(sketch.sketch_id),
        attachment(store, copy_key(sketch.photo.key, "view")),
        attachment(store, sketch.mask, "mask.png") if sketch.mask else None,
    )
    return Message(texts(asked(turn)), buttons(turn), shown, canvas=canvas)


def asked(turn: Turn) -> str:
    """The key of what is said above the ways to choose."""
    if turn.sketch.mask is None:
        return "region-which"
    return "region-two" if len(turn.sketch.styles) == 2 else "region-chosen"


def buttons(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    texts, sketch_id = turn.texts, turn.sketch.sketch_id
    if turn.sketch.mask is None:
        return ((summary.back.button(texts("button-back"), sketch_id),),)
    return (
        (summary.back.button(texts("button-done"), sketch_id, style="primary"),),
        (
            other.button(texts("button-region-other"), sketch_id),
            whole.button(texts("button-region-whole"), sketch_id),
        ),
    )


async def take(turn: Turn, upload: Upload) -> bool:
    """Keep the mask; False when it cannot be one: then the person is told why, and all stays as it was."""
    assert turn.sketch.photo is not None
    person_id, photo = turn.person.person_id, turn.sketch.photo
    try:
        key = await order.accepted(turn, lambda: turn.can.intake.mask(person_id, upload, photo))
    except BadMask as bad:
        if bad.reason == "everything":
            turn.sketch = replace(turn.sketch, mask=None)
        await turn.hint(f"mask-{bad.reason}")
        return False
    turn.sketch = replace(turn.sketch, mask=key) if key else turn.sketch
    return key is not None
