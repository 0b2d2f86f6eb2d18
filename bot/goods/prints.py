"""Prints: a canvas by post. Knows its states, and that each is told; knows no address and no till."""

from typing import ClassVar

import structlog

from storage import Missing, Transaction
from storage.notices import NewNotice
from storage.payments import Payment
from storage.prints import PrintState
from storage.purchases import Purchase

NOTICE = "print_moved"

log = structlog.get_logger()


class Prints:
    """`item` is {"size", "width_cm", "height_cm"}, as the canvas hangs; all else is in its row."""

    kind: ClassVar[str] = "print"
    physical: ClassVar[bool] = True
    recurring: ClassVar[bool] = False

    async def hand_out(self, tx: Transaction, purchase: Purchase, payment: Payment) -> None:
        """The owner may have it made. What was cancelled before the money came cannot be: the money goes back."""
        if await tx.prints.move(purchase.purchase_id, PrintState.PAID):
            await tell(tx, purchase.purchase_id)
            return
        log.warning("a print paid after it was cancelled", purchase=purchase.purchase_id, charge=payment.charge_id)
        await tx.payments.ask_refund(payment, "cancelled before it was paid")

    async def take_back(self, tx: Transaction, purchase: Purchase, payment: Payment) -> int:
        """What has left the house is returned, all else cancelled; a canvas that was begun is spent."""
        for state in (PrintState.RETURNED, PrintState.CANCELED):
            if await tx.prints.move(purchase.purchase_id, state):
                await tell(tx, purchase.purchase_id)
        return int(any(one.state is PrintState.IN_PRODUCTION for one in await tx.prints.moves(purchase.purchase_id)))


async def tell(tx: Transaction, purchase_id: str) -> None:
    """The person is told where their canvas is now, unless they were forgotten."""
    purchase, one = await tx.purchases.get(purchase_id), await tx.prints.get(purchase_id)
    moves = await tx.prints.moves(purchase_id)
    try:
        await tx.people.get(purchase.person_id)
    except Missing:
        return
    said = {"state": one.state, "item": purchase.item, "track": one.track or "", "note": moves[-1].note}
    key = f"print:{purchase_id}:{len(moves)}"
    await tx.notices.add(NewNotice(key, purchase.person_id, purchase.platform, purchase.chat, NOTICE, said))


GOODS = Prints()
