"""The next step towards a painting; when all is chosen, the summary with its price and ways to change it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat import Attachment, Button, Message
from bot.talk import menu
from bot.talk.action import action
from bot.talk.choice import Choice
from bot.talk.scenes import effect, options, paint, style, styles, tier
from bot.talk.turn import Turn
from bot.usecases.card import make_card
from bot.usecases.pictures import attachment, copy_key, is_house
from bot.usecases.plan import UnknownEffect
from bot.usecases.quote import Quote
from engine.effect import Offer
from storage import Missing


async def next_step(turn: Turn, lead: str = "") -> Message:
    """What the person is to do now, after a sentence that answers what they did."""
    try:
        message = await step(turn)
    except Missing:  # a picture of the sketch was deleted since
        turn.new_sketch()
        message = Message(turn.texts("summary-picture-gone"))
    return replace(message, text=f"{lead}\n\n{message.text}") if lead else message


async def step(turn: Turn) -> Message:
    offers = await turn.can.offers()
    sketch = turn.sketch
    if sketch.photo is None:
        return ask_for_photo(turn)
    needs_style = not offers or Choice.of(turn, offers).offer.styles > 0
    if sketch.style is None and needs_style:
        return await style.gallery(turn)
    if not offers:
        return await asleep(turn)
    return await summary(turn, offers)


def ask_for_photo(turn: Turn) -> Message:
    texts, chosen = turn.texts, turn.sketch.style
    if chosen is None:
        return Message(texts("order-send-photo"), ((style.choose.button(texts("button-choose-style")),),))
    shown = attachment(turn.can.store, copy_key(chosen.key, "view"))
    return Message(texts("order-send-photo-for-style"), ((style.choose.button(texts("button-other-style")),),), shown)


async def asleep(turn: Turn) -> Message:
    """No worker is there yet: the sketch is kept."""
    button = back.button(turn.texts("button-try-again"), turn.sketch.sketch_id, style="primary")
    return Message(turn.texts("summary-asleep"), ((button,),), await card(turn))


async def card(turn: Turn) -> Attachment:
    sketch = turn.sketch
    assert sketch.photo is not None
    style_keys = (sketch.style.key,) if sketch.style else ()
    return await make_card(turn.can.store, turn.person.person_id, sketch.photo.key, style_keys)


async def summary(turn: Turn, offers: Sequence[Offer]) -> Message:
    choice = Choice.of(turn, offers)
    try:
        quote = await turn.can.quote(choice.draft(turn))
    except UnknownEffect:  # the last worker left a moment ago
        return await asleep(turn)
    return Message(describe(turn, choice, quote), buttons(turn, choice, quote, offers), await card(turn))


def describe(turn: Turn, choice: Choice, quote: Quote) -> str:
    """What will be painted, what it costs, when it is ready; or what is missing for it."""
    texts = turn.texts
    name = texts.titled(f"tier-{choice.tier.name}", choice.tier.name)
    lines = [
        texts("summary-more" if turn.sketch.parent else "summary-ready"),
        "",
        texts("summary-tier", tier=name, side=choice.tier.side_px, iterations=quote.plan.iterations),
        tier.price(texts, turn.can.prices, choice.tier, quote.have),
    ]
    if quote.affordable:
        lines.append(texts("summary-queue", place=quote.place, eta=menu.waiting(texts, quote.eta_s)))
    else:
        lines += ["", tier.missing(texts, choice.tier, quote)]
    return "\n".join(lines)


def buttons(turn: Turn, choice: Choice, quote: Quote, offers: Sequence[Offer]) -> tuple[tuple[Button, ...], ...]:
    texts, sketch = turn.texts, turn.sketch
    rows: list[tuple[Button, ...]] = []
    if quote.affordable:
        rows.append((paint.order.button(texts("button-paint"), sketch.sketch_id, style="primary"),))
    named = texts.titled(f"tier-{choice.tier.name}", choice.tier.name)
    second = [tier.choose.button(texts("button-tier", tier=named), sketch.sketch_id)]
    if choice.specs:
        second.append(options.open_.button(texts("button-options"), sketch.sketch_id))
    rows.append(tuple(second))
    if len(offers) > 1:
        title = effect.title(texts, choice.offer.effect)
        rows.append((effect.choose.button(texts("button-effect", effect=title), sketch.sketch_id),))
    third = [style.choose.button(texts("button-other-style"))] if choice.offer.styles else []
    if sketch.style and not is_house(sketch.style.key) and not sketch.parent:
        third.append(swap.button(texts("button-swap"), sketch.sketch_id))
        rows.append((styles.save_from_sketch.button(texts("button-save-style"), sketch.sketch_id),))
    return (*rows, tuple(third)) if third else tuple(rows)


@action()
async def back(turn: Turn, sketch_id: str) -> None:
    """The summary again, with the place in the queue as it is now."""
    if not await is_old(turn, sketch_id):
        await turn.show(await next_step(turn))


@action()
async def swap(turn: Turn, sketch_id: str) -> None:
    """The photo is the style, and the style the photo."""
    if await is_old(turn, sketch_id):
        return
    turn.sketch = replace(turn.sketch, photo=turn.sketch.style, style=turn.sketch.photo)
    await turn.show(await next_step(turn))


async def is_old(turn: Turn, sketch_id: str) -> bool:
    """A button of a sketch that was ordered or replaced does nothing but say so."""
    if sketch_id == turn.sketch.sketch_id and not turn.sketch.ordered:
        return False
    await turn.hint("button-old")
    return True
