"""How the service is used, day by day: who was active, what was painted and how long it waited, what was published.

Days are those of UTC. What is counted of jobs and payments is in storage/measures.py, and is counted once for each day
that is over; all else is a range of an index. Knows no chart.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import day, now
from storage.feed_tables import likes, posts, reports
from storage.finished_days import FinishedDays, midnight
from storage.measures import (
    ACTIVE,
    CAME_BACK,
    ENDED,
    FIRST_PAINTINGS,
    FIRST_PAYMENTS,
    HOURS,
    PAINTED,
    WAITS,
    Measure,
)
from storage.tables import people


@dataclass(frozen=True, slots=True)
class Painted:
    """So many jobs of one kind ended with a painting on one day."""

    day: str
    effect: str
    tier: str
    count: int


@dataclass(frozen=True, slots=True)
class Waits:
    """Whole seconds from the order to the start that half of a day's jobs waited at most, and that 95 of 100 did."""

    median_s: int
    p95_s: int


@dataclass(frozen=True, slots=True)
class Cohort:
    """Of those who came on one day so many had a painting, have paid, and painted again in their second week."""

    day: str
    arrived: int
    painted: int
    paid: int
    back: int


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the day: what all its jobs together were, and how long they were painted."""

    jobs: int
    painted_s: float


@dataclass(frozen=True, slots=True)
class Activity:
    """Read-only questions, each about so many days of which today is the last."""

    connection: AsyncConnection

    async def active(self, days: int) -> dict[tuple[str, str], int]:
        """How many people got a painting, by day and platform?"""
        return {(when, platform): count for when, platform, count in await self._counted(ACTIVE, days)}

    async def painted(self, days: int) -> list[Painted]:
        """What was painted?"""
        rows = sorted(await self._counted(ENDED, days))
        return [Painted(when, *kind) for when, state, *kind in rows if state in PAINTED]

    async def waits(self, days: int) -> dict[str, Waits]:
        """How long did jobs wait, by day?"""
        return {when: Waits(*(max(0, one) for one in waited)) for when, *waited in await self._counted(WAITS, days)}

    async def posted(self, days: int) -> Mapping[str, Mapping[str, int]]:
        """How many posts, likes and reports, by day?"""
        return {table.name: await self._by_day(table, days) for table in (posts, likes, reports)}

    async def cohorts(self, days: int) -> list[Cohort]:
        """What became of those who came?"""
        arrived, back = await self._by_day(people, days), dict(await self._counted(CAME_BACK, days))
        painted, paid = await self._by_arrival(FIRST_PAINTINGS, days), await self._by_arrival(FIRST_PAYMENTS, days)
        return [
            Cohort(when, count, painted[when], paid[when], back.get(when, 0)) for when, count in sorted(arrived.items())
        ]

    async def hours(self, days: int) -> dict[int, Hour]:
        """What was ordered by hour of the day, so many times 24 hours together?"""
        found: dict[int, Hour] = {}
        since = await self._now() - timedelta(days=days)
        for _, at, count, seconds in await FinishedDays(self.connection).count(HOURS, since):
            before = found.get(at, Hour(0, 0.0))
            found[at] = Hour(before.jobs + count, before.painted_s + (seconds or 0))
        return found

    async def _counted(self, measure: Measure, days: int) -> list[tuple[Any, ...]]:
        return await FinishedDays(self.connection).count(measure, await self._first(days))

    async def _by_arrival(self, measure: Measure, days: int) -> Counter[str]:
        """Of those who came on a day so many did it, whenever that was."""
        found: Counter[str] = Counter()
        for _, came, count in await self._counted(measure, days):
            found[came] += count
        return found

    async def _by_day(self, table: Table, days: int) -> dict[str, int]:
        when = day(table.c.created_at)
        counted = select(when, func.count()).where(table.c.created_at >= await self._first(days)).group_by(when)
        return {row[0]: row[1] for row in await self.connection.execute(counted)}

    async def _first(self, days: int) -> datetime:
        """When the first of the days began."""
        return midnight((await self._now()).date() - timedelta(days=days - 1))

    async def _now(self) -> datetime:
        moment: datetime = (await self.connection.execute(select(now()))).scalar_one()
        return moment
