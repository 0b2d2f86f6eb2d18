"""Subscriptions: what there is each month and for how much, what runs, how it is canceled. Names no till."""

from datetime import datetime

import structlog
from babel.dates import format_date

from bot.chat import Button, Message
from bot.prices import Money, Subscription
from bot.talk import menu, wares
from bot.talk.action import action
from bot.talk.scenes import shop, tier
from bot.talk.turn import Turn
from bot.texts import Texts
from bot.till import Renews, Till, TillError
from bot.usecases.subscribe import Running
from storage import Missing
from storage.subscriptions import SubscriptionState

SUBSCRIPTION = "subscription"  # bot/goods/subscriptions.py

log = structlog.get_logger()


@action()
async def show(turn: Turn) -> None:
    """What runs, and what else one can subscribe to."""
    texts = turn.texts
    running = await turn.can.subscribe.running(turn.person.person_id)
    on_sale = offers(turn, running)
    lines = [line(texts, one) for one in running]
    lines += [texts("subscription-which")] if on_sale else [] if lines else [texts("subscription-none")]
    rows = [(button,) for one in running if (button := switch(texts, one))]
    for offer, price in on_sale:
        what = tier.amount(texts, offer.asset, offer.amount)
        said = texts("shop-pack", what=what, price=menu.money(texts, price))
        rows.append((take.button(said, offer.name),))
    back = (shop.show.button(texts("button-back")),)
    await turn.show(Message("\n\n".join(lines), (*rows, back)))


@action()
async def take(turn: Turn, name: str) -> None:
    """Subscribe: the first month is paid now."""
    running = await turn.can.subscribe.running(turn.person.person_id)
    chosen = next(((one, price) for one, price in offers(turn, running) if one.name == name), None)
    till = renewing(turn)
    if chosen is None or till is None:  # the catalogue has changed since, or it runs already
        await turn.hint("old-button")
        return
    await shop.offer(turn, till, shop.wish(turn, SUBSCRIPTION, *chosen))


@action()
async def cancel(turn: Turn, purchase_id: str) -> None:
    """Renew it no more; what is paid stays."""
    await _switch(turn, purchase_id, wanted=False)


@action()
async def resume(turn: Turn, purchase_id: str) -> None:
    """Renew it after all."""
    await _switch(turn, purchase_id, wanted=True)


async def _switch(turn: Turn, purchase_id: str, *, wanted: bool) -> None:
    subscribe = turn.can.subscribe
    try:
        await (subscribe.resume if wanted else subscribe.cancel)(turn.person.person_id, purchase_id)
    except Missing:
        await turn.hint("old-button")
    except TillError as error:
        log.warning("subscription not switched", wanted=wanted, why=str(error))
        await turn.hint("subscription-till-busy")
    else:
        await show(turn)


async def row(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    """The way here, where there is anything to see."""
    running = await turn.can.subscribe.running(turn.person.person_id)
    if not running and not offers(turn, running):
        return ()
    return ((show.button(turn.texts("button-subscription")),),)


def renewing(turn: Turn) -> Till | None:
    """The till of the place, if it renews by itself."""
    till = turn.can.shop.till(turn.address.platform, SUBSCRIPTION)
    return till if isinstance(till, Renews) else None


def offers(turn: Turn, running: list[Running]) -> list[tuple[Subscription, Money]]:
    """What can be had here each month, and is not had already."""
    till, prices = renewing(turn), turn.can.prices
    has = {(one.purchase.item["asset"], one.purchase.item["amount"]) for one in running}
    return [
        (one, price)
        for one in prices.subscriptions
        if till and (price := prices.money(one, till.currency)) and (one.asset, one.amount) not in has
    ]


def line(texts: Texts, one: Running) -> str:
    """How a subscription stands."""
    purchase, state = one.purchase, one.subscription.state
    what = wares.title(texts, purchase.kind, purchase.item)
    price = menu.money(texts, Money(purchase.price, purchase.currency))
    return texts(f"subscription-{state}", what=what, price=price, until=day(texts, one.subscription.paid_until))


def switch(texts: Texts, one: Running) -> Button | None:
    """What can be done about it here."""
    purchase_id = one.subscription.purchase_id
    match one.subscription.state:
        case SubscriptionState.CANCELED:
            return resume.button(texts("button-subscription-resume"), purchase_id, style="primary")
        case SubscriptionState.ACTIVE | SubscriptionState.FAILED:
            return cancel.button(texts("button-subscription-cancel"), purchase_id)
    return None


def day(texts: Texts, moment: datetime) -> str:
    """21 December."""
    return format_date(moment, "d MMMM", locale=texts.locale)
