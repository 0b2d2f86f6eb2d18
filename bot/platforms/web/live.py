"""Tells open pages that their chat has changed: at once when this process did it, soon when another one did.
Tells those that were opened while no worker was there that one has come."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from storage import Busy, Store

LOOK_S = 1.0
STREAMS_PER_CHAT = 8  # open pages of one person; the oldest yields, its browser comes back when it is looked at


class Listener:
    """One open page: woken when there is something to read, `closed` when it has to end. `idle` is one that was opened
    while no worker was there, until one is."""

    def __init__(self, *, idle: bool) -> None:
        self._news = asyncio.Event()
        self.idle = idle
        self.closed = False

    def wake(self) -> None:
        self._news.set()

    def close(self) -> None:
        self.closed = True
        self._news.set()

    async def news(self, timeout_s: float) -> bool:
        """Wait until something happens; False when nothing has for `timeout_s`."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True


class Live:
    """Who listens to which chat."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, list[Listener]] = defaultdict(list)
        self._closed = False

    @contextmanager
    def listen(self, chat: str, *, idle: bool = False) -> Iterator[Listener]:
        listener, others = Listener(idle=idle), self._listeners[chat]
        if self._closed:
            listener.close()
        if len(others) >= STREAMS_PER_CHAT:
            others[0].close()
        others.append(listener)
        try:
            yield listener
        finally:
            others.remove(listener)
            if not others:
                self._listeners.pop(chat, None)

    async def watch(self, store: Store) -> None:
        """Look for what other processes wrote: one question a second, however many pages are open."""
        heads: dict[str, int] = {}
        while True:
            await asyncio.sleep(LOOK_S)
            if not self._listeners:
                continue
            try:
                async with store.reading() as tx:
                    now = await tx.transcripts.heads(list(self._listeners))
                    manned = bool(self._idle()) and any(worker.paints for worker in await tx.workers.living())
            except Busy:  # pages hear of it at the next look
                continue
            for chat in list(self._listeners):
                # A chat seen for the first time may have changed since its page read it; one without a head is deleted.
                if heads.get(chat) != now.get(chat, 0):
                    self.changed(chat)
            heads = dict.fromkeys(self._listeners, 0) | now
            if manned:
                self._at_work()

    def _idle(self) -> list[Listener]:
        return [listener for listeners in self._listeners.values() for listener in listeners if listener.idle]

    def _at_work(self) -> None:
        for listener in self._idle():
            listener.idle = False
            listener.wake()

    def changed(self, chat: str) -> None:
        for listener in self._listeners.get(chat, ()):
            listener.wake()

    def close(self) -> None:
        """End every stream, those to come as well."""
        self._closed = True
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.close()

    def __len__(self) -> int:
        return sum(len(listeners) for listeners in self._listeners.values())
