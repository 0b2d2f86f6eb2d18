"""Sending broadcasts: one process at a time, so many letters a second, nobody twice. Knows the port; knows no words.

A letter that may have arrived is not sent again: who misses one loses little, who gets two loses trust.
"""

import asyncio
import time
import uuid
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from bot.chat import Address, Chat, DeliveryError, Gone, Message, Refused, TryLater, Unsure
from storage import StorageError, Store
from storage.broadcasts import Broadcast, Letter, LetterState

PER_S = 25.0  # Telegram allows a bot 30 messages a second, and people who paint need some of them
BATCH = 5
LOOK_S = 2.0
LEASE_S = 60.0

log = structlog.get_logger()


class Words(Protocol):
    """How a letter looks; `bot.talk` knows."""

    def __call__(self, letter: Letter, broadcast: Broadcast, /) -> Message: ...


@dataclass(frozen=True, slots=True)
class Letters:
    """`per_s` letters a second at most, by this `clock`; `pause` waits by it. As many as a `batch` may stay unsure when
    a process is killed; another goes on when its lease is over."""

    store: Store
    platforms: Callable[[], Sequence[str]]
    chats: Callable[[Address], Chat]
    words: Words
    per_s: float = PER_S
    batch: int = BATCH
    lease_s: float = LEASE_S
    clock: Callable[[], float] = time.monotonic
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    owner: str = field(default_factory=lambda: uuid.uuid4().hex)

    async def serve(self) -> None:
        """Until cancelled."""
        while True:
            try:
                while await self.send_some():
                    pass
            except StorageError as error:
                log.warning("letters not looked up", error=str(error))
            await self.pause(LOOK_S)

    async def send_some(self) -> bool:
        """Send the next few letters; False when there are none to send now."""
        async with self.store.reading() as tx:
            if not await tx.broadcasts.due():  # the usual case must not take the write lock
                return False
        begun, platforms = self.clock(), self.platforms()
        async with self.store.transaction() as tx:
            broadcast_id = await tx.broadcasts.lease(self.owner, self.lease_s)
            if broadcast_id is None:
                return False
            broadcast = await tx.broadcasts.get(broadcast_id)
            letters = await tx.broadcasts.claim(self.owner, broadcast_id, platforms, self.batch)
            if not letters:
                if not await tx.broadcasts.finish(broadcast_id):  # the rest is for platforms of other processes
                    await tx.broadcasts.release(broadcast_id, self.owner)
                return False
        wait_s = await self._send(broadcast, letters)
        await self.pause(max(wait_s, begun + len(letters) / self.per_s - self.clock(), 0))
        return True

    async def _send(self, broadcast: Broadcast, letters: Sequence[Letter]) -> float:
        """Send them at once and note how each has ended; returns for how many seconds nobody wants more."""
        ends = defaultdict[LetterState, list[int]](list)
        wait_s = 0.0
        for letter, (state, after_s) in zip(
            letters, await asyncio.gather(*(self._post(broadcast, letter) for letter in letters)), strict=True
        ):
            ends[state].append(letter.seq)
            wait_s = max(wait_s, after_s)
        async with self.store.transaction() as tx:
            await tx.broadcasts.note(broadcast.broadcast_id, ends)
            for letter in letters:
                if letter.seq in ends[LetterState.GONE]:
                    await tx.people.gone(letter.platform, letter.chat)
        return wait_s

    async def _post(self, broadcast: Broadcast, letter: Letter) -> tuple[LetterState, float]:
        """How it has ended, and for how many seconds the platform is busy."""
        chat = self.chats(Address(letter.platform, letter.chat))
        try:
            await chat.send(self.words(letter, broadcast), key=f"letter:{broadcast.broadcast_id}:{letter.seq}")
        except Unsure as unsure:
            return LetterState.UNSURE, unsure.after_s
        except TryLater as later:
            return LetterState.WAITING, later.after_s
        except Gone:
            return LetterState.GONE, 0.0
        except Refused as refused:
            log.warning("letter refused", broadcast=broadcast.broadcast_id, letter=letter.seq, why=str(refused))
            return LetterState.FAILED, 0.0
        except DeliveryError as error:
            log.warning("letter not delivered", broadcast=broadcast.broadcast_id, letter=letter.seq, error=str(error))
            return LetterState.UNSURE, 0.0
        return LetterState.SENT, 0.0
