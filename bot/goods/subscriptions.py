"""Subscriptions: units of an asset, and again for each payment that follows. Knows the journal; knows no till."""

from datetime import timedelta
from typing import ClassVar

from bot.goods.packs import Packs
from bot.prices import PERIOD_S
from storage import Transaction
from storage.payments import Payment
from storage.purchases import Purchase
from storage.subscriptions import NewSubscription


class Subscriptions(Packs):
    """A pack for each period; `item` is {"asset", "amount"}."""

    kind: ClassVar[str] = "subscription"
    recurring: ClassVar[bool] = True

    async def hand_out(self, tx: Transaction, purchase: Purchase, payment: Payment) -> None:
        await super().hand_out(tx, purchase, payment)
        new = NewSubscription(
            purchase_id=purchase.purchase_id,
            person_id=purchase.person_id,
            till=payment.till,
            charge_id=payment.charge_id,
            paid_until=payment.paid_at + timedelta(seconds=PERIOD_S),
        )
        await tx.subscriptions.keep(new)

    async def take_back(self, tx: Transaction, purchase: Purchase, payment: Payment) -> int:
        """Who has their money back is charged no more."""
        await tx.subscriptions.end(purchase.purchase_id)
        return await super().take_back(tx, purchase, payment)


GOODS = Subscriptions()
