"""What somebody bought: where each purchase, its money and its parcel are now. Knows no chat and no till."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage import Missing, Store, Transaction
from storage.payments import PaymentState
from storage.prints import Print, PrintMove, PrintState
from storage.purchases import Purchase, PurchaseState

MOST = 30
ON_ITS_WAY = (PrintState.PAID, PrintState.IN_PRODUCTION, PrintState.SENT)
ON_THE_WAY_BACK = (PaymentState.REFUNDING, PaymentState.HELD)


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchase; `open` may still be paid. `back` is how a payment stands that is on its way back or is looked at by
    the owner; `canvas` its print, with its way until now."""

    purchase: Purchase
    open: bool
    back: PaymentState | None
    canvas: Print | None
    moves: Sequence[PrintMove] = ()


@dataclass(frozen=True, slots=True)
class Orders:
    """Looking at one's purchases."""

    store: Store

    async def of_person(self, person_id: str) -> list[Bought]:
        """What somebody bought or may still pay, newest first."""
        async with self.store.reading() as tx:
            found = [await look(tx, purchase) for purchase in await tx.purchases.of_person(person_id, MOST)]
        return [one for one in found if one.open or one.back or one.purchase.paid_at]

    async def get(self, person_id: str, purchase_id: str) -> Bought:
        """The person's purchase; raises Missing."""
        async with self.store.reading() as tx:
            purchase = await tx.purchases.get(purchase_id)
            if purchase.person_id != person_id:
                raise Missing("purchase", purchase_id)
            return await look(tx, purchase)

    async def awaits_canvas(self, person_id: str) -> bool:
        """Is one paid that is not delivered? It is made and sent even when the person is forgotten."""
        async with self.store.reading() as tx:
            return any(one.state in ON_ITS_WAY for one in await tx.prints.of_person(person_id))


async def look(tx: Transaction, purchase: Purchase) -> Bought:
    payments = await tx.payments.of_purchase(purchase.purchase_id)
    back = next((one.state for one in payments if one.state in ON_THE_WAY_BACK), None)
    payable = purchase.state is PurchaseState.OPEN and purchase.expires_at > await tx.now()
    try:
        canvas = await tx.prints.get(purchase.purchase_id)
    except Missing:
        return Bought(purchase, payable, back, None)
    return Bought(purchase, payable, back, canvas, await tx.prints.moves(purchase.purchase_id))
