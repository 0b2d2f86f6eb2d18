"""How the service is used, day by day: who was active, what was painted and how long it waited, what was published.

Days are those of UTC. Every question is about a range of an index, and counts in the database. Knows no chart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Executable, Table, distinct, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import day, elapsed_s, hour, now
from storage.feed_tables import likes, posts, reports
from storage.job import JobState
from storage.tables import jobs, people
from storage.till_tables import purchases

DAY_S = 24 * 3600.0
PAINTED = (JobState.DONE, JobState.STOPPED)
BACK = (7, 14)  # days after they came: the second week


@dataclass(frozen=True, slots=True)
class Painted:
    """So many jobs of one kind ended with a painting on one day."""

    day: str
    effect: str
    tier: str
    count: int


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
    """Read-only questions, each about so many days up to now."""

    connection: AsyncConnection

    async def active(self, days: int) -> dict[tuple[str, str], int]:
        """How many people got a painting, by day and platform?"""
        kept = (day(jobs.c.ended_at), jobs.c.platform)
        counted = select(*kept, func.count(distinct(jobs.c.person_id))).where(*_ended(days)).group_by(*kept)
        return {(when, platform): count for when, platform, count in await self._rows(counted)}

    async def painted(self, days: int) -> list[Painted]:
        """What was painted?"""
        # How a job ended is looked at here: in the statement it would lead SQLite to another index, and off the range.
        kept = (jobs.c.state, day(jobs.c.ended_at), jobs.c.effect, jobs.c.tier)
        counted = select(*kept, func.count()).where(*_ended(days)).group_by(*kept)
        return [Painted(*row) for state, *row in await self._rows(counted) if state in PAINTED]

    async def waits(self, days: int) -> dict[str, dict[int, int]]:
        """For each day: how many jobs waited so many whole seconds?"""
        waited = elapsed_s(jobs.c.created_at, jobs.c.started_at)
        kept = (day(jobs.c.ended_at), waited)
        counted = select(*kept, func.count()).where(*_ended(days), jobs.c.started_at.is_not(None)).group_by(*kept)
        found: dict[str, dict[int, int]] = {}
        for when, seconds, count in await self._rows(counted):
            found.setdefault(when, {})[max(0, int(seconds))] = count
        return found

    async def posted(self, days: int) -> Mapping[str, Mapping[str, int]]:
        """How many posts, likes and reports, by day?"""
        return {table.name: await self._by_day(table, days) for table in (posts, likes, reports)}

    async def cohorts(self, days: int) -> list[Cohort]:
        """What became of those who came?"""
        theirs = jobs.c.person_id == people.c.person_id
        came = exists().where(theirs, jobs.c.state.in_(PAINTED))
        since = elapsed_s(people.c.created_at, jobs.c.created_at)
        back = exists().where(theirs, since >= BACK[0] * DAY_S, since < BACK[1] * DAY_S)
        paid = exists().where(purchases.c.person_id == people.c.person_id, purchases.c.paid_at.is_not(None))
        when = day(people.c.created_at)
        sums = (_so_many(came), _so_many(paid), _so_many(back))
        counted = select(when, func.count(), *sums).where(people.c.created_at >= now(-days * DAY_S)).group_by(when)
        return [Cohort(*row) for row in await self._rows(counted)]

    async def hours(self, days: int) -> dict[int, Hour]:
        """What was ordered by hour of the day, all days together?"""
        when = hour(jobs.c.created_at)
        seconds = func.sum(elapsed_s(jobs.c.started_at, jobs.c.ended_at))
        counted = select(when, func.count(), seconds).where(*_ended(days)).group_by(when)
        return {int(at): Hour(count, float(painted_s or 0)) for at, count, painted_s in await self._rows(counted)}

    async def _by_day(self, table: Table, days: int) -> dict[str, int]:
        when = day(table.c.created_at)
        counted = select(when, func.count()).where(table.c.created_at >= now(-days * DAY_S)).group_by(when)
        return dict(await self._rows(counted))

    async def _rows(self, statement: Executable) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in await self.connection.execute(statement)]


def _ended(days: int) -> tuple[ColumnElement[bool]]:
    return (jobs.c.ended_at >= now(-days * DAY_S),)


def _so_many(which: ColumnElement[bool]) -> ColumnElement[int]:
    """How many of the rows are such?"""
    return func.count().filter(which)
