"""Purchases and payments: each moves once, whoever asks and however many at once."""

import asyncio

import pytest

from storage import Missing, Store, Transaction
from storage.payments import Payment, PaymentState
from storage.people import Person
from storage.purchases import Purchase, PurchaseState
from tests.storage.sales import PRICE, TILL, a_payment, a_purchase, ask_back, give_back, sell


@pytest.fixture
async def purchase(store: Store, alice: Person) -> Purchase:
    async with store.transaction() as tx:
        return await tx.purchases.add(a_purchase(alice.person_id), 3600)


@pytest.fixture
async def payment(store: Store, alice: Person) -> Payment:
    """Alice has paid for p1 as c1."""
    async with store.transaction() as tx:
        return await sell(tx, alice.person_id)


async def get(tx: Transaction, charge: str = "c1") -> Payment:
    return await tx.payments.get(TILL, charge)


async def test_a_purchase_that_is_begun_again_is_the_one_that_it_was(store: Store, purchase: Purchase) -> None:
    """At the price that was shown, however dear it is now."""
    async with store.transaction() as tx:
        again = await tx.purchases.add(a_purchase("somebody else", units=1), 1)
        assert again == purchase
        with pytest.raises(Missing):
            await tx.purchases.get("p2")


async def test_a_purchase_is_found_by_what_its_till_calls_it(store: Store, purchase: Purchase) -> None:
    async with store.transaction() as tx:
        await tx.purchases.set_link("p1", "https://till.example/1", "e1")
        found = await tx.purchases.by_external(TILL, "e1")
        assert (found.purchase_id, found.link) == ("p1", "https://till.example/1")
        with pytest.raises(Missing):
            await tx.purchases.by_external("another till", "e1")


async def test_a_purchase_is_paid_by_one_of_eight(store: Store, purchase: Purchase) -> None:
    async def pay() -> bool:
        async with store.transaction() as tx:
            return await tx.purchases.pay("p1")

    assert sum(await asyncio.gather(*(pay() for _ in range(8)))) == 1


async def test_what_expired_or_was_cancelled_may_be_paid_and_what_was_paid_does_neither(
    store: Store, alice: Person
) -> None:
    async with store.transaction() as tx:
        for name, holds_s in (("late", -1), ("paid", -1), ("open", 60), ("cancelled", 60)):
            await tx.purchases.add(a_purchase(alice.person_id, name), holds_s)
        await tx.purchases.pay("paid")
        assert await tx.purchases.expire() == ["late"]
        assert await tx.purchases.expire() == []
        assert await tx.purchases.cancel("cancelled")
        assert not await tx.purchases.cancel("paid")
        waiting = {one.purchase_id for one in await tx.purchases.waiting(TILL, 3600)}
        assert waiting == {"late", "open", "cancelled"}
        assert await tx.purchases.pay("late")
        assert not await tx.purchases.pay("paid")
        assert {one.purchase_id for one in await tx.purchases.in_state(PurchaseState.PAID, 9)} == {"late", "paid"}


async def test_a_charge_that_eight_report_is_written_down_once(store: Store, purchase: Purchase) -> None:
    async def note() -> bool:
        async with store.transaction() as tx:
            return await tx.payments.note(a_payment(purchase), PaymentState.CREDITED)

    assert sum(await asyncio.gather(*(note() for _ in range(8)))) == 1
    async with store.reading() as tx:
        assert [(one.charge_id, one.amount) for one in await tx.payments.of_purchase("p1")] == [("c1", PRICE)]


async def test_a_refund_is_decided_by_one_of_eight(store: Store, payment: Payment) -> None:
    """The others find it in another state than they know it in."""

    async def ask() -> bool:
        async with store.transaction() as tx:
            return await ask_back(tx, payment)

    assert sum(await asyncio.gather(*(ask() for _ in range(8)))) == 1
    async with store.reading() as tx:
        assert await tx.ledger.balances(str(payment.person_id)) == {}
        assert await tx.books.check() == []


async def test_money_goes_back_once_whoever_says_so(store: Store, payment: Payment) -> None:
    async with store.transaction() as tx:
        await ask_back(tx, payment)
        asked = await get(tx)

    async def done() -> bool:
        async with store.transaction() as tx:
            return await give_back(tx, asked)

    assert sum(await asyncio.gather(*(done() for _ in range(8)))) == 1
    async with store.reading() as tx:
        assert await tx.ledger.money() == {(TILL, "RUB"): 0}
        assert await tx.books.check() == []


async def test_a_refund_that_did_not_succeed_is_due_later(store: Store, payment: Payment) -> None:
    async with store.transaction() as tx:
        await ask_back(tx, payment)
        assert [one.charge_id for one in await tx.payments.due(TILL)] == ["c1"]
        assert await tx.payments.due("another till") == []
        await tx.payments.try_later(await get(tx), 60)
        assert await tx.payments.due(TILL) == []
        await tx.payments.try_later(await get(tx), -1)
        assert [one.refund_tries for one in await tx.payments.due(TILL)] == [2]


async def test_who_knows_a_payment_as_it_was_does_not_move_it(store: Store, payment: Payment) -> None:
    async with store.transaction() as tx:
        assert await tx.payments.move(payment, PaymentState.HELD, "doubtful")
        assert not await tx.payments.move(payment, PaymentState.REFUNDED)
        assert not await tx.payments.refunded(payment, "r1")
        held = await tx.payments.in_state(PaymentState.HELD, 9)
    assert [(one.charge_id, one.why) for one in held] == [("c1", "doubtful")]


async def test_what_comes_back_from_a_refused_refund_has_a_key_of_its_own(store: Store, payment: Payment) -> None:
    async with store.transaction() as tx:
        await ask_back(tx, payment)
        assert (await get(tx)).key.startswith(f"{payment.key}@")


async def test_what_is_begun_and_neither_paid_nor_given_up_is_counted(store: Store, alice: Person, bob: Person) -> None:
    async with store.transaction() as tx:
        for number in range(4):
            await tx.purchases.add(a_purchase(alice.person_id, f"u{number}", kind="unlock"), 3600)
        await tx.purchases.add(a_purchase(alice.person_id, "a pack"), 3600)
        await tx.purchases.pay("u0")
        await tx.purchases.cancel("u1")
        assert await tx.purchases.unpaid_of(alice.person_id, "unlock", 3600) == 2
        assert await tx.purchases.unpaid_of(alice.person_id, "unlock", -1) == 0
        assert await tx.purchases.unpaid_of(bob.person_id, "unlock", 3600) == 0
