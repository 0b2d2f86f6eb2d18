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
        key = f"{payment.till}:{payment.charge_id}"
        asset, amount = purchase.item["asset"], purchase.item["amount"]
        await tx.ledger.grant(key, purchase.person_id, asset, amount, "purchase")

    async def take_back(self, tx: Transaction, purchase: Purchase, payment: Payment) -> int:
        key = f"{payment.till}:{payment.charge_id}"
        charge = Charge(purchase.person_id, purchase.item["asset"], purchase.item["amount"])
        taken = await tx.ledger.take_back(key, charge, "refund")
        return 0 if taken is None else charge.amount - taken


GOODS = Packs()
