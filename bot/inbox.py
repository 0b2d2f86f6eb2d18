"""The door of every platform's updates: written down before they are confirmed, handled later. Knows no platform."""

import asyncio

from bot.reader import Album, Handle, Payload, Reader, Rules, Source
from storage import Store


class Inbox:
    """One for all platforms of a process; many processes may share the storage behind it."""

    def __init__(self, store: Store, rules: Rules | None = None) -> None:
        self._store = store
        self._rules = rules or Rules()
        self._wakes: dict[str, asyncio.Event] = {}

    async def write(self, platform: str, update_id: str, chat: str, payload: Payload, *, author: str = "") -> bool:
        """Write an update down, after which it may be confirmed; False when it is known. Updates of one `chat` keep
        their order; by `author`, the sender's account, they can be forgotten. Raises Busy or Full: not written."""
        async with self._store.transaction() as tx:
            new = await tx.inbox.write(platform, update_id, chat, payload, author=author)
        if new:
            self._wake(platform).set()
        return new

    async def serve(
        self, platform: str, handle: Handle, *, album: Album | None = None, apologize: Handle | None = None
    ) -> None:
        """Handle what is and what will be written, until cancelled; what a killed process left is handled too, as soon
        as its lease is over.

        `handle` gets one update, or all parts of an album: updates of one chat with the same `album` key, complete when
        `album_s` have passed since the last. TryLater and Busy put it off; Gone ends it; any other error is tried again
        a few times, then the update is set aside and `apologize` may tell the person.
        """
        await Reader(self._store, self._rules, Source(platform, handle, album, apologize), self._wake(platform)).run()

    def _wake(self, platform: str) -> asyncio.Event:
        return self._wakes.setdefault(platform, asyncio.Event())
