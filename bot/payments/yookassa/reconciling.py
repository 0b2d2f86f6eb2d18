"""Asking YooKassa what became of our payments, for the news that never came. Each look may be taken again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from bot.payments.yookassa.noting import Noting
from bot.payments.yookassa.settings import NAME
from bot.till import TillError
from storage import StorageError
from storage.purchases import PurchaseState

MINUTE_S = 60.0
MINUTES = 60  # between two great looks
FRESH_S = 2 * 3600.0  # as long as somebody may sit at YooKassa's page, and a little more
FIRST = timedelta(hours=25)  # what a first great look goes back
OVERLAP = timedelta(hours=1)
SKEW = timedelta(minutes=5)
SLOW_REFUND = timedelta(days=3)  # it is listed by when it was asked for

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Reconciling:
    """A great look at the start and hourly, a small one each minute while somebody may be paying."""

    noting: Noting
    minute_s: float = MINUTE_S

    async def serve(self) -> None:
        """Until cancelled."""
        while True:
            await self._insist(self.everything)
            for _ in range(MINUTES):
                await asyncio.sleep(self.minute_s)
                await self._insist(self.fresh)

    async def everything(self) -> None:
        """What was paid and what went back since the last great look."""
        async with self.noting.store.reading() as tx:
            began, cursor = await tx.now(), await tx.cursors.get(NAME)
        since = datetime.fromisoformat(cursor) - OVERLAP if cursor else began - FIRST
        async for charge in self.noting.client.charges(status="succeeded", captured_at__gte=stamp(since)):
            await self.noting.charge(charge)
        async for refund in self.noting.client.refunds(status="succeeded", created_at__gte=stamp(since - SLOW_REFUND)):
            await self.noting.back(refund)
        async with self.noting.store.transaction() as tx:
            await tx.cursors.move(NAME, began.isoformat())

    async def fresh(self) -> None:
        """What became of the purchases that people are paying now; asks nothing where there are none."""
        async with self.noting.store.reading() as tx:
            waiting = await tx.purchases.waiting(NAME, FRESH_S)
        begun = [one.created_at for one in waiting if one.link and one.state is not PurchaseState.CANCELED]
        if not begun:
            return
        async for charge in self.noting.client.charges(created_at__gte=stamp(min(begun) - SKEW)):
            await self.noting.charge(charge)

    async def _insist(self, look: Callable[[], Awaitable[None]]) -> None:
        try:
            await look()
        except (TillError, StorageError) as error:
            log.warning("not reconciled, the next look sees it", till=NAME, error=str(error))


def stamp(moment: datetime) -> str:
    """As the API reads it: 2026-11-21T12:00:00.000Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"
