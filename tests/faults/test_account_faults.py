"""Accounts under faults: killed in the middle of joining or of forgetting, people are whole, and so are their books."""

from sqlalchemy import select

from bot.usecases.join import digest
from bot.usecases.sweep import Sweep
from storage import Store
from storage.forgetting import STAYS
from storage.schema import metadata
from tests.faults.mortal import COMMIT, KILLED, MOST, Mortal, each_step
from tests.faults.sharing_deeds import forget, gather, join
from tests.storage.everything import RUNS, naming, somebody

Everything = dict[str, list[str]]


async def everything(store: Store) -> Everything:
    """Every row of every table."""
    async with store.reading() as tx:
        rows = {table.name: await tx.connection.execute(select(table)) for table in metadata.sorted_tables}
        return {name: sorted(map(repr, found)) for name, found in rows.items()}


async def has(store: Store, *people: str) -> dict[str, int]:
    """What these have together; the books are in order."""
    async with store.reading() as tx:
        assert await tx.books.check() == []
        balances = [await tx.ledger.balances(person_id) for person_id in people]
    return {asset: sum(one.get(asset, 0) for one in balances) for one in balances for asset in one}


async def two(store: Store, one: str, other: str) -> tuple[str, str]:
    """Two people who have everything, and a code of the first."""
    async with store.transaction() as tx:
        first = (await somebody(tx, one)).person_id
        second = (await somebody(tx, other, others_post=f"post-of-{one}")).person_id
        await tx.links.give(first, digest(f"code of {one}"), 900)
        keys = await tx.people.named(first) | await tx.people.named(second)
    for key in keys:
        if " " not in key:  # some of those that are made up
            await store.blobs.put(key, b"picture")
    return first, second


async def test_two_accounts_are_two_or_one_whenever_it_is_killed(store: Store, doomed: Mortal) -> None:
    """No row is half moved, no unit of money lost, no picture out of reach."""
    alice, bob = await two(store, "Alice", "Bob")
    had, before, blobs = await has(store, alice, bob), await everything(store), await store.blobs.list()
    for step in (1, 12, 24, COMMIT):
        assert await doomed.does(join, "Bob", "code of Alice", dies_at=step) == KILLED
        assert await everything(store) == before
    assert await doomed.again(join, "Bob", "code of Alice") == "joined"
    assert await doomed.again(join, "Bob", "code of Alice") == "done"  # the press is handled again
    assert await has(store, alice) == had
    async with store.reading() as tx:
        assert await naming(tx, bob) == {"former_people.former_id"}
        assert {key for key in blobs if key.startswith((alice, bob))} <= await tx.people.named(alice)
    await Sweep(store, age_s=0)()
    assert await store.blobs.list() == blobs


async def test_what_comes_late_for_a_joined_account_follows_whenever_it_is_killed(store: Store, doomed: Mortal) -> None:
    alice, bob = await two(store, "Alice", "Bob")
    await doomed.again(join, "Bob", "code of Alice")
    async with store.transaction() as tx:
        await tx.ledger.grant("late", bob, RUNS, 5, "gift")
    had = await has(store, alice, bob)

    async def at(step: int) -> dict[str, object]:
        said = await doomed.does(gather, dies_at=step)
        assert await has(store, alice, bob) == had
        return said

    assert await each_step(at, every=9) >= 3
    assert await has(store, alice) == had


async def test_who_is_forgotten_is_forgotten_whole_whenever_it_is_killed(store: Store, doomed: Mortal) -> None:
    """All is as it was, or no row is left; pictures that are left then are swept away, however young they are."""
    alice, bob = await two(store, "Alice", "Bob")
    for number in range(12):
        await store.blobs.put(f"{alice}/photo/{number}", b"picture")
    before, kept = await everything(store), set(await store.blobs.list(bob))
    for step in range(1, MOST, 12):
        assert await doomed.does(forget, alice, dies_at=step) == KILLED
        if await everything(store) != before:
            break
    stays = {table.name for table in STAYS}
    async with store.reading() as tx:
        assert {column.partition(".")[0] for column in await naming(tx, alice)} <= stays
        assert await tx.books.check() == []
    assert await store.blobs.list(alice)
    await Sweep(store, soon_s=0)()
    assert set(await store.blobs.list()) == kept
