"""Several photos as one order, for effects that take so many: which they are, and how they come together."""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat import Button
from bot.talk.action import action
from bot.talk.choice import Choice
from bot.talk.scenes import effect, summary
from bot.talk.turn import Turn
from bot.usecases.grey import grey
from bot.usecases.pictures import Picked, is_house
from engine.effect import Offer

Row = tuple[Button, ...]


def take(turn: Turn, pictures: Sequence[Picked], most: int) -> str:
    """These are the photos of the order; the answer is a sentence where they were more than fit, else nothing."""
    first, *more = pictures[:most]
    turn.sketch = replace(turn.sketch.with_photo(first), more=tuple(more))
    return too_many(turn, len(pictures), most)


def too_many(turn: Turn, sent: int, most: int) -> str:
    return turn.texts("photos-most", most=most) if sent > most else ""


async def most(turn: Turn) -> int:
    """How many photos one order may bring, of the effect that is chosen."""
    offers = await turn.offers()
    return Choice.of(turn, offers).offer.most_photos if offers else 1


async def together(turn: Turn, pictures: Sequence[Picked]) -> Offer | None:
    """What could paint all of these as photos, and is meant for photos like them: then the person is asked."""
    able = [offer for offer in await turn.offers() if offer.most_photos >= len(pictures) > 1]
    if not any(offer.for_grey for offer in able):
        return None
    all_grey = all(await grey(turn.can.store, [one.key for one in pictures]))
    return next((offer for offer in able if offer.for_grey), None) if all_grey else None


async def rows(turn: Turn, count: int) -> tuple[Row, ...]:
    """For loose pictures: every effect that could take all of them as photos."""
    return tuple(
        (all_of.button(label(turn, offer), turn.sketch.sketch_id, offer.effect, style="primary"),)
        for offer in await turn.offers()
        if offer.most_photos >= count > 1
    )


def label(turn: Turn, offer: Offer) -> str:
    return turn.texts("button-all-photos", effect=effect.title(turn.texts, offer.effect))


def changes(turn: Turn, choice: Choice) -> tuple[Row, ...]:
    """For a summary: pictures that were taken for styles may be photos, of this effect that takes no styles."""
    texts, sketch = turn.texts, turn.sketch
    mistaken = [one for one in sketch.styles if not is_house(one.key)]
    if choice.offer.styles or not mistaken or len(choice.photos) + len(mistaken) > choice.offer.most_photos:
        return ()
    count = len(choice.photos) + len(mistaken)
    return ((none_is_style.button(texts("button-none-is-style", count=count), sketch.sketch_id, style="primary"),),)


def fewer(turn: Turn, affordable: int) -> tuple[Row, ...]:
    """Of photos that are too many for what the person has, the first ones."""
    if not 0 < affordable < len(turn.sketch.more) + 1:
        return ()
    return ((first.button(turn.texts("button-first-photos", count=affordable), turn.sketch.sketch_id, affordable),),)


@action()
async def all_of(turn: Turn, sketch_id: str, name: str) -> None:
    """All loose pictures are photos, for this effect."""
    if await summary.is_old(turn, sketch_id):
        return
    turn.sketch = replace(turn.sketch, effect=name)
    if turn.sketch.loose:
        take(turn, turn.sketch.loose, len(turn.sketch.loose))
    await turn.show(await summary.next_step(turn))


@action()
async def one_more(turn: Turn, sketch_id: str) -> None:
    """The loose pictures join the photos that are there."""
    if await summary.is_old(turn, sketch_id):
        return
    sketch, lead = turn.sketch, ""
    if sketch.photo and sketch.loose:
        lead = take(turn, (sketch.photo, *sketch.more, *sketch.loose), await most(turn))
    await turn.show(await summary.next_step(turn, lead))


@action()
async def none_is_style(turn: Turn, sketch_id: str) -> None:
    """What was taken for styles are photos too."""
    if await summary.is_old(turn, sketch_id):
        return
    sketch, lead = turn.sketch, ""
    mistaken = tuple(one for one in sketch.styles if not is_house(one.key))
    if sketch.photo and mistaken:
        lead = take(turn, (sketch.photo, *sketch.more, *mistaken), await most(turn))
        turn.sketch = replace(turn.sketch, styles=())
    await turn.show(await summary.next_step(turn, lead))


@action()
async def first(turn: Turn, sketch_id: str, count: str) -> None:
    """Only the first ones."""
    if await summary.is_old(turn, sketch_id):
        return
    if count.isdecimal() and int(count) > 0:
        turn.sketch = replace(turn.sketch, more=turn.sketch.more[: int(count) - 1])
    await turn.show(await summary.next_step(turn))
