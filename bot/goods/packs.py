"""Packs: units of an asset, at once. Knows the journal; knows no till."""

from typing import ClassVar

from storage import Transaction
from storage.ledger import Charge
from storage.payments import Payment
from storage.purchases import Purchase


class Packs:
    """`item` is {"asset", "amount"}."""

    kind: ClassVar[str] = "pack"
    physical: ClassVar[bool] = False
    recurring: ClassVar[bool] = False

    async def hand_out(self, tx: Transaction, purchase: Purchase, payment: Payment) -> None:
        due = units(purchase, payment)
        if due.amount:
            await tx.ledger.grant(payment.key, due.owner, due.asset, due.amount, "purchase")

    async def take_back(self, tx: Transaction, purchase: Purchase, payment: Payment) -> int:
        due = units(purchase, payment)
        taken = await tx.ledger.take_back(payment.key, due, "refund")
        return 0 if taken is None else due.amount - taken


def units(purchase: Purchase, payment: Payment) -> Charge:
    """What the payment brings, but for what was spent before an earlier attempt to send the money back."""
    return Charge(purchase.person_id, purchase.item["asset"], purchase.item["amount"] - payment.short)


GOODS = Packs()
