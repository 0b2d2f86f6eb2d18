"""Notices, and the small tables about what was done: cursors, catalogues, the audit log."""

import asyncio

from storage import Store
from storage.notices import NewNotice
from storage.people import Person


def a_notice(person: Person, number: int, platform: str = "web") -> NewNotice:
    return NewNotice(f"paid:{platform}:{number}", person.person_id, platform, "chat", "paid", {"amount": number})


async def write(store: Store, person: Person, count: int, platform: str = "web") -> None:
    async with store.transaction() as tx:
        for number in range(count):
            assert await tx.notices.add(a_notice(person, number, platform))


async def claim(store: Store, lease_s: float = 60.0, limit: int = 20) -> list[str]:
    async with store.transaction() as tx:
        return [notice.key for notice in await tx.notices.claim(["web"], lease_s, limit)]


async def test_two_claimers_never_get_the_same(store: Store, alice: Person) -> None:
    """Each goes on until nothing is left; all is said once, and what one gets is in order."""
    await write(store, alice, 60)

    async def claims_all() -> list[str]:
        mine: list[str] = []
        while some := await claim(store, limit=7):
            assert some == sorted(some, key=lambda key: int(key.rpartition(":")[2]))
            mine += some
        return mine

    said = [key for one in await asyncio.gather(*(claims_all() for _ in range(4))) for key in one]
    assert sorted(said) == sorted(f"paid:web:{number}" for number in range(60))


async def test_the_same_is_told_once(store: Store, alice: Person) -> None:
    await write(store, alice, 1)
    async with store.transaction() as tx:
        assert not await tx.notices.add(a_notice(alice, 0))
    assert await claim(store) == ["paid:web:0"]


async def test_what_a_dead_process_had_claimed_is_told_by_another(store: Store, alice: Person) -> None:
    await write(store, alice, 1)
    assert await claim(store, lease_s=-1) == ["paid:web:0"]
    async with store.transaction() as tx:
        [again] = await tx.notices.claim(["web"], 60)
    assert (again.tries, again.said) == (2, {"amount": 0})


async def test_what_was_told_or_is_for_another_platform_does_not_wait(store: Store, alice: Person) -> None:
    await write(store, alice, 2)
    await write(store, alice, 1, "another")
    async with store.transaction() as tx:
        assert await tx.notices.waiting(["web"])
        await tx.notices.sent("paid:web:0")
        await tx.notices.later("paid:web:1", 60)
        assert not await tx.notices.waiting(["web"])
        assert await tx.notices.waiting(["another"])
    assert await claim(store) == []


async def test_what_was_told_long_ago_goes_and_what_was_not_stays(store: Store, alice: Person) -> None:
    await write(store, alice, 2)
    async with store.transaction() as tx:
        await tx.notices.sent("paid:web:0")
        await tx.notices.prune(3600)
        assert not await tx.notices.add(a_notice(alice, 0))
        await tx.notices.prune(-1)
        assert await tx.notices.add(a_notice(alice, 0))
        assert not await tx.notices.add(a_notice(alice, 1))


async def test_a_cursor_stands_where_it_was_moved_last(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.cursors.get("stars") is None
        await tx.cursors.move("stars", "17")
        await tx.cursors.move("stars", "18")
        await tx.cursors.move("vk", "1")
    async with store.reading() as tx:
        assert [await tx.cursors.get(name) for name in ("stars", "vk")] == ["18", "1"]


async def test_the_newest_catalogue_is_in_force_and_the_others_are_remembered(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.catalogues.newest() is None
        first, second = [await tx.catalogues.add(text, "owner") for text in ("a = 1", "")]
        newest = await tx.catalogues.newest()
        assert newest is not None
        assert (newest.version, newest.text) == (second, "")
        assert [(row.version, row.text) for row in await tx.catalogues.history(9)] == [(second, ""), (first, "a = 1")]
        assert len(await tx.catalogues.history(1)) == 1


async def test_catalogues_that_two_set_at_once_are_two(store: Store) -> None:
    async def add(text: str) -> int:
        async with store.transaction() as tx:
            return await tx.catalogues.add(text, "owner")

    versions = await asyncio.gather(*(add(f"a = {number}") for number in range(4)))
    assert len(set(versions)) == 4


async def test_the_audit_tells_who_did_what_to_whom_the_latest_first(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.audit.add("olga", "grant", "alice", {"amount": 5})
        await tx.audit.add("ivan", "refund", "counter:c1")
    async with store.reading() as tx:
        acts = await tx.audit.newest(9)
        assert [(act.who, act.act, act.subject, act.detail) for act in acts] == [
            ("ivan", "refund", "counter:c1", {}),
            ("olga", "grant", "alice", {"amount": 5}),
        ]
        assert [act.who for act in await tx.audit.newest(9, "alice")] == ["olga"]
        assert [act.who for act in await tx.audit.newest(1)] == ["ivan"]
