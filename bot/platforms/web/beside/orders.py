"""`GET /orders`: what a visitor bought and how it stands. Whoever comes back from a till lands here, often before the
till has told us: then the page looks again by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.platforms.web.beside.asked import Asked, turn
from bot.prices import Money
from bot.talk import menu, wares
from bot.talk.scenes import orders as scene
from storage import Transaction
from storage.payments import Payment, PaymentState
from storage.people import Person
from storage.prints import Print, PrintMove
from storage.purchases import Purchase, PurchaseState
from storage.registers import Which

PAGE = 20
AWAITED = timedelta(
    minutes=60
)  # a bill is paid by then, or not at all; a till that is later still is told of in the chat


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchase in words: `state` names how it stands, `lines` tell it; `steps` are a canvas's way until now, `link`
    is where it can be paid now."""

    what: str
    price: str
    moment: datetime
    at: str
    state: str
    lines: tuple[str, ...]
    steps: tuple[str, ...]
    link: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What stands beside purchases: their payments, and the ways of canvases by their purchase."""

    now: datetime
    paid: Sequence[Payment]
    ways: Mapping[str, tuple[str, ...]]


async def show(asked: Asked) -> Mapping[str, Any]:
    if asked.person is None:
        return {"orders": [], "awaited": False}
    which = Which(person_id=asked.person.person_id, offset=asked.offset, limit=PAGE)
    async with asked.site.store.reading() as tx:
        found = await tx.registers.purchases(which)
        paid = await tx.registers.payments_for([one.purchase_id for one in found.rows])
        known = Known(await tx.now(), paid, await ways(tx, asked, asked.person))
    orders = [bought(asked, one, known) for one in found.rows]
    awaited = any(one.state == PurchaseState.OPEN and known.now - one.moment < AWAITED for one in orders)
    return {"orders": orders, "awaited": awaited, "turn": turn(asked.offset, PAGE, found.more)}


def bought(asked: Asked, purchase: Purchase, known: Known) -> Bought:
    over = purchase.state is PurchaseState.OPEN and purchase.expires_at < known.now
    state = PurchaseState.EXPIRED if over else purchase.state
    paid = [one for one in known.paid if one.purchase_id == purchase.purchase_id]
    return Bought(
        what=wares.title(asked.texts, purchase.kind, purchase.item),
        price=money(asked, purchase.price, purchase.currency),
        moment=purchase.created_at,
        at=asked.at(purchase.created_at),
        state=state,
        lines=(stands(asked, purchase, state), *(line for one in paid if (line := refunding(asked, one)))),
        steps=known.ways.get(purchase.purchase_id, ()),
        link=purchase.link if state is PurchaseState.OPEN else None,
    )


async def ways(tx: Transaction, asked: Asked, person: Person) -> dict[str, tuple[str, ...]]:
    """How far each canvas of theirs has come."""
    canvases = await tx.prints.of_person(person.person_id)
    return {one.purchase_id: steps(asked, one, await tx.prints.moves(one.purchase_id)) for one in canvases}


def steps(asked: Asked, canvas: Print, moves: Sequence[PrintMove]) -> tuple[str, ...]:
    """From the order to the door, in the words of the chat."""
    track = (asked.texts("print-track", track=canvas.track),) if canvas.track else ()
    return (*(scene.moved(asked.texts, move) for move in moves), *track)


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
