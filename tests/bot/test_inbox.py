"""Updates are written down once, handled in order, tried again, and never lost with a process."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.chat import Gone, TryLater
from bot.inbox import Inbox
from bot.reader import Rules
from storage import Busy, Store
from storage.inbox import Update

QUICK = Rules(lease_s=1.5, poll_s=0.05, backoff_s=0.01, longest_backoff_s=0.05, album_s=0.15, slots=8)


@dataclass(slots=True)
class Desk:
    """Handles updates as it is told, and remembers them."""

    does: Callable[[tuple[Update, ...]], Awaitable[None]] | None = None
    began: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    sorry: list[str] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def handle(self, updates: tuple[Update, ...]) -> None:
        await self._note(self.began, updates)
        if self.does:
            await self.does(updates)
        await self._note(self.done, updates)

    async def apologize(self, updates: tuple[Update, ...]) -> None:
        await self._note(self.sorry, updates)

    async def _note(self, where: list[str], updates: tuple[Update, ...]) -> None:
        async with self.changed:
            where.append("+".join(update.update_id for update in updates))
            self.changed.notify_all()

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(true)


@asynccontextmanager
async def serving(inbox: Inbox, desk: Desk, platform: str = "post") -> AsyncIterator[None]:
    def album(payload: dict[str, str]) -> str | None:
        return payload.get("album")

    task = asyncio.create_task(inbox.serve(platform, desk.handle, album=album, apologize=desk.apologize))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
def inbox(store: Store) -> Inbox:
    return Inbox(store, QUICK)


async def test_an_update_that_comes_twice_is_handled_once(inbox: Inbox) -> None:
    desk = Desk()
    async with serving(inbox, desk):
        assert await inbox.write("post", "1", "alice", {})
        assert not await inbox.write("post", "1", "alice", {})
        await inbox.write("post", "2", "alice", {})
        await desk.until(lambda: desk.done == ["1", "2"])
        assert not await inbox.write("post", "1", "alice", {})


async def test_a_chat_is_handled_in_order_while_others_go_on(inbox: Inbox) -> None:
    gate = asyncio.Event()

    async def wait_for_alice(updates: tuple[Update, ...]) -> None:
        if updates[0].chat == "alice":
            await gate.wait()

    desk = Desk(wait_for_alice)
    async with serving(inbox, desk):
        for update_id, chat in (("1", "alice"), ("2", "alice"), ("3", "bob"), ("4", "bob")):
            await inbox.write("post", update_id, chat, {})
        await desk.until(lambda: desk.done == ["3", "4"])
        assert "2" not in desk.began
        gate.set()
        await desk.until(lambda: desk.done == ["3", "4", "1", "2"])


async def test_no_more_chats_at_once_than_there_are_slots(inbox: Inbox) -> None:
    gate, busy, most = asyncio.Event(), 0, 0

    async def count(updates: tuple[Update, ...]) -> None:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await gate.wait()
        busy -= 1

    desk = Desk(count)
    async with serving(inbox, desk):
        for number in range(20):
            await inbox.write("post", str(number), f"chat {number}", {})
        await desk.until(lambda: len(desk.began) == QUICK.slots)
        gate.set()
        await desk.until(lambda: len(desk.done) == 20)
    assert most == QUICK.slots


async def test_parts_of_an_album_are_handled_together_though_others_come_between(store: Store) -> None:
    inbox, desk = (
        Inbox(store, replace(QUICK, album_s=1.0)),
        Desk(),
    )  # a busy machine takes long to write
    for update_id, album in (("1", "a"), ("2", "b"), ("3", None), ("4", "a")):
        await inbox.write("post", update_id, "group", {"album": album} if album else {})
    async with serving(inbox, desk):
        await inbox.write("post", "5", "group", {"album": "b"})
        await desk.until(lambda: len(desk.done) == 3)
    assert desk.done == ["1+4", "2+5", "3"]


async def test_what_fails_is_tried_again(inbox: Inbox) -> None:
    failures = [ValueError("once"), TryLater(0.01), Busy("locked")]

    async def fail(updates: tuple[Update, ...]) -> None:
        if failures:
            raise failures.pop()

    desk = Desk(fail)
    async with serving(inbox, desk):
        await inbox.write("post", "1", "alice", {})
        await desk.until(lambda: desk.done == ["1"])
    assert (len(desk.began), desk.sorry) == (4, [])


async def test_a_poisonous_update_is_set_aside_and_the_chat_goes_on(inbox: Inbox, store: Store) -> None:
    async def choke(updates: tuple[Update, ...]) -> None:
        if updates[0].update_id == "1":
            raise ValueError("poison")

    desk = Desk(choke)
    async with serving(inbox, desk):
        await inbox.write("post", "1", "alice", {})
        await inbox.write("post", "2", "alice", {})
        await handled_all(store)
    assert desk.began == ["1"] * QUICK.tries + ["2"]
    assert (desk.done, desk.sorry) == (["2"], ["1"])


async def test_who_is_gone_is_not_tried_again(inbox: Inbox) -> None:
    async def leave(updates: tuple[Update, ...]) -> None:
        if updates[0].update_id == "1":
            raise Gone

    desk = Desk(leave)
    async with serving(inbox, desk):
        await inbox.write("post", "1", "alice", {})
        await inbox.write("post", "2", "alice", {})
        await desk.until(lambda: desk.done == ["2"])
    assert (desk.began, desk.sorry) == (["1", "2"], [])


async def test_a_stopped_reader_hands_its_updates_over_at_once(store: Store) -> None:
    patient = Inbox(store, Rules(lease_s=3600, poll_s=0.05))
    desk = Desk(lambda updates: asyncio.Event().wait())  # type: ignore[arg-type,return-value]
    async with serving(patient, desk):
        await patient.write("post", "1", "alice", {})
        await desk.until(lambda: desk.began == ["1"])
    successor = Desk()
    async with serving(patient, successor):
        await successor.until(lambda: successor.done == ["1"])


async def test_two_readers_share_the_work_and_keep_the_order(store: Store) -> None:
    first, second, together = Desk(), Desk(), []

    async def note(updates: tuple[Update, ...]) -> None:
        together.append(updates[0].update_id)

    first.does = second.does = note
    one, other = Inbox(store, QUICK), Inbox(store, QUICK)
    async with serving(one, first), serving(other, second):
        for number in range(40):
            await (one if number % 2 else other).write("post", f"{number:02}", f"chat {number % 4}", {})
        await handled_all(store)
    assert sorted(together) == [f"{number:02}" for number in range(40)]
    for chat in range(4):
        mine = [update for update in together if int(update) % 4 == chat]
        assert mine == sorted(mine)


KILLED = """
import asyncio, sys
import storage
from bot.inbox import Inbox
from bot.reader import Rules

