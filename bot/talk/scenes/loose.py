"""Pictures whose role is not clear: the person says which is the photo and which the style."""

from dataclasses import replace

from bot.chat import Button, Message, Tile
from bot.talk.action import action
from bot.talk.scenes import summary
from bot.talk.sketch import Sketch
from bot.talk.turn import Turn
from bot.usecases.pictures import Picked, attachment, copy_key


def question(turn: Turn) -> Message:
    """Which is the photo? With a picture of each where there are several."""
    texts, sketch = turn.texts, turn.sketch
    if len(sketch.loose) == 1:
        rows = (
            (
                as_photo.button(texts("button-new-photo"), sketch.sketch_id, 0),
                as_style.button(texts("button-new-style"), sketch.sketch_id, 0),
            ),
        )
        return Message(texts("loose-one"), rows, attachment(turn.can.store, copy_key(sketch.loose[0].key, "view")))
    key = "loose-which-photo" if sketch.wants != "style" else "loose-which-style"
    return Message(texts(key, count=len(sketch.loose)), rest(turn), gallery=tiles(turn))


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
    """This one is the photo; of an album, ask for the style then."""
    if await summary.is_old(turn, sketch_id) or await gone(turn, number):
        return
    left = without(turn.sketch, int(number))
    turn.sketch = turn.sketch.with_photo(turn.sketch.loose[int(number)])
    if len(left) > 1:
        turn.sketch = replace(turn.sketch, loose=left, wants="style")
        await turn.show(question(turn))
        return
    if left:
        turn.sketch = turn.sketch.with_style(left[0])
    await turn.show(await summary.next_step(turn))


@action()
async def as_style(turn: Turn, sketch_id: str, number: str) -> None:
    """This one is the style."""
    if await summary.is_old(turn, sketch_id) or await gone(turn, number):
        return
    turn.sketch = turn.sketch.with_style(turn.sketch.loose[int(number)])
    await turn.show(await summary.next_step(turn))


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
    if int(number) < len(turn.sketch.loose):
        return False
    await turn.show(await summary.next_step(turn))
    return True
