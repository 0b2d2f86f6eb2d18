"""Subscriptions as rows: they go on, lapse and end, on SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage import Missing, Store
from storage.people import Person
from storage.subscriptions import NewSubscription, Subscription, SubscriptionState

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
LATER = datetime(2100, 1, 1, tzinfo=UTC)
GRACE_S = 60.0


@pytest.fixture
async def hers(store: Store, alice: Person) -> NewSubscription:
    """Alice has subscribed."""
    new = NewSubscription(purchase_id="p1", person_id=alice.person_id, till="counter", charge_id="c1", paid_until=LATER)
    async with store.transaction() as tx:
        await tx.subscriptions.keep(new)
    return new


async def stands(store: Store) -> Subscription:
    async with store.reading() as tx:
        return await tx.subscriptions.get("p1")


async def test_a_payment_makes_it_last_longer_and_never_shorter(store: Store, hers: NewSubscription) -> None:
    for until, lasts in ((LATER + timedelta(days=30), LATER + timedelta(days=30)), (LONG_AGO, None)):
        async with store.transaction() as tx:
            await tx.subscriptions.keep(replace(hers, charge_id="c2", paid_until=until))
        assert (await stands(store)).paid_until == (lasts or LATER + timedelta(days=30))
    assert (await stands(store)).charge_id == "c1"


async def test_a_change_is_one_once(store: Store, hers: NewSubscription, alice: Person) -> None:
    async with store.transaction() as tx:
        assert await tx.subscriptions.move("p1", SubscriptionState.OFF)
        assert not await tx.subscriptions.move("p1", SubscriptionState.OFF)
        assert not await tx.subscriptions.move("unknown", SubscriptionState.OFF)
        assert [one.state for one in await tx.subscriptions.running(alice.person_id)] == [SubscriptionState.OFF]


@pytest.mark.parametrize(
    ("state", "late", "over"),
    [
        (SubscriptionState.ACTIVE, timedelta(seconds=30), False),  # it may still be renewed
        (SubscriptionState.FAILED, timedelta(seconds=90), True),
        (SubscriptionState.CANCELED, timedelta(seconds=30), True),
        (SubscriptionState.OFF, timedelta(seconds=-30), False),
    ],
)
async def test_what_is_not_renewed_lapses(
    store: Store, hers: NewSubscription, state: SubscriptionState, late: timedelta, over: bool
) -> None:
    async with store.transaction() as tx:
        await tx.subscriptions.keep(replace(hers, purchase_id="p2", paid_until=await tx.now() - late))
        await tx.subscriptions.move("p2", state)
    async with store.reading() as tx:
        assert await tx.subscriptions.lapsed(GRACE_S) == over
    async with store.transaction() as tx:
        assert await tx.subscriptions.lapse(GRACE_S) == (["p2"] if over else [])
        assert await tx.subscriptions.lapse(GRACE_S) == []


async def test_what_is_to_end_waits_until_it_has(store: Store, hers: NewSubscription, alice: Person) -> None:
    async with store.transaction() as tx:
        await tx.subscriptions.end_all(alice.person_id)
        await tx.subscriptions.keep(hers)
        assert not await tx.subscriptions.move("p1", SubscriptionState.ACTIVE)
        assert [one.purchase_id for one in await tx.subscriptions.ending()] == ["p1"]
        assert await tx.subscriptions.running(alice.person_id) == []
        await tx.subscriptions.ended("p1")
        assert await tx.subscriptions.ending() == []
    assert (await stands(store)).state is SubscriptionState.ENDED


async def test_a_late_renewal_brings_back_what_has_ended(store: Store, hers: NewSubscription) -> None:
    async with store.transaction() as tx:
        await tx.subscriptions.keep(replace(hers, purchase_id="p2", paid_until=LONG_AGO))
        await tx.subscriptions.lapse(GRACE_S)
        await tx.subscriptions.keep(replace(hers, purchase_id="p2"))
        assert (await tx.subscriptions.get("p2")).state is SubscriptionState.ACTIVE


async def test_nobody_has_what_nobody_began(store: Store) -> None:
    with pytest.raises(Missing):
        await stands(store)
