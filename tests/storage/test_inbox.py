"""Updates are written down once and handled in order, one chat at a time."""

import asyncio
from datetime import timedelta

from storage import Store


async def write(store: Store, *updates: tuple[str, str]) -> None:
    async with store.transaction() as tx:
        for update_id, chat in updates:
            assert await tx.inbox.write("telegram", update_id, chat, {"text": update_id})


async def take(store: Store, owner: str = "bot", lease_s: float = 60, limit: int = 100) -> list[str]:
    async with store.transaction() as tx:
        return [update.update_id for update in await tx.inbox.pending("telegram", owner, lease_s, limit=limit)]


async def handle(store: Store, *update_ids: str) -> None:
    async with store.transaction() as tx:
        for update_id in update_ids:
            await tx.inbox.handled("telegram", update_id)


async def test_an_update_that_comes_twice_is_written_once(store: Store) -> None:
    await write(store, ("1", "alice"))
    async with store.transaction() as tx:
        assert not await tx.inbox.write("telegram", "1", "alice", {"text": "1"})
        assert await tx.inbox.write("vk", "1", "alice", {"text": "1"})
        assert await tx.inbox.waiting("telegram") == 1


async def test_updates_are_taken_up_oldest_first_with_what_they_say(store: Store) -> None:
    await write(store, ("1", "alice"), ("2", "bob"), ("3", "alice"))
    async with store.transaction() as tx:
        updates = await tx.inbox.pending("telegram", "bot", 60)
    assert [(u.update_id, u.chat, u.payload, u.tries) for u in updates] == [
        ("1", "alice", {"text": "1"}, 1),
        ("2", "bob", {"text": "2"}, 1),
        ("3", "alice", {"text": "3"}, 1),
    ]


async def test_a_chat_in_the_hands_of_one_bot_is_left_alone_by_the_others(store: Store) -> None:
    await write(store, ("1", "alice"))
    assert await take(store) == ["1"]
    await write(store, ("2", "alice"), ("3", "bob"))
    assert await take(store, "another bot") == ["3"]
    await handle(store, "1")
    assert await take(store, "another bot") == ["2"]


async def test_who_has_a_chat_in_hand_gets_what_comes_in_it_once(store: Store) -> None:
    """The second picture of an album comes while the first is held back for it."""
    await write(store, ("1", "alice"))
    assert await take(store) == ["1"]
    await write(store, ("2", "alice"))
    assert await take(store) == ["2"]
    assert await take(store) == []


async def test_of_many_updates_the_oldest_are_taken_and_the_order_of_a_chat_is_kept(store: Store) -> None:
    await write(store, ("1", "alice"), ("2", "alice"), ("3", "alice"), ("4", "bob"))
    assert await take(store, limit=2) == ["1", "2"]
    assert await take(store, "another bot", limit=2) == ["4"]
    assert await take(store, limit=2) == ["3"]


async def test_what_a_dead_owner_held_is_taken_up_by_another_and_counted(store: Store) -> None:
    await write(store, ("1", "alice"))
    await take(store, "killed", lease_s=-1)
    async with store.transaction() as tx:
        (update,) = await tx.inbox.pending("telegram", "alive", 60)
    assert (update.update_id, update.tries) == ("1", 2)


async def test_a_lease_can_be_kept_and_let_go(store: Store) -> None:
    await write(store, ("1", "alice"))
    await take(store, "slow", lease_s=-1)
    async with store.transaction() as tx:
        await tx.inbox.keep("telegram", "slow", 60)
    assert await take(store, "other") == []
    async with store.transaction() as tx:
        await tx.inbox.let_go("telegram", "slow")
    assert await take(store, "other") == ["1"]


async def test_two_bots_at_once_never_share_a_chat(store: Store) -> None:
    await write(store, *((f"{number}", f"chat {number % 5}") for number in range(40)))
    shares = await asyncio.gather(*(take(store, f"bot {bot}", limit=7) for bot in range(6)))
    chats = [{int(update_id) % 5 for update_id in share} for share in shares]
    assert sum(map(len, chats)) == len(set().union(*chats))


async def test_what_is_handled_is_wiped_and_still_known(store: Store) -> None:
    await write(store, ("1", "alice"))
    await take(store)
    await handle(store, "1", "1")
    assert await take(store) == []
    async with store.transaction() as tx:
        assert not await tx.inbox.write("telegram", "1", "alice", {"text": "again"})


async def test_ids_that_no_platform_repeats_any_more_are_pruned(store: Store) -> None:
    await write(store, ("1", "alice"), ("2", "alice"))
    await handle(store, "1")
    async with store.transaction() as tx:
        assert await tx.inbox.prune(timedelta(days=1)) == 0
        assert await tx.inbox.prune(timedelta(days=-1)) == 1
        assert await tx.inbox.waiting("telegram") == 1
