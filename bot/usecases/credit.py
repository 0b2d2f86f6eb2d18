"""A payment has come in: written down once, and the goods handed out, in one transaction. Knows no till by name.

What may happen to a purchase, and what we do:

- paid, also after it had expired or was cancelled: the goods, at the price that was shown;
- paid once more, where that is no renewal, or what cannot be handed out any more (a canvas that was cancelled, or
  whose picture was deleted; a painting that was seen first and given up): the money goes back;
- paid for somebody who was forgotten, by a renewal: the money goes back;
- paid with another amount or currency, for nothing that we know, or with a till's play money: held for the owner;
- the same payment reported again: nothing.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

import structlog

from bot.goods import goods
from storage import Missing, Store, Transaction
from storage.notices import NewNotice
from storage.payments import NewPayment, Payment, PaymentState
from storage.purchases import Purchase

PLAY = "XTS"  # ISO 4217: the code for tests

log = structlog.get_logger()


class Outcome(StrEnum):
    """What became of a payment that was reported."""

    CREDITED = "credited"
    KNOWN = "known"
    TWICE = "twice"
    HELD = "held"
    NOBODYS = "nobody's"


@dataclass(frozen=True, slots=True)
class Credit:
    """Reported by a webhook, an update or a reconciliation, in any order and any number of times."""

    store: Store

    async def __call__(self, paid: NewPayment, *, play: bool = False) -> Outcome:
        """`play`: it is the test money of a till that is not one for tests."""
        if play:  # it must not be counted as money in the books
            paid = replace(paid, currency=PLAY)
        async with self.store.transaction() as tx:
            try:
                purchase = await tx.purchases.get(paid.purchase_id or "")
            except Missing:
                return await self._hold(tx, paid, "unknown purchase")
            if why := wrong(purchase, paid):
                return await self._hold(tx, paid, why)
            return await self._take(tx, purchase, paid)

    async def _hold(self, tx: Transaction, paid: NewPayment, why: str) -> Outcome:
        if not await tx.payments.note(paid, PaymentState.HELD, why):
            return Outcome.KNOWN
        await receive(tx, await tx.payments.get(paid.till, paid.charge_id))
        log.error("payment held", till=paid.till, charge=paid.charge_id, purchase=paid.purchase_id, why=why)
        return Outcome.HELD

    async def _take(self, tx: Transaction, purchase: Purchase, paid: NewPayment) -> Outcome:
        if not await tx.payments.note(paid, PaymentState.CREDITED):
            return Outcome.KNOWN
        payment = await tx.payments.get(paid.till, paid.charge_id)
        await receive(tx, payment)
        thing = goods(purchase.kind)
        first = await tx.purchases.pay(purchase.purchase_id)
        if not first and not (thing.recurring and payment.recurring):
            await tx.payments.ask_refund(payment, "paid twice")
            await tell(tx, purchase, "paid_twice", payment)
            log.warning("paid twice", purchase=purchase.purchase_id, charge=payment.charge_id)
            return Outcome.TWICE
        if not await is_known(tx, purchase.person_id):
            await tx.payments.ask_refund(payment, "forgotten")
            return Outcome.NOBODYS
        await hand_out(tx, purchase, payment, "paid" if first else "renewed")
        return Outcome.CREDITED

    async def release(self, payment: Payment) -> bool:
        """The owner has looked at a held payment and hands the goods out; False when it is held no more. Raises
        Missing when nothing is known that it could be for."""
        async with self.store.transaction() as tx:
            return await release(tx, payment)


async def release(tx: Transaction, payment: Payment) -> bool:
    """`Credit.release`, within a transaction."""
    purchase = await tx.purchases.get(payment.purchase_id or "")
    if payment.state is not PaymentState.HELD or not await tx.payments.move(
        payment, PaymentState.CREDITED, payment.why
    ):
        return False
    await tx.purchases.pay(purchase.purchase_id)
    await hand_out(tx, purchase, await tx.payments.get(payment.till, payment.charge_id), "paid")
    return True


async def hand_out(tx: Transaction, purchase: Purchase, payment: Payment, notice: str) -> None:
    """The goods, and a word of thanks, unless the goods have sent the money back."""
    await goods(purchase.kind).hand_out(tx, purchase, payment)
    if (await tx.payments.get(payment.till, payment.charge_id)).state is PaymentState.CREDITED:
        await tell(tx, purchase, notice, payment)


def wrong(purchase: Purchase, paid: NewPayment) -> str | None:
    """Why it is not what the person was asked to pay."""
    if paid.currency == PLAY:
        return "test money"
    if (paid.till, paid.currency) != (purchase.till, purchase.currency):
        return f"{paid.currency} at {paid.till}, not {purchase.currency} at {purchase.till}"
    if paid.amount != purchase.price:
        return f"{paid.amount} instead of {purchase.price}"
    return None


async def receive(tx: Transaction, payment: Payment) -> None:
    """The money stands in the books, whatever it was for."""
    key = f"{payment.till}:{payment.charge_id}"
    await tx.ledger.receive(key, payment.till, payment.currency, payment.amount)


async def tell(tx: Transaction, purchase: Purchase, kind: str, payment: Payment) -> None:
    """The person is told where they bought it, unless they were forgotten."""
    if not await is_known(tx, purchase.person_id):
        return
    said = {"kind": purchase.kind, "item": purchase.item, "currency": payment.currency, "amount": payment.amount}
    key = f"{kind}:{payment.till}:{payment.charge_id}"
    await tx.notices.add(NewNotice(key, purchase.person_id, purchase.platform, purchase.chat, kind, said))


async def is_known(tx: Transaction, person_id: str) -> bool:
    """False for somebody who was forgotten."""
    try:
        await tx.people.get(person_id)
    except Missing:
        return False
    return True