async def hang(updates):
    print("began", flush=True)
    await asyncio.Event().wait()

async def main():
    async with storage.open(sys.argv[1], sys.argv[2], bytes(range(32))) as store:
        inbox = Inbox(store, Rules(lease_s=1))
        await inbox.write("post", "1", "alice", {"words": "hello"})
        await inbox.serve("post", hang)

asyncio.run(main())
"""


async def test_what_a_killed_process_was_at_is_handled_by_the_next(
    inbox: Inbox, database_url: str, tmp_path: Path
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, database_url, str(tmp_path / "blobs"), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"began\n"
    process.send_signal(signal.SIGKILL)
    await process.wait()
    seen: list[Update] = []

    async def keep(updates: tuple[Update, ...]) -> None:
        seen.extend(updates)

    desk = Desk(keep)
    async with serving(inbox, desk):
        await desk.until(lambda: desk.done == ["1"])
    assert (seen[0].payload, seen[0].tries) == ({"words": "hello"}, 2)


async def test_an_update_that_kills_every_process_is_set_aside(store: Store, inbox: Inbox) -> None:
    await inbox.write("post", "1", "alice", {})
    for life in range(QUICK.claims):
        async with store.transaction() as tx:
            await tx.inbox.pending("post", f"life {life}", 0)
    desk = Desk()
    async with serving(inbox, desk):
        await desk.until(lambda: desk.sorry == ["1"])
    assert desk.began == []


async def test_a_long_handling_keeps_its_lease(inbox: Inbox, store: Store) -> None:
    """Nobody else takes an update over while its handler lives, however long that takes."""
    gate = asyncio.Event()

    async def take_long(updates: tuple[Update, ...]) -> None:
        await gate.wait()

    desk, other = Desk(take_long), Desk(take_long)
    async with serving(inbox, desk), serving(Inbox(store, QUICK), other):
        await inbox.write("post", "1", "alice", {})
        async with store.reading() as tx:
            over = await tx.now() + timedelta(seconds=2 * QUICK.lease_s)
        while await database_time(store) < over:
            pass
        gate.set()
        await handled_all(store)
    assert desk.began + other.began == ["1"]


async def database_time(store: Store) -> datetime:
    async with store.reading() as tx:
        return await tx.now()


async def handled_all(store: Store) -> None:
    waiting = 1
    while waiting:
        async with asyncio.timeout(10), store.reading() as tx:
            waiting = await tx.inbox.waiting("post")
