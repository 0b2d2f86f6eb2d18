"""Everybody at once, on both databases: two become one once, and what comes too late follows."""

import asyncio

import pytest

from bot.catalogue import Catalogue
from bot.prices import Prices
from bot.usecases.bookkeeping import Bookkeeping
from bot.usecases.contacts import Contacts
from bot.usecases.guesses import Guesses
from bot.usecases.join import Having, Join
from bot.usecases.vouchers import Vouchers
from storage import Store
from storage.people import Person
from storage.vouchers import NewVoucher, VoucherKind
from tests.stores import on_both as database_url
from tests.stores import postgresql

__all__ = ["database_url", "postgresql"]

RUNS = "premium_run"


async def somebody(store: Store, name: str) -> Person:
    """With two premium paintings."""
    async with store.transaction() as tx:
        person = await tx.people.arrive("room", name, "en")
        await tx.ledger.grant(name, person.person_id, RUNS, 2, "gift")
    return person


@pytest.fixture
def join(store: Store) -> Join:
    return Join(store, Catalogue(Prices.load()), Contacts(store, bytes(32)), Guesses())


async def owner(store: Store, *names: str) -> tuple[str, int]:
    """Who all of these are, and what that one has."""
    async with store.reading() as tx:
        assert await tx.books.check() == []
        people = {await tx.people.by_identity("room", name) for name in names}
        [one] = people
        assert one
        return one.person_id, await tx.ledger.balance(one.person_id, RUNS)


async def test_a_button_pressed_ten_times_at_once_joins_once(store: Store, join: Join) -> None:
    alice, bob = await somebody(store, "Alice"), await somebody(store, "Bob")
    code = await join.code(alice.person_id)
    done = await asyncio.gather(*(join(bob, code) for _ in range(10)), return_exceptions=True)
    assert sum(isinstance(one, Having) for one in done) == 1
    assert await owner(store, "Alice", "Bob") == (alice.person_id, 4)


async def test_two_who_bring_each_others_codes_are_one(store: Store, join: Join) -> None:
    alice, bob = await somebody(store, "Alice"), await somebody(store, "Bob")
    hers, his = await join.code(alice.person_id), await join.code(bob.person_id)
    done = await asyncio.gather(join(bob, hers), join(alice, his), return_exceptions=True)
    assert sum(isinstance(one, Having) for one in done) == 1
    one, has = await owner(store, "Alice", "Bob")
    assert one in (alice.person_id, bob.person_id)
    assert has == 4


async def test_what_is_redeemed_at_that_moment_is_not_lost(store: Store, join: Join) -> None:
    """By an account that is nobody's any more when it is written down: it follows at the next look of the books."""
    alice, bob = await somebody(store, "Alice"), await somebody(store, "Bob")
    async with store.transaction() as tx:
        for number in range(8):
            promo = NewVoucher(code=f"P{number}", kind=VoucherKind.PROMO, asset=RUNS, amount=1, uses=1)
            await tx.vouchers.add(promo, None)
    vouchers = Vouchers(store, join.catalogue, Guesses())
    code = await join.code(alice.person_id)
    redeem = [vouchers.redeem(bob.person_id, f"P{number}", None) for number in range(8)]
    await asyncio.gather(*redeem[:4], join(bob, code), *redeem[4:])
    await Bookkeeping(store).gather()
    assert await owner(store, "Alice", "Bob") == (alice.person_id, 12)
    async with store.reading() as tx:
        assert await tx.joining.late() == []
