"""Tells open pages that their chat has changed. Lives in one process; streams look for others' changes themselves."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

STREAMS_PER_CHAT = 8  # open pages of one person; the oldest yields, its browser comes back when it is looked at


class Listener:
    """One open page: `changed` when there is something to read, `closed` when it has to end."""

    def __init__(self) -> None:
        self._news = asyncio.Event()
        self.closed = False

    def wake(self) -> None:
        self._news.set()

    def close(self) -> None:
        self.closed = True
        self._news.set()

    async def wait(self, timeout_s: float) -> None:
        """Until something happens, at most `timeout_s`."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._news.wait()
        except TimeoutError:
            return
        if not self.closed:
            self._news.clear()


class Live:
    """Who listens to which chat."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, list[Listener]] = defaultdict(list)
        self._closed = False

    @contextmanager
    def listen(self, chat: str) -> Iterator[Listener]:
        listener, others = Listener(), self._listeners[chat]
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
