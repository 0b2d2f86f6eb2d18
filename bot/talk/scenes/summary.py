"""The next step towards a painting; when all is chosen, the summary with its price and ways to change it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat import Attachment, Button, Message
from bot.talk import dials, menu
from bot.talk.action import action
from bot.talk.choice import Choice
from bot.talk.scenes import (
    blend,
    colors,
    drawing,
    effect,
    loose,
    onward,
    options,
    paint,
    photos,
    region,
    shop,
    style,
    styles,
    tier,
    words,
)
from bot.talk.turn import Turn
from bot.usecases.card import make_card
from bot.usecases.pictures import attachment, copy_key, is_house
from bot.usecases.plan import UnknownEffect, in_one_pass
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
    offers = await turn.offers()
    sketch = turn.sketch
    if sketch.photo is None:
        return ask_for_photo(turn, offers)
    needs_style = not offers or Choice.of(turn, offers).offer.styles > 0
    if not sketch.styles and needs_style:
        return await style.gallery(turn)
    if not offers:
        return await asleep(turn)
    return await summary(turn, offers)


def ask_for_photo(turn: Turn, offers: Sequence[Offer]) -> Message:
    texts, chosen = turn.texts, turn.sketch.styles
    if turn.sketch.look and not chosen:
        return Message(texts("order-send-photo"))
    if not chosen:
        return drawing.asked(turn, offers)
    shown = attachment(turn.can.store, copy_key(chosen[0].key, "view"))
    return Message(texts("order-send-photo-for-style"), ((style.choose.button(texts("button-other-style")),),), shown)


async def asleep(turn: Turn) -> Message:
    """No worker is there yet: the sketch is kept."""
    button = back.button(turn.texts("button-try-again"), turn.sketch.sketch_id, style="primary")
    return Message(turn.texts("summary-asleep"), ((button,),), await card(turn))


async def card(turn: Turn) -> Attachment:
    """The photo beside the styles that count, and beside the other photos of the order."""
    sketch, offers = turn.sketch, await turn.offers()
    assert sketch.photo is not None
    choice = Choice.of(turn, offers) if offers else None
    others = (*choice.styles, *choice.photos[1:]) if choice else sketch.styles
    beside = [one.key for one in others]
    return await make_card(turn.can.store, turn.person.person_id, sketch.photo.key, beside, sketch.mask)


async def summary(turn: Turn, offers: Sequence[Offer]) -> Message:
    choice = Choice.of(turn, offers)
    if not choice.offer.regions or len(choice.photos) > 1:  # this effect paints whole photos only
        turn.sketch = replace(turn.sketch, mask=None)
    try:
        quote = await turn.can.quote(choice.draft(turn))
    except UnknownEffect:  # the last worker left a moment ago
        return await asleep(turn)
    warning = await colors.warning(turn, choice.offer)
    first = await first_row(turn, quote, anyway=bool(warning))
    suggested = (*photos.changes(turn, choice), *colors.row(turn, await colors.suggested(turn)))
    done = await onward.painted(turn)
    rows = (*first, *onward.row(turn, choice, done), *suggested, *buttons(turn, choice, offers))
    text = describe(turn, choice, quote, onward.told(turn.texts, quote.plan, done))
    pad = drawing.pad(turn.texts, choice.offer) if choice.offer.for_drawings else None
    return Message(f"{warning}\n\n{text}" if warning else text, rows, await card(turn), pad=pad)


def describe(turn: Turn, choice: Choice, quote: Quote, begun_with: Sequence[str] = ()) -> str:
    """What will be painted, what it costs, when it is ready; or what is missing for it."""
    texts, plan = turn.texts, quote.plan
    once, named = "-at-once" if in_one_pass(plan.options) else "", tier.title(texts, plan.tier)
    begun = "summary-more" if turn.sketch.parent else "summary-ready" if quote.affordable else "summary-nearly"
    lines = [
        texts(begun),
        *begun_with,
        *([texts("summary-photos", count=plan.photos)] if plan.photos > 1 else []),
        "",
        texts(f"summary-tier{once}", tier=named, side=plan.tier.side_px, iterations=plan.iterations),
        tier.cost(texts, quote),
    ]
    if choice.offer.for_drawings:
        lines.insert(1, texts("summary-drawing"))
    if choice.offer.leaves_look:
        lines.insert(1, texts("summary-learns"))
    if turn.sketch.mask:
        lines.insert(1, texts("summary-region", styles=len(choice.styles)))
    if len(choice.photos) < len(turn.sketch.more) + 1:
        lines.insert(1, texts("summary-first-photo"))
    if len(choice.styles) > 1:
        lines.insert(1, texts("summary-styles", styles=", ".join(blend.titles(texts, choice.styles))))
    if quote.affordable:
        lines.append(texts("summary-queue", place=quote.place, eta=menu.waiting(texts, quote.eta_s)))
    else:
        lines += ["", tier.missing(turn, quote)]
    return "\n".join(lines)


async def first_row(turn: Turn, quote: Quote, *, anyway: bool = False) -> tuple[tuple[Button, ...], ...]:
    """Paint, `anyway` where that was advised against; for whom the tier is too dear, the tier that is not."""
    texts, sketch_id = turn.texts, turn.sketch.sketch_id
    if quote.affordable:
        label = texts("button-paint-anyway" if anyway else "button-paint")
        return ((paint.order.button(label, sketch_id, style="primary"),),)
    fewer = photos.fewer(turn, quote.have // (quote.plan.amount // quote.plan.photos))
    other = await tier.instead(turn, quote)
    if quote.plan.tier.daily is None:
        fewer = ((shop.show.button(texts("button-buy"), style="primary"),), *fewer)
    if other is None:
        return fewer
    label = texts("button-tier-instead", tier=tier.title(texts, other))
    return ((tier.take.button(label, sketch_id, other.name, style="primary"),), *fewer)


def buttons(turn: Turn, choice: Choice, offers: Sequence[Offer]) -> tuple[tuple[Button, ...], ...]:
    """What can be changed."""
    texts, sketch = turn.texts, turn.sketch
    rows: list[tuple[Button, ...]] = []
    named = tier.title(texts, choice.tier)
    second = [tier.choose.button(texts("button-tier", tier=named), sketch.sketch_id)]
    if choice.specs:
        second.append(options.open_.button(texts("button-options"), sketch.sketch_id))
    rows.append(tuple(second))
    if look := words.look_of(choice):
        chosen = choice.options(turn).get(look.name, look.default)
        named = texts("option-value", title=dials.title(texts, look), value=dials.shown(texts, look, chosen))
        rows.append((words.page_of(turn, look, chosen, named),))
    if choice.offer.regions and not sketch.parent and len(choice.photos) == 1:
        label = texts("button-region-chosen" if sketch.mask else "button-region")
        rows.append((region.open_.button(label, sketch.sketch_id),))
    if len(offers) > 1:
        title = effect.title(texts, choice.offer.effect)
        rows.append((effect.choose.button(texts("button-effect", effect=title), sketch.sketch_id),))
    rows += blend.rows(turn, choice)
    own = [one for one in choice.styles if not is_house(one.key)]
    last = [styles.save_from_sketch.button(texts("button-save-style"), sketch.sketch_id)] if own else []
    if len(choice.styles) == len(own) == 1 and not sketch.parent:
        last.append(swap.button(texts("button-swap"), sketch.sketch_id))
    elif len(choice.styles) > 1 and not sketch.parent:
        last.append(loose.ask.button(texts("button-other-photo"), sketch.sketch_id))
    return (*rows, tuple(last)) if last else tuple(rows)


@action()
async def back(turn: Turn, sketch_id: str) -> None:
    """The summary again, with the place in the queue as it is now."""
    if not await is_old(turn, sketch_id):
        turn.sketch = replace(turn.sketch, wants="")
        await turn.show(await next_step(turn))


@action()
async def swap(turn: Turn, sketch_id: str) -> None:
    """The photo is the style, and the style the photo."""
    photo, styles = turn.sketch.photo, turn.sketch.styles
    if await is_old(turn, sketch_id):
        return
    if photo and len(styles) == 1:
        turn.sketch = turn.sketch.with_photo(styles[0]).with_styles((photo,))
    await turn.show(await next_step(turn))


async def is_old(turn: Turn, sketch_id: str) -> bool:
    """A button of a sketch that was ordered or replaced does nothing but say so."""
    if sketch_id == turn.sketch.sketch_id and not turn.sketch.ordered:
        return False
    await turn.hint("old-button")
    return True
