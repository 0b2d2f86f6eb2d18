"""Paintings that are looked at first: paid, they are their owner's. Knows no till, and no chat that shows them."""

from typing import ClassVar

import structlog

from storage import Transaction
from storage.notices import NewNotice
from storage.payments import Payment
from storage.purchases import Purchase

log = structlog.get_logger()


class Unlocks:
    """`item` is {"side": 1200}; the painting itself names the purchase that unlocks it."""

    kind: ClassVar[str] = "unlock"
    physical: ClassVar[bool] = False
    recurring: ClassVar[bool] = False

    async def hand_out(self, tx: Transaction, purchase: Purchase, payment: Payment) -> None:
        """The painting, and the way to its file. What was given up before the money came is not there: that goes
        back."""
        work = await tx.works.unlock(purchase.purchase_id)
        if work is None:
            log.warning("a painting paid after it was given up", purchase=purchase.purchase_id)
            await tx.payments.ask_refund(payment, "paid after it was given up")
            return
        where, said = (purchase.platform, purchase.chat), {"work_id": work.work_id}
        await tx.notices.add(NewNotice(f"unlocked:{work.work_id}", work.person_id, *where, "unlocked", said))

    async def take_back(self, tx: Transaction, purchase: Purchase, payment: Payment) -> int:
        """Whoever has seen a picture has it: it is spent."""
        return 1


GOODS = Unlocks()
