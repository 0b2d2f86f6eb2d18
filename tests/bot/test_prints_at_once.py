"""A canvas that is paid, cancelled and moved at the same moment: one of them wins, and no money is left behind."""

import asyncio

import pytest

from bot.catalogue import Catalogue
from bot.chat import Address
from bot.prices import Money, Prices
from bot.usecases.buy import Buy
from bot.usecases.canvas import Placed
from bot.usecases.contacts import Contact, Contacts
from bot.usecases.credit import Credit
from bot.usecases.prints import Moved
from bot.usecases.prints import Prints as Desk
from storage import Store
from storage.payments import PaymentState
from storage.people import Person
from storage.prints import PrintState
from storage.purchases import Purchase
from tests.bot.counter import Counter, payment_of
from tests.storage.conftest import alice, database_url
from tests.stores import a_work, postgresql

__all__ = ["alice", "database_url", "postgresql"]  # on both databases

ROUNDS = range(6)


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, Buy(store, Catalogue(Prices.load())), Contacts(store, bytes(32)))


async def orders(desk: Desk, alice: Person) -> list[Purchase]:
    """Several canvases, none paid."""
    await desk.contacts.put(alice.person_id, Contact(name="Alice"))
    async with desk.store.transaction() as tx:
        work = await tx.works.add(a_work(alice.person_id))
    await desk.store.blobs.put(work.picture_key, b"picture")
    placed, price, where = Placed(work, Prices.load().prints[0]), Money(180000, "RUB"), Address("room", "Alice")
    return [await desk.order(placed, price, Counter(), where, update_key=f"room:{number}") for number in ROUNDS]


async def stands(store: Store, purchase: Purchase) -> tuple[PrintState, PaymentState]:
    async with store.reading() as tx:
        one, (payment,) = (
            await tx.prints.get(purchase.purchase_id),
            await tx.payments.of_purchase(purchase.purchase_id),
        )
    return one.state, payment.state


async def test_who_pays_while_they_cancel_gets_the_money_back(store: Store, desk: Desk, alice: Person) -> None:
    """Whichever comes first."""
    credit = Credit(store)
    for number, purchase in enumerate(await orders(desk, alice)):
        paying = credit(payment_of(purchase, f"c{number}"))
        canceling = desk.cancel(alice.person_id, purchase.purchase_id)
        await asyncio.gather(*((paying, canceling) if number % 2 else (canceling, paying)))
        assert await stands(store, purchase) == (PrintState.CANCELED, PaymentState.REFUNDING)


async def test_what_is_taken_into_production_while_it_is_cancelled_is_either_made_or_paid_back(
    store: Store, desk: Desk, alice: Person
) -> None:
    for number, purchase in enumerate(await orders(desk, alice)):
        await Credit(store)(payment_of(purchase, f"c{number}"))
        canceled, moved = await asyncio.gather(
            desk.cancel(alice.person_id, purchase.purchase_id),
            desk.move(purchase.purchase_id, PrintState.IN_PRODUCTION, Moved("owner")),
        )
        assert canceled != moved
        expected = (
            (PrintState.CANCELED, PaymentState.REFUNDING)
            if canceled
            else (
                PrintState.IN_PRODUCTION,
                PaymentState.CREDITED,
            )
        )
        assert await stands(store, purchase) == expected


async def test_an_order_that_comes_again_is_the_same(store: Store, desk: Desk, alice: Person) -> None:
    """The update is handled anew after the process died, wherever that was."""
    before = await orders(desk, alice)
    after = await orders(desk, alice)
    assert [one.purchase_id for one in after] == [one.purchase_id for one in before]
    async with store.reading() as tx:
        assert len(await tx.prints.of_person(alice.person_id)) == len(before)
