"""The books: what is granted, reserved, settled, and that it can be repeated."""

import asyncio

import pytest

from storage import NotEnough, Store
from storage.ledger import Charge
from storage.people import Person


async def grant(store: Store, owner: str, amount: int, asset: str = "hd_iteration") -> None:
    async with store.transaction() as tx:
        await tx.ledger.grant(f"gift:{owner}:{asset}", owner, asset, amount, "gift")


async def balance(store: Store, owner: str, asset: str = "hd_iteration") -> int:
    async with store.reading() as tx:
        assert await tx.ledger.check() == []
        return await tx.ledger.balance(owner, asset)


async def test_a_grant_with_a_known_key_changes_nothing(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        assert await tx.ledger.grant("receipt 1", alice.person_id, "premium_run", 2, "bought")
        assert not await tx.ledger.grant("receipt 1", alice.person_id, "premium_run", 2, "bought")
    assert await balance(store, alice.person_id, "premium_run") == 2


async def test_what_is_reserved_cannot_be_spent_again(store: Store, alice: Person) -> None:
    await grant(store, alice.person_id, 500)
    async with store.transaction() as tx:
        await tx.ledger.reserve("job", [Charge(alice.person_id, "hd_iteration", 400)])
    with pytest.raises(NotEnough) as caught:
        async with store.transaction() as tx:
            await tx.ledger.reserve("other job", [Charge(alice.person_id, "hd_iteration", 200)])
    assert (caught.value.asset, caught.value.have, caught.value.need) == ("hd_iteration", 100, 200)
    assert await balance(store, alice.person_id) == 100


async def test_a_stopped_job_gives_back_what_it_did_not_use(store: Store, alice: Person) -> None:
    await grant(store, alice.person_id, 500)
    async with store.transaction() as tx:
        await tx.ledger.reserve("job", [Charge(alice.person_id, "hd_iteration", 400)])
    async with store.transaction() as tx:
        assert await tx.ledger.settle("job", {"hd_iteration": 150})
    assert await balance(store, alice.person_id) == 350


async def test_only_the_first_settlement_counts(store: Store, alice: Person) -> None:
    await grant(store, alice.person_id, 500)
    async with store.transaction() as tx:
        assert await tx.ledger.reserve("job", [Charge(alice.person_id, "hd_iteration", 400)])
        assert not await tx.ledger.reserve("job", [Charge(alice.person_id, "hd_iteration", 400)])
        assert await tx.ledger.release("job")
        assert not await tx.ledger.settle("job", {"hd_iteration": 400})
    assert await balance(store, alice.person_id) == 500


async def test_a_job_that_reserved_nothing_settles_nothing(store: Store) -> None:
    async with store.transaction() as tx:
        assert not await tx.ledger.settle("unknown", {"hd_iteration": 1})


async def test_one_charge_short_reserves_none(store: Store, alice: Person) -> None:
    """On the web the free allowance counts by person and by address: both must have some left."""
    person, address = f"{alice.person_id}@2026-11-21", "address:c0ffee@2026-11-21"
    await grant(store, person, 3, "free_run")
    charges = [Charge(person, "free_run", 1), Charge(address, "free_run", 1)]
    async with store.transaction() as tx:
        with pytest.raises(NotEnough):
            await tx.ledger.reserve("job", charges)
    assert await balance(store, person, "free_run") == 3


async def test_a_used_run_is_captured_from_every_owner_it_was_charged_to(store: Store) -> None:
    for owner in ("person@day", "address@day"):
        await grant(store, owner, 3, "free_run")
    async with store.transaction() as tx:
        await tx.ledger.reserve("job", [Charge("person@day", "free_run", 1), Charge("address@day", "free_run", 1)])
        await tx.ledger.settle("job", {"free_run": 1})
    assert [await balance(store, owner, "free_run") for owner in ("person@day", "address@day")] == [2, 2]


async def test_a_job_that_fails_in_its_transaction_leaves_no_trace(store: Store, alice: Person) -> None:
    await grant(store, alice.person_id, 500)
    with pytest.raises(RuntimeError):
        async with store.transaction() as tx:
            await tx.ledger.reserve("job", [Charge(alice.person_id, "hd_iteration", 400)])
            raise RuntimeError("killed between charge and enqueue")
    assert await balance(store, alice.person_id) == 500


async def test_fifty_spends_at_once_of_100_from_1000_grant_exactly_ten(store: Store, alice: Person) -> None:
    await grant(store, alice.person_id, 1000)

    async def spend(number: int) -> bool:
        try:
            async with store.transaction() as tx:
                return await tx.ledger.reserve(f"job {number}", [Charge(alice.person_id, "hd_iteration", 100)])
        except NotEnough:
            return False

    granted = await asyncio.gather(*map(spend, range(50)))
    assert sum(granted) == 10
    assert await balance(store, alice.person_id) == 0


async def test_one_job_ordered_twice_at_once_is_charged_once(store: Store, alice: Person) -> None:
    await grant(store, alice.person_id, 1000)

    async def order() -> bool:
        async with store.transaction() as tx:
            return await tx.ledger.reserve("job", [Charge(alice.person_id, "hd_iteration", 100)])

    assert sum(await asyncio.gather(*(order() for _ in range(8)))) == 1
    assert await balance(store, alice.person_id) == 900


async def test_the_journal_tells_what_came_and_went_newest_first(store: Store, alice: Person) -> None:
    await grant(store, alice.person_id, 500)
    async with store.transaction() as tx:
        await tx.ledger.reserve("job", [Charge(alice.person_id, "hd_iteration", 400)])
        await tx.ledger.settle("job", {"hd_iteration": 150})
    async with store.reading() as tx:
        journal = await tx.ledger.journal(alice.person_id)
    assert [(entry.reason, entry.amount) for entry in journal] == [("capture", 250), ("reserve", -400), ("gift", 500)]
    assert all(entry.created_at.tzinfo is not None for entry in journal)


@pytest.mark.parametrize("amount", [0, -1])
async def test_nothing_is_granted_or_charged_backwards(store: Store, amount: int) -> None:
    async with store.transaction() as tx:
        with pytest.raises(ValueError, match="positive"):
            await tx.ledger.grant("key", "owner", "free_run", amount, "reason")
        with pytest.raises(ValueError, match="positive"):
            await tx.ledger.reserve("job", [Charge("owner", "free_run", amount)])
