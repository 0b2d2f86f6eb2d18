"""Written updates on their way to a platform's handler: those of one chat in order, many chats at once, leased so that
two processes share the work. Knows no platform, and of a payload only what the platform's `album` tells."""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import structlog

from bot.chat import Gone, TryLater
from storage import Busy, Full, Store
from storage.inbox import Update

logger = structlog.get_logger()

Payload = dict[str, Any]
Handle = Callable[[tuple[Update, ...]], Awaitable[None]]
Album = Callable[[Payload], str | None]

KEPT = timedelta(days=2)  # handled updates, so that one that comes again is known: platforms repeat for a day


@dataclass(frozen=True, slots=True)
class Rules:
    """How patient a reader is. `claims` bounds the processes that an update may take down with it, `tries` the handlers
    that fail on it; `patience_s` how long a busy platform may put it off."""

    lease_s: float = 15
    poll_s: float = 1
    prune_s: float = 3600
    slots: int = 32
    tries: int = 4
    claims: int = 10
    backoff_s: float = 0.5
    longest_backoff_s: float = 300
    patience_s: float = 24 * 3600
    album_s: float = 0.9

    def backoff(self, times: int) -> float:
        return min(self.backoff_s * 2.0 ** min(times - 1, 20), self.longest_backoff_s)


@dataclass(frozen=True, slots=True)
class Source:
    """A platform as the reader sees it."""

    platform: str
    handle: Handle
    album: Album | None = None
    apologize: Handle | None = None


@dataclass(slots=True)
class Held:
    """An update that this process holds, and when it came here."""

    update: Update
    since: float


class Lane:
    """Held updates of one chat, oldest first."""

    def __init__(self) -> None:
        self.held: list[Held] = []
        self.grown = asyncio.Event()

    def add(self, update: Update) -> None:
        if update.update_id not in {held.update.update_id for held in self.held}:
            self.held.append(Held(update, now()))
            self.grown.set()

    def remove(self, unit: tuple[Update, ...]) -> None:
        self.held = [held for held in self.held if held.update not in unit]


class Reader:
    """One platform's updates; `run` lasts until cancelled."""

    def __init__(self, store: Store, rules: Rules, source: Source, wake: asyncio.Event) -> None:
        self._store, self._rules, self._source, self._wake = store, rules, source, wake
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self._slots = asyncio.Semaphore(rules.slots)
        self._lanes: dict[str, Lane] = {}
        self._tasks = asyncio.TaskGroup()

    async def run(self) -> None:
        try:
            async with self._tasks:
                self._tasks.create_task(self._every(self._rules.lease_s / 3, self._renew))
                self._tasks.create_task(self._every(self._rules.prune_s, self._prune))
                while True:
                    self._wake.clear()
                    await self._unless_busy(self._claim)
                    await wait(self._wake, self._rules.poll_s)  # other processes write too, and cannot wake us
        finally:
            await self._unless_busy(self._release)

    async def _claim(self) -> None:
        async with self._store.transaction() as tx:
            updates = await tx.inbox.pending(self._source.platform, self._owner, self._rules.lease_s)
        for update in updates:
            lane = self._lanes.get(update.chat)
            if lane is None:
                lane = self._lanes[update.chat] = Lane()
                self._tasks.create_task(self._drain(update.chat, lane))
            lane.add(update)

    async def _drain(self, chat: str, lane: Lane) -> None:
        """Handle a chat's updates one after another."""
        while lane.held:
            unit = await self._next(lane)
            await self._settle(unit)
            lane.remove(unit)
        del self._lanes[chat]

    async def _next(self, lane: Lane) -> tuple[Update, ...]:
        """The oldest update, or the album that it belongs to once that is complete. Other updates may lie between the
        parts: in a group two people send albums at the same time."""
        album = self._source.album
        key = album(lane.held[0].update.payload) if album else None
        if album is None or key is None:
            return (lane.held[0].update,)
        while True:
            lane.grown.clear()
            parts = [held for held in lane.held if album(held.update.payload) == key]
            complete_at = max(part.since for part in parts) + self._rules.album_s
            if now() >= complete_at and not lane.grown.is_set():
                return tuple(part.update for part in parts)
            await wait(lane.grown, complete_at - now())
            await self._unless_busy(self._claim)  # another process may have received the last part

    async def _settle(self, unit: tuple[Update, ...]) -> None:
        """Handle until it is handled, set aside, or put off for longer than there is patience."""
        log = logger.bind(platform=self._source.platform, update=unit[0].update_id)
        if unit[0].tries > self._rules.claims:
            log.error("update set aside", error="no process that took it lived to handle it")
            return await self._set_aside(unit)
        started, failures, delays = now(), 0, 0
        while True:
            try:
                async with self._slots:
                    await self._source.handle(unit)
                return await self._surely(self._handled, unit)
            except Gone:  # nobody is there to read an answer, and trying again will not change that
                return await self._surely(self._handled, unit)
            except (TryLater, Busy) as error:
                delays += 1
                delay = max(getattr(error, "after_s", 0.0), self._rules.backoff(delays))
                if now() - started + delay > self._rules.patience_s:
                    log.error("update set aside", error=str(error))
                    return await self._set_aside(unit)
            except Exception as error:
                failures += 1
                if failures == self._rules.tries:
                    log.exception("update set aside")
                    return await self._set_aside(unit)
                log.warning("update not handled, trying again", failures=failures, error=repr(error))
                delay = self._rules.backoff(failures)
            await asyncio.sleep(delay)

    async def _set_aside(self, unit: tuple[Update, ...]) -> None:
        """Give up on an update, so that it does not hold up the chat; the log has said why."""
        await self._surely(self._handled, unit)
        if self._source.apologize is None:
            return
        try:
            await self._source.apologize(unit)
        except Exception:  # an apology that fails must not stop the chat
            logger.exception("apology not sent", platform=self._source.platform, update=unit[0].update_id)

    async def _handled(self, unit: tuple[Update, ...]) -> None:
        async with self._store.transaction() as tx:
            for update in unit:
                await tx.inbox.handled(self._source.platform, update.update_id)

    async def _renew(self) -> None:
        async with self._store.transaction() as tx:
            await tx.inbox.keep(self._source.platform, self._owner, self._rules.lease_s)

    async def _release(self) -> None:
        async with self._store.transaction() as tx:
            await tx.inbox.let_go(self._source.platform, self._owner)

    async def _prune(self) -> None:
        async with self._store.transaction() as tx:
            await tx.inbox.prune(KEPT)

    async def _every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            await self._unless_busy(work)

    async def _unless_busy(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do what will be done again soon anyway."""
        try:
            await work()
        except (Busy, Full):
            logger.warning("inbox waits for the database", platform=self._source.platform)

    async def _surely(self, work: Handle, unit: tuple[Update, ...]) -> None:
        """Do what must not be left undone: an update that is handled but not marked would be handled again."""
        while True:
            try:
                return await work(unit)
            except (Busy, Full):
                await asyncio.sleep(self._rules.backoff_s)


def now() -> float:
    return asyncio.get_running_loop().time()


async def wait(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event, but no longer than that."""
    try:
        async with asyncio.timeout(max(seconds, 0)):
            await event.wait()
    except TimeoutError:
        pass
