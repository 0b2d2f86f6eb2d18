"""Choosing a style: one of the house, one that was saved, one from the feed, or the next picture that is sent."""

from dataclasses import replace

from bot.chat import Button, Command, Message, Tile
from bot.talk.action import action
from bot.talk.choice import Choice
from bot.talk.scenes import colors, effect, manner, styles, summary
from bot.talk.turn import Turn
from bot.usecases.pictures import EXAMPLE, attachment, house, house_key
from bot.usecases.style_refs import style_title
from bot.usecases.styles import named
from storage import Missing


@action("style")
async def choose(turn: Turn) -> None:
    """The gallery; after `/style <name>` that style at once."""
    event = turn.incoming.event
    key = named(event.argument) if isinstance(event, Command) else None
    if turn.sketch.ordered:
        turn.new_sketch()
    if key:
        await pick(turn, key)
        return
    turn.sketch = replace(turn.sketch, wants="style" if turn.sketch.photo else "", loose=())
    await turn.show(await gallery(turn))


async def gallery(turn: Turn) -> Message:
    """The house styles, each as a photo painted in it."""
    texts, store = turn.texts, turn.can.store
    tiles = tuple(
        Tile(style_title(texts, name), attachment(store, house_key(name) + EXAMPLE), of_house.data(name))
        for name in house()
    )
    suggested, text = await colors.suggested(turn), texts(asked(turn))
    if suggested:
        text = f"{texts('style-photo-grey', effect=effect.title(texts, suggested.effect))}\n\n{text}"
    return Message(text, (*colors.row(turn, suggested), *await buttons(turn)), gallery=tiles)


def asked(turn: Turn) -> str:
    """The key of what is said above the gallery."""
    if turn.sketch.wants == "another style":
        return "style-which-too"
    return "style-which" if turn.sketch.photo else "style-which-first"


async def buttons(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    """The way to saved styles and to those of the feed where there are any, to what needs no style, and the way out for
    who sent it first."""
    texts, sketch = turn.texts, turn.sketch
    rows: list[tuple[Button, ...]] = []
    saved = await turn.can.styles.of_person(turn.person.person_id)
    if saved:
        rows.append((styles.mine.button(texts("button-my-styles", count=len(saved))),))
    if await turn.can.manners.any_in_feed():
        rows.append((manner.popular.button(texts("button-feed-styles"), 0),))
    if sketch.photo and not sketch.styles:
        if any(offer.styles == 0 for offer in await turn.can.offers()):
            rows.append((effect.choose.button(texts("button-without-style"), sketch.sketch_id),))
        rows.append((it_is_the_style.button(texts("button-it-is-the-style"), sketch.sketch_id),))
    if sketch.photo and sketch.styles:
        rows.append((summary.back.button(texts("button-back"), sketch.sketch_id),))
    return tuple(rows)


@action()
async def of_house(turn: Turn, name: str) -> None:
    """A style of the house."""
    await pick(turn, house_key(name))


@action()
async def saved(turn: Turn, style_id: str) -> None:
    """A style that the person saved."""
    try:
        style = await turn.can.styles.get(turn.person.person_id, style_id)
    except Missing:
        await turn.hint("style-gone")
        return
    await pick(turn, style.picture_key)


@action()
async def it_is_the_style(turn: Turn, sketch_id: str) -> None:
    """The picture that was taken for the photo is the style."""
    if await summary.is_old(turn, sketch_id):
        return
    if turn.sketch.photo:
        turn.sketch = replace(turn.sketch.with_style(turn.sketch.photo), photo=None, mask=None, wants="photo")
    await turn.show(await summary.next_step(turn))


async def pick(turn: Turn, key: str) -> None:
    """Paint in this style, and show what comes next."""
    if await put(turn, key):
        await turn.show(await summary.next_step(turn))


async def put(turn: Turn, key: str) -> bool:
    """Paint in this style: the sketch at hand, or after an order another one of the same photo. False: it is gone."""
    photo = turn.sketch.photo
    if turn.sketch.ordered:
        turn.new_sketch()
        turn.sketch = turn.sketch.with_photo(photo) if photo else turn.sketch
    try:
        turn.sketch = turn.sketch.with_style(await turn.can.styles.pick(key))
    except Missing:
        await turn.hint("style-gone")
        return False
    offers = await turn.offers()
    if offers and not Choice.of(turn, offers).offer.styles:  # what was painted last takes no style
        turn.sketch = replace(turn.sketch, effect="")
    return True
