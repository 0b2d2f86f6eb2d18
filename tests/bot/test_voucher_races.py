"""Everybody at once, on both databases: a gift has one end, a payment goes back once, and the books are whole."""

import asyncio

import pytest

from bot.catalogue import Catalogue
from bot.prices import Money, Prices
from bot.usecases.buy import Buy, Wish
from bot.usecases.credit import Credit
from bot.usecases.guesses import Guesses
from bot.usecases.invite import Invite
from bot.usecases.refund import Refund
from bot.usecases.returns import Returns
from bot.usecases.vouchers import ReturnGifts, Vouchers
from storage import Store
from storage.ledger import Charge
from storage.payments import Payment
from storage.people import Person
from storage.purchases import Purchase
from tests.bot.counter import Counter, payment_of
from tests.stores import on_both as database_url
from tests.stores import postgresql

__all__ = ["database_url", "postgresql"]

RUNS = "premium_run"


@pytest.fixture
async def alice(store: Store) -> Person:
    async with store.transaction() as tx:
        alice = await tx.people.arrive("room", "Alice", "en")
        await tx.ledger.grant("g", alice.person_id, RUNS, 5, "gift")
    return alice


@pytest.fixture
def vouchers(store: Store) -> Vouchers:
    return Vouchers(store, Catalogue(Prices.load()), Guesses())


async def has(store: Store, person_id: str) -> int:
    async with store.reading() as tx:
        assert await tx.ledger.check() == []
        return await tx.ledger.balance(person_id, RUNS)


async def paid(store: Store, person: Person, kind: str, days: int = 90) -> tuple[Purchase, Payment]:
    item = {"asset": RUNS, "amount": 10, "days": days}
    wish = Wish(person.person_id, "room", "Alice", kind, item, Money(40000, "RUB"))
    purchase = await Buy(store, Catalogue(Prices.load()))(wish, Counter(), update_key="room:1")
    await Credit(store)(payment_of(purchase))
    async with store.reading() as tx:
        return purchase, await tx.payments.get("counter", "c1")


async def test_a_gift_wrapped_ten_times_at_once_is_one(store: Store, vouchers: Vouchers, alice: Person) -> None:
    given = await asyncio.gather(*(vouchers.give(Charge(alice.person_id, RUNS, 2), key="k") for _ in range(10)))
    assert len({gift.code for gift in given}) == 1
    assert await has(store, alice.person_id) == 3


@pytest.mark.parametrize("overdue", [False, True])
async def test_a_bought_gift_that_all_want_at_once_has_one_end(
    store: Store, vouchers: Vouchers, alice: Person, overdue: bool
) -> None:
    """Strangers redeem it, its giver takes it back, its time is over, the payment goes back."""
    purchase, payment = await paid(store, alice, "gift", 0 if overdue else 90)
    async with store.reading() as tx:
        gift = await tx.vouchers.of_purchase(purchase.purchase_id)
    assert gift
    guests = [f"guest {number}" for number in range(4)]
    await asyncio.gather(
        *(vouchers.redeem(guest, gift.code, None) for guest in guests),
        *(vouchers.take_back(alice.person_id, gift.code) for _ in range(2)),
        *(ReturnGifts(store)() for _ in range(2)),
        *(Refund(store)(payment, "asked") for _ in range(2)),
        return_exceptions=True,
    )
    held = [await has(store, guest) for guest in guests]
    async with store.reading() as tx:
        short = (await tx.payments.get("counter", "c1")).short
    assert sum(held) == short  # what a guest has is what the refund lacks
    assert max(held) in (0, 10)
    assert await has(store, alice.person_id) == 5  # hers is what she had, however it ended


async def test_a_payment_given_back_ten_times_at_once_goes_back_once(store: Store, alice: Person) -> None:
    purchase, _ = await paid(store, alice, "pack")
    back = await asyncio.gather(*(Returns(store)(alice.person_id, purchase.purchase_id) for _ in range(10)))
    assert sum(one is not None for one in back) == 1
    assert await has(store, alice.person_id) == 5


async def test_many_guests_at_once_find_the_places_there_are(store: Store, alice: Person) -> None:
    bonus = Prices.load().invitation
    assert bonus
    invite = Invite(store, Catalogue(Prices.load()))
    async with store.transaction() as tx:
        guests = [await tx.people.arrive("room", f"guest {number}", "en") for number in range(bonus.most + 5)]
        for guest in guests:
            await tx.invitations.note(guest.person_id, alice.person_id, None)

    async def paints(guest: Person) -> None:
        async with store.transaction() as tx:
            await invite.painted(tx, guest.person_id)

    await asyncio.gather(*(paints(guest) for guest in guests for _ in range(2)))
    assert await has(store, alice.person_id) == 5 + bonus.most
    assert [await has(store, guest.person_id) for guest in guests] == [1] * len(guests)
