"""Photos with and without colors: what is meant for grey ones warns of the others, and is suggested for them."""

from bot.chat import Button
from bot.talk.choice import Choice
from bot.talk.scenes import effect
from bot.talk.turn import Turn
from bot.usecases.grey import grey
from engine.effect import Offer


async def warning(turn: Turn, offer: Offer) -> str:
    """What is said of photos that have colors already to somebody who wants new ones; nothing where all is well."""
    if not offer.for_grey:
        return ""
    photos = await keys(turn)
    colored = (await grey(turn.can.store, photos)).count(False)
    return turn.texts("summary-colored", colored=colored, photos=len(photos)) if colored else ""


async def suggested(turn: Turn) -> Offer | None:
    """What is meant for grey photos, where all are grey and nothing else was chosen for them than one effect."""
    sketch, offers = turn.sketch, await turn.offers()
    offer = next((offer for offer in offers if offer.for_grey), None)
    if offer is None or sketch.photo is None or sketch.styles or sketch.parent:
        return None
    chosen = Choice.of(turn, offers).offer
    if chosen.for_grey or chosen.for_drawings:  # a drawing is grey, too
        return None
    return offer if all(await grey(turn.can.store, await keys(turn))) else None


def row(turn: Turn, offer: Offer | None) -> tuple[tuple[Button, ...], ...]:
    """The button that takes it."""
    if offer is None:
        return ()
    label = effect.title(turn.texts, offer.effect)
    return ((effect.take.button(label, turn.sketch.sketch_id, offer.effect, style="primary"),),)


async def keys(turn: Turn) -> list[str]:
    """Of the photos that count now."""
    return [photo.key for photo in Choice.of(turn, await turn.offers()).photos]
