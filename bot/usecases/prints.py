"""Canvases: ordering, cancelling, moving on. Knows no chat, no till by name and no printer.

The picture is copied when the canvas is ordered, and the address sealed under the name of the order: neither a deleted
work nor a moved person changes what was paid for. When the person has everything deleted, a canvas that is paid is
still made; its picture and address go when it is delivered.
"""

from dataclasses import dataclass

from bot.chat import Address
from bot.goods.prints import GOODS, tell
from bot.prices import Money
from bot.till import Till
from bot.usecases.buy import Buy, Wish
from bot.usecases.canvas import Placed
from bot.usecases.contacts import Contact, Contacts
from bot.usecases.refund import ask
from storage import Missing, Store, Transaction
from storage.payments import PaymentState
from storage.prints import NewPrint, Print, PrintState
from storage.purchases import Purchase

FOLDER = "prints"  # of their pictures: no person's, so that it does not go with the person's
MONEY_BACK = (PrintState.RETURNED, PrintState.CANCELED)
UNPAID_S = 7 * 24 * 3600.0  # after which nobody will pay any more: a price holds for an hour
KEEP_S = 14 * 24 * 3600.0  # picture and address after the end, for complaints


class NoTrack(Exception):
    """What is sent has a track number."""


@dataclass(frozen=True, slots=True)
class Moved:
    """By whom, with which words for the person and which track number."""

    who: str
    note: str = ""
    track: str | None = None


@dataclass(frozen=True, slots=True)
class Prints:
    """What a person and the owner do with canvases."""

    store: Store
    buy: Buy
    contacts: Contacts

    async def order(self, placed: Placed, price: Money, till: Till, where: Address, *, update_key: str) -> Purchase:
        """The purchase, to be paid, with all that is needed to make it; the same update orders once. Raises Missing
        when the picture is gone."""
        work = placed.work
        picture = await self.store.blobs.get(work.picture_key)
        wish = Wish(work.person_id, where.platform, where.chat, GOODS.kind, placed.item, price)
        purchase = await self.buy(wish, till, update_key=update_key)
        key = f"{FOLDER}/{purchase.purchase_id}"
        contact = await self.contacts.get(work.person_id)
        await self.store.blobs.put(key, picture)
        new = NewPrint(
            purchase_id=purchase.purchase_id,
            person_id=work.person_id,
            work_id=work.work_id,
            size=placed.size.name,
            crop=placed.crop,
            picture_key=key,
            address=self.contacts.close(purchase.purchase_id, contact),
        )
        async with self.store.transaction() as tx:
            await tx.prints.add(new)
        return purchase

    async def cancel(self, person_id: str, purchase_id: str) -> bool:
        """The person does not want it any more: what was paid goes back. False when it is in production, or over.
        Raises Missing, also for somebody else's."""
        async with self.store.transaction() as tx:
            if (await tx.prints.get(purchase_id)).person_id != person_id:
                raise Missing("print", purchase_id)
            if not await tx.prints.withdraw(purchase_id):
                return False
            await tx.purchases.cancel(purchase_id)
            await money_back(tx, purchase_id, "cancelled by the person")
        return True

    async def move(self, purchase_id: str, state: PrintState, how: Moved) -> bool:
        """The owner says where it is now; the person is told. What is cancelled or returned gives the money back.
        False when there is no way to that state; raises Missing, and NoTrack for what is sent without one."""
        if state is PrintState.SENT and not how.track:
            raise NoTrack(purchase_id)
        async with self.store.transaction() as tx:
            await tx.prints.get(purchase_id)
            if not await tx.prints.move(purchase_id, state, how.note, how.track):
                return False
            detail = {"state": state, "note": how.note, "track": how.track}
            await tx.audit.add(how.who, "print.move", purchase_id, detail)
            await tell(tx, purchase_id)
            if state in MONEY_BACK:
                await tx.purchases.cancel(purchase_id)
                await money_back(tx, purchase_id, how.note or f"{state} by {how.who}")
        return True

    def address(self, one: Print) -> Contact | None:
        """Where it goes; None when that is not kept any more. Raises Sealed."""
        return self.contacts.open(one.purchase_id, one.address) if one.address else None

    async def picture(self, one: Print) -> bytes:
        """What is printed, whole. Raises Missing."""
        if not one.picture_key:
            raise Missing("picture of the print", one.purchase_id)
        return await self.store.blobs.get(one.picture_key)


async def money_back(tx: Transaction, purchase_id: str, why: str) -> None:
    """Whatever was paid for it and has not gone back."""
    for payment in await tx.payments.of_purchase(purchase_id):
        if payment.state is PaymentState.CREDITED:
            await ask(tx, payment, why)


async def tidy(store: Store) -> None:
    """What was never paid is given up; of what ended a while ago, picture and address go."""
    async with store.transaction() as tx:
        for purchase_id in await tx.prints.give_up(UNPAID_S):
            await tx.purchases.cancel(purchase_id)
    async with store.reading() as tx:
        over = await tx.prints.over(KEEP_S)
    for one in over:
        await store.blobs.delete([one.picture_key] if one.picture_key else [])
        async with store.transaction() as tx:
            await tx.prints.clear(one.purchase_id)
