"""Giving back what was bought by mistake, without asking anybody: all of it, soon, and nothing of it spent. No chat."""

from dataclasses import dataclass
from datetime import timedelta

from bot.goods import goods
from bot.usecases.refund import take_back
from storage import Missing, Store, Transaction
from storage.payments import Payment, PaymentState
from storage.purchases import Purchase

WITHIN = timedelta(days=14)
LISTED = 5


class Spent(Exception):
    """Some of it is gone, so the money does not go back by itself."""


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment, what it was for, and whether the person may have it back by themselves."""

    payment: Payment
    purchase: Purchase
    returnable: bool


@dataclass(frozen=True, slots=True)
class Returns:
    """A person's payments and their way back."""

    store: Store

    async def payments(self, person_id: str) -> list[Paid]:
        """Theirs, the newest first."""
        async with self.store.reading() as tx:
            payments = await tx.payments.of_person(person_id, LISTED)
            bought = [await tx.purchases.get(payment.purchase_id or "") for payment in payments]
            pairs = list(zip(payments, bought, strict=True))
            soon = [await in_time(tx, *pair) for pair in pairs]
        return [Paid(*pair, early and await self._whole(pair[0])) for pair, early in zip(pairs, soon, strict=True)]

    async def __call__(self, person_id: str, purchase_id: str) -> Payment | None:
        """The payment that goes back now; None when that was decided before, or its time is over. Raises Spent, and
        Missing for what somebody else has bought."""
        async with self.store.transaction() as tx:
            purchase = await tx.purchases.get(purchase_id)
            if purchase.person_id != person_id:
                raise Missing("purchase", purchase_id)
            for payment in await tx.payments.of_purchase(purchase_id):
                if await in_time(tx, payment, purchase):
                    if await take_back(tx, payment):
                        raise Spent
                    return payment if await tx.payments.ask_refund(payment, "asked by the person") else None
        return None

    async def _whole(self, payment: Payment) -> bool:
        """Whether nothing is spent: only the goods know, so it is tried, and taken back."""
        try:
            async with self.store.transaction() as tx:
                raise Trial(await take_back(tx, payment))
        except Trial as trial:
            return trial.short == 0


class Trial(Exception):
    """Taking the goods back was only tried, nothing of it stays: so much was `short`."""

    def __init__(self, short: int) -> None:
        super().__init__(f"{short} short")
        self.short = short


async def in_time(tx: Transaction, payment: Payment, purchase: Purchase) -> bool:
    """Whether it is of the kind, in the state and of the age that go back by themselves."""
    thing = goods(purchase.kind)
    if payment.state is not PaymentState.CREDITED or thing.physical or thing.recurring:
        return False
    return payment.noted_at > await tx.now() - WITHIN
