"""Telling people what they did not ask for: that a payment came, that a canvas is on its way. Knows no words."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from bot.chat import Address, Chat, DeliveryError, Gone, Message, Refused, TryLater
from storage import Missing, StorageError, Store, Transaction
from storage.notices import NewNotice, Notice
from storage.people import Person

LOOK_S = 1.0
LEASE_S = 60.0
PAUSE_S = 30.0

log = structlog.get_logger()


class Words(Protocol):
    """How a notice is said; `bot.talk` knows."""

    def __call__(self, person: Person, told: Notice, /) -> Message: ...


@dataclass(frozen=True, slots=True)
class Notify:
    """Whatever was written down is said once, where the platform can tell repeats; else at least once."""

    store: Store
    platforms: Callable[[], Sequence[str]]
    chats: Callable[[Address], Chat]
    words: Words

    async def serve(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.look()
            except StorageError as error:
                log.warning("notices not looked up", error=str(error))
            await asyncio.sleep(LOOK_S)

    async def look(self) -> None:
        """Say what waits."""
        async with self.store.reading() as tx:
            waiting = await tx.notices.waiting(self.platforms())
        if not waiting:  # the usual case must not take the write lock
            return
        async with self.store.transaction() as tx:
            claimed = await tx.notices.claim(self.platforms(), LEASE_S)
        for notice in claimed:
            await self.tell(notice)

    async def tell(self, notice: Notice) -> None:
        try:
            async with self.store.reading() as tx:
                person = await tx.people.get(notice.person_id)
            chat = self.chats(Address(notice.platform, notice.chat))
            await chat.send(self.words(person, notice), key=notice.key)
        except TryLater as later:
            await self._later(notice, later.after_s)
            return
        except (Gone, Refused, Missing) as error:  # nobody is there to read it; balance and journal say the same
            log.info("notice not taken", key=notice.key, why=str(error))
        except DeliveryError as error:
            log.warning("notice not delivered", key=notice.key, error=str(error))
            await self._later(notice, PAUSE_S)
            return
        async with self.store.transaction() as tx:
            await tx.notices.sent(notice.key)

    async def _later(self, notice: Notice, after_s: float) -> None:
        async with self.store.transaction() as tx:
            await tx.notices.later(notice.key, after_s)


async def tell_at_home(tx: Transaction, person_id: str, key: str, kind: str, said: Mapping[str, Any]) -> None:
    """Where they talked to us alone last: that chat has the id of their account on every platform. Who has left, or was
    forgotten, is told nothing."""
    if account := await tx.people.home(person_id):
        await tx.notices.add(NewNotice(key, person_id, account.platform, account.external_id, kind, said))
