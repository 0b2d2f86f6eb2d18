"""Counting the days that are over, so that statistics of a year are a page of rows. Knows no measure and no chart.

A task of its own in the chat process. Nobody needs it to be done: what is not counted yet is counted by whoever asks.
"""

import asyncio
from dataclasses import dataclass

import structlog

from storage import StorageError, Store
from storage.finished_days import FinishedDays

DAYS = 366  # statistics look a year back
LOOK_S = 300.0
REST_S = 0.2  # between two days: nobody waits long for the write lock

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class CountDays:
    """Two processes that do this at once do no harm."""

    store: Store

    async def serve(self) -> None:
        """Until cancelled; not at once, as a start has enough to do."""
        while True:
            await asyncio.sleep(LOOK_S)
            try:
                await self.look(REST_S)
            except StorageError as error:
                log.warning("days not counted", error=str(error))

    async def look(self, rest_s: float = 0.0) -> int:
        """Every day that is over and not counted; how many these were."""
        async with self.store.reading() as tx:
            due = await FinishedDays(tx.connection).due(DAYS)
        for when, measures in due.items():
            async with self.store.transaction() as tx:
                await FinishedDays(tx.connection).write(when, measures)
            await asyncio.sleep(rest_s)
        return len(due)
