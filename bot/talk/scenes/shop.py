"""Buying: what there is, what it costs here, where to pay. Names no till and no tier."""

import structlog

from bot.chat import Button, Message
from bot.goods import goods
from bot.prices import PERIOD_S, Money, Pack
from bot.talk import menu, wares
from bot.talk.action import Action, action
from bot.talk.scenes import balance, codes, email, gifts, paysupport, subscription, tier
from bot.talk.turn import Turn
from bot.till import Bill, Till, TillError
from bot.usecases.buy import Wish
from storage.purchases import Purchase

PACK = "pack"  # bot/goods/packs.py

log = structlog.get_logger()


@action("buy")
async def show(turn: Turn) -> None:
    """Every pack with its price."""
    texts, till = turn.texts, turn.can.shop.till(turn.address.platform, PACK)
    if till is None:
        await turn.show(Message(texts("shop-closed")))
        return
    rows = pack_rows(turn, till, buy)
    others = (gifts.show.button(texts("button-gift")), codes.ask.button(texts("button-code")))
    back = (balance.show.button(texts("button-balance")), paysupport.show.button(texts("button-paysupport")))
    await turn.show(Message(texts("shop-which"), (*rows, *await subscription.row(turn), others, back)))


def pack_rows(turn: Turn, till: Till, choose: Action) -> list[tuple[Button, ...]]:
    """Each pack that this till sells, with its price."""
    texts, prices = turn.texts, turn.can.prices
    return [
        (choose.button(texts("shop-pack", what=tier.amount(texts, pack.asset, pack.amount), price=shown), pack.name),)
        for pack in prices.packs
        if (price := prices.money(pack, till.currency)) and (shown := menu.money(texts, price))
    ]


@action()
async def buy(turn: Turn, name: str) -> None:
    """A purchase of this pack at the price of this moment, and where to pay it."""
    till = turn.can.shop.till(turn.address.platform, PACK)
    pack = next((pack for pack in turn.can.prices.packs if pack.name == name), None)
    price = turn.can.prices.money(pack, till.currency) if pack and till else None
    if pack is None or till is None or price is None:  # the catalogue has changed since
        await turn.hint("old-button")
        return
    await offer(turn, till, wish(turn, PACK, pack, price))


def wish(turn: Turn, kind: str, pack: Pack, price: Money) -> Wish:
    where = turn.address
    item = {"asset": pack.asset, "amount": pack.amount}
    return Wish(turn.person.person_id, where.platform, where.chat, kind, item, price)


async def offer(turn: Turn, till: Till, wanted: Wish) -> None:
    """Write the purchase down and show where it is paid."""
    purchase = await turn.can.buy(wanted, till, update_key=turn.incoming.update_key)
    await turn.show(await pay(turn, till, purchase))


async def pay(turn: Turn, till: Till, purchase: Purchase, back: Button | None = None) -> Message:
    """The way to the till; where it does not open, a way to try again. `back` leads elsewhere than to all packs. Who
    gets a receipt is asked first where to."""
    row = (back or show.button(turn.texts("button-other-pack")),)
    address = (await turn.can.contacts.get(purchase.person_id)).email if till.wants_email else None
    if address == "":
        return await email.ask(turn, purchase, row)
    texts, about = turn.texts, bill(turn, purchase, address)
    try:
        link = await turn.can.buy.link(about, till, anew=address is not None)  # the address may be another one now
    except TillError as error:
        log.warning("till does not open", till=till.name, why=str(error))
        return Message(texts("shop-till-busy"), (row,))
    what = wares.title(texts, purchase.kind, purchase.item)
    price = menu.money(texts, Money(purchase.price, purchase.currency))
    to_till = Button(texts("button-pay", price=price), "", "primary", url=link)
    receipt = ((email.button(turn, purchase, address),),) if address and not turn.incoming.group else ()
    minutes, own = turn.can.prices.shown_minutes, f"shop-pay-{purchase.kind}"
    said = texts(own if own in texts else "shop-pay", what=what, price=price, minutes=minutes)
    return Message(said, ((to_till,), *receipt, row))


def bill(turn: Turn, purchase: Purchase, address: str | None) -> Bill:
    texts, what, kind = turn.texts, wares.title(turn.texts, purchase.kind, purchase.item), goods(purchase.kind)
    return Bill(
        purchase,
        what[:32],
        texts("shop-bill", what=what),
        turn.person.locale,
        period_s=PERIOD_S if kind.recurring else None,
        email=address,
        physical=kind.physical,
    )
