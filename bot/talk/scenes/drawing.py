"""Drawing for an effect that paints from lines: on a pad, or as a picture that is sent. Names no effect."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from bot.chat import Drawn, Message, Pad
from bot.talk.action import action
from bot.talk.scenes import order, style, summary
from bot.talk.turn import Turn
from bot.texts import Texts
from engine.effect import Offer


@action()
async def taken(turn: Turn, effect: str) -> None:
    """What was drawn is the photo, to be painted by this effect. What comes after an order begins the next painting."""
    event = turn.incoming.event
    if not isinstance(event, Drawn):
        await turn.hint("old-button")
        return
    picked = await order.take_in(turn, event.picture)
    if picked is None:
        return
    order.begin_after_an_order(turn)
    turn.sketch = replace(turn.sketch.with_photo(picked), effect=effect)
    await turn.say(await summary.next_step(turn))


def pad(texts: Texts, offer: Offer, look: Literal["plain", "primary"] = "plain") -> Pad:
    """A sheet for this effect."""
    hint = texts.titled(f"draw-{offer.effect.replace('_', '-')}", texts("draw-anything"))
    return Pad(texts("button-draw"), hint, offer.effect, taken.data(offer.effect), look)


def asked(turn: Turn, offers: Sequence[Offer]) -> Message:
    """Before there is a photo: send one, or draw where an effect is there to draw for. Where the person has chosen that
    effect, it is a drawing that they are asked for, or anything that has edges."""
    texts, offer = turn.texts, chosen(turn, offers) or drawable(offers)
    row = (style.choose.button(texts("button-choose-style")),)
    if offer and chosen(turn, offers):
        return Message(texts("order-send-drawing"), (row,), pad=pad(texts, offer, "primary"))
    return Message(texts("order-send-photo"), (row,), pad=pad(texts, offer) if offer else None)


def chosen(turn: Turn, offers: Sequence[Offer]) -> Offer | None:
    """The effect that the person has chosen, if it paints from drawings."""
    return drawable([offer for offer in offers if offer.effect == turn.sketch.effect])


def drawable(offers: Sequence[Offer]) -> Offer | None:
    """The first effect that one can draw for."""
    return next((offer for offer in offers if offer.for_drawings), None)
