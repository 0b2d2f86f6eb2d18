"""Pictures whose role is not clear: the person says which is the photo and which the style."""

from dataclasses import replace

from bot.chat import Attachment, Button, Message, Tile
from bot.talk.action import action
from bot.talk.scenes import blend, photos, summary
from bot.talk.sketch import Sketch
from bot.talk.turn import Turn
from bot.usecases.card import make_card
from bot.usecases.pictures import Picked, attachment, copy_key


async def question(turn: Turn) -> Message:
    """Which is the photo? With a picture of each where there are several."""
    texts, sketch = turn.texts, turn.sketch
    most = await blend.most_styles(turn)
    all_photos = await photos.rows(turn, len(sketch.loose)) if not sketch.wants else ()
    if len(sketch.loose) == 1:
        return await one(turn, may_join=0 < len(sketch.styles) < most)
    if sketch.wants != "style" and sketch.photo and not sketch.styles and len(sketch.loose) <= most:
        rows = (
            (all_styles.button(texts("button-all-styles"), sketch.sketch_id),),
            (as_photo.button(texts("button-first-is-photo"), sketch.sketch_id, 0),),
        )
        return Message(texts("loose-album", count=len(sketch.loose)), (*all_photos, *rows), await contact_sheet(turn))
    count = len(sketch.loose)
    asked = texts("loose-which-photo", count=count)
    if sketch.wants == "style":
        asked = texts("loose-which-style", count=count, most=most)
    return Message(asked, (*all_photos, *rest(turn)), gallery=tiles(turn))


async def one(turn: Turn, *, may_join: bool) -> Message:
    """One picture more than needed: what is it?"""
    texts, sketch = turn.texts, turn.sketch
    shown = attachment(turn.can.store, copy_key(sketch.loose[0].key, "view"))
    if sketch.photo and not sketch.styles and len(sketch.more) + 1 < await photos.most(turn):
        rows = (
            (photos.one_more.button(texts("button-photo-too"), sketch.sketch_id, style="primary"),),
            (as_photo.button(texts("button-new-photo"), sketch.sketch_id, 0),),
        )
        return Message(texts("loose-photo-too"), rows, shown)
    rows: list[tuple[Button, ...]] = [
        (
            as_photo.button(texts("button-new-photo"), sketch.sketch_id, 0),
            as_style.button(texts("button-new-style"), sketch.sketch_id, 0),
        )
    ]
    if may_join:
        rows.append((all_styles.button(texts("button-style-too"), sketch.sketch_id),))
    return Message(texts("loose-one"), tuple(rows), shown)


async def contact_sheet(turn: Turn) -> Attachment:
    first, *others = (picked.key for picked in turn.sketch.loose)
    return await make_card(turn.can.store, turn.person.person_id, first, others)


def tiles(turn: Turn) -> tuple[Tile, ...]:
    sketch = turn.sketch
    answer = as_style if sketch.wants == "style" else as_photo
    return tuple(
        Tile(
            str(number + 1),
            attachment(turn.can.store, copy_key(picked.key, "thumbnail")),
            answer.data(sketch.sketch_id, number),
        )
        for number, picked in enumerate(sketch.loose)
    )


def rest(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    """When the photo is known, the style may also be none of these."""
    if turn.sketch.wants != "style":
        return ()
    return ((none_of_these.button(turn.texts("button-none-of-these"), turn.sketch.sketch_id),),)


@action()
async def as_photo(turn: Turn, sketch_id: str, number: str) -> None:
    """This one is the photo, the others its styles; where they are too many, ask which of them."""
    if await summary.is_old(turn, sketch_id) or await gone(turn, number):
        return
    left = without(turn.sketch, int(number))
    turn.sketch = turn.sketch.with_photo(turn.sketch.loose[int(number)])
    if len(left) > await blend.most_styles(turn):
        turn.sketch = replace(turn.sketch, loose=left, wants="style")
        await turn.show(await question(turn))
        return
    if left:
        turn.sketch = turn.sketch.with_styles(left)
    await turn.show(await summary.next_step(turn))


@action()
async def as_style(turn: Turn, sketch_id: str, number: str) -> None:
    """This one is the style."""
    if await summary.is_old(turn, sketch_id) or await gone(turn, number):
        return
    turn.sketch = turn.sketch.with_style(turn.sketch.loose[int(number)])
    await turn.show(await summary.next_step(turn))


@action()
async def all_styles(turn: Turn, sketch_id: str) -> None:
    """Styles all of them, beside those that are there."""
    if await summary.is_old(turn, sketch_id) or await gone(turn, "0"):
        return
    lead = await blend.join(turn, turn.sketch.loose)
    await turn.show(await summary.next_step(turn, lead))


@action()
async def ask(turn: Turn, sketch_id: str) -> None:
    """One of the styles is the photo: which?"""
    if await summary.is_old(turn, sketch_id):
        return
    sketch = turn.sketch
    turn.sketch = replace(sketch, loose=(*([sketch.photo] if sketch.photo else []), *sketch.styles), wants="")
    await turn.show(await question(turn))


@action()
async def none_of_these(turn: Turn, sketch_id: str) -> None:
    """The style is another picture."""
    if await summary.is_old(turn, sketch_id):
        return
    turn.sketch = replace(turn.sketch, loose=(), wants="")
    await turn.show(await summary.next_step(turn))


def without(sketch: Sketch, number: int) -> tuple[Picked, ...]:
    return sketch.loose[:number] + sketch.loose[number + 1 :]


async def gone(turn: Turn, number: str) -> bool:
    """The question was answered already, by another press: show where we are."""
    if number in map(str, range(len(turn.sketch.loose))):
        return False
    await turn.show(await summary.next_step(turn))
    return True
