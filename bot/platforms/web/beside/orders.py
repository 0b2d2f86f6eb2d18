"""`GET /orders`: what a visitor bought and how it stands. Whoever comes back from a till lands here, often before the
till has told us: then the page looks again by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.platforms.web.beside.asked import Asked, turn
from bot.prices import Money
from bot.talk import menu, wares
from storage.payments import Payment, PaymentState
from storage.purchases import Purchase, PurchaseState
from storage.registers import Which

PAGE = 20
AWAITED = timedelta(
    minutes=60
)  # a bill is paid by then, or not at all; a till that is later still is told of in the chat


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchase in words: `state` names how it stands, `lines` tell it; `link` is where it can be paid now."""

    what: str
    price: str
    moment: datetime
    at: str
    state: str
    lines: tuple[str, ...]
    link: str | None


async def show(asked: Asked) -> Mapping[str, Any]:
    if asked.person is None:
        return {"orders": [], "awaited": False}
    which = Which(person_id=asked.person.person_id, offset=asked.offset, limit=PAGE)
    async with asked.site.store.reading() as tx:
        now, found = await tx.now(), await tx.registers.purchases(which)
        paid = await tx.registers.payments_for([one.purchase_id for one in found.rows])
    orders = [bought(asked, one, [p for p in paid if p.purchase_id == one.purchase_id], now) for one in found.rows]
    awaited = any(one.state == PurchaseState.OPEN and now - one.moment < AWAITED for one in orders)
    return {"orders": orders, "awaited": awaited, "turn": turn(asked.offset, PAGE, found.more)}


def bought(asked: Asked, purchase: Purchase, paid: Sequence[Payment], now: datetime) -> Bought:
    over = purchase.state is PurchaseState.OPEN and purchase.expires_at < now
    state = PurchaseState.EXPIRED if over else purchase.state
    return Bought(
        what=wares.title(asked.texts, purchase.kind, purchase.item),
        price=money(asked, purchase.price, purchase.currency),
        moment=purchase.created_at,
        at=asked.at(purchase.created_at),
        state=state,
        lines=(stands(asked, purchase, state), *(line for one in paid if (line := refunding(asked, one)))),
        link=purchase.link if state is PurchaseState.OPEN else None,
    )


def stands(asked: Asked, purchase: Purchase, state: PurchaseState) -> str:
    """Waiting for the money until then; paid then; gone back then."""
    moments = {
        PurchaseState.OPEN: purchase.expires_at,
        PurchaseState.PAID: purchase.paid_at,
        PurchaseState.REFUNDED: purchase.closed_at,
    }
    moment = moments.get(state)
    return asked.texts(f"pages-order-{state}", at=asked.at(moment) if moment else "")


def refunding(asked: Asked, payment: Payment) -> str | None:
    """What else there is to say about the money."""
    amount = money(asked, payment.amount, payment.currency)
    if payment.state is PaymentState.REFUNDING:
        return asked.texts("pages-order-refunding", amount=amount)
    if payment.state is PaymentState.HELD:
        return asked.texts("pages-order-held", amount=amount)
    return None


def money(asked: Asked, minor: int, currency: str) -> str:
    return menu.money(asked.texts, Money(minor, currency))
