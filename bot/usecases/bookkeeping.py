"""Keeping the books: offers and allowances whose time is over expire, and once a day everything is checked.

A task of its own in the chat process: the check reads every entry, and a heart must not wait for that.
"""

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

import structlog

from storage import StorageError, Store

LOOK_S = 300.0
CHECK_EVERY = timedelta(days=1)
KEEP_NOTICES_S = 30 * 24 * 3600.0
AT_ONCE = 100  # accounts that expire in one transaction: nobody waits long for the write lock
CHECKED = "books.checked"  # the cursor

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Checked:
    """What the last check found, and when it was."""

    at: datetime
    faults: int

    def to_json(self) -> str:
        return json.dumps({"at": self.at.isoformat(), "faults": self.faults})

    @classmethod
    def from_json(cls, text: str) -> Self:
        said = json.loads(text)
        return cls(datetime.fromisoformat(said["at"]), said["faults"])


@dataclass(frozen=True, slots=True)
class Bookkeeping:
    """Two processes that do this at once do no harm."""

    store: Store

    async def serve(self) -> None:
        """Until cancelled; not at once, as a start has enough to do."""
        while True:
            await asyncio.sleep(LOOK_S)
            try:
                await self.look()
            except StorageError as error:
                log.warning("books not kept", error=str(error))

    async def look(self) -> None:
        """What is due now."""
        async with self.store.transaction() as tx:
            await tx.purchases.expire()
            await tx.notices.prune(KEEP_NOTICES_S)
        await self.gather()
        if await self.due():
            await self.expire()
            await self.check()

    async def due(self) -> bool:
        """Was the last check long ago?"""
        async with self.store.reading() as tx:
            last = await tx.cursors.get(CHECKED)
            return last is None or await tx.now() - Checked.from_json(last).at >= CHECK_EVERY

    async def gather(self) -> None:
        """What came too late for two people who have become one follows; seldom anything does."""
        async with self.store.reading() as tx:
            late = await tx.joining.late()
        if late:
            async with self.store.transaction() as tx:
                log.info("what came late for a joined account follows", people=await tx.joining.gather())

    async def expire(self) -> None:
        """What is left of a daily allowance goes back to the house when its day is over everywhere on earth."""
        async with self.store.reading() as tx:
            today = (await tx.now()).date()
            stale = await tx.ledger.stale((today - timedelta(days=1)).isoformat())
        for first in range(0, len(stale), AT_ONCE):
            async with self.store.transaction() as tx:
                for charge in stale[first : first + AT_ONCE]:
                    await tx.ledger.expire(charge)

    async def check(self) -> list[str]:
        """The audit, with a line in the log for each fault; the result is remembered for whoever watches."""
        async with self.store.reading() as tx:
            faults, now = await tx.books.check(), await tx.now()
        for fault in faults:
            log.error("a fault in the books", fault=fault)
        async with self.store.transaction() as tx:
            await tx.cursors.move(CHECKED, Checked(now, len(faults)).to_json())
        log.info("the books are checked", faults=len(faults))
        return faults
