"""Figures of the whole service, for whoever watches over it. Knows no person and no chart."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import now
from storage.fairness import ACTIVE
from storage.job import JobState
from storage.tables import jobs


@dataclass(frozen=True, slots=True)
class Depth:
    """Jobs of a tier that wait or run."""

    state: JobState
    tier: str
    jobs: int
    oldest_s: float


@dataclass(frozen=True, slots=True)
class Ended:
    """A job that ended; `waited_s` is None for one that never began."""

    tier: str
    effect: str
    state: JobState
    error: str | None
    delivered: bool
    waited_s: float | None
    painted_s: float | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Read-only questions over the jobs."""

    connection: AsyncConnection

    async def depths(self) -> list[Depth]:
        """How much waits and runs, and for how long?"""
        moment = (await self.connection.execute(select(now()))).scalar_one()
        statement = (
            select(jobs.c.state, jobs.c.tier, func.count(), func.min(jobs.c.created_at))
            .where(jobs.c.state.in_(ACTIVE))
            .group_by(jobs.c.state, jobs.c.tier)
            .order_by(jobs.c.state, jobs.c.tier)
        )
        return [
            Depth(JobState(state), tier, count, seconds(oldest, moment))
            for state, tier, count, oldest in await self.connection.execute(statement)
        ]

    async def ended(self, within_s: float, limit: int) -> list[Ended]:
        """What ended lately, the latest first?"""
        columns = (jobs.c.created_at, jobs.c.started_at, jobs.c.ended_at, jobs.c.delivered_at)
        statement = (
            select(jobs.c.tier, jobs.c.effect, jobs.c.state, jobs.c.error, *columns)
            .where(jobs.c.ended_at >= now(-within_s))
            .order_by(jobs.c.ended_at.desc())
            .limit(limit)
        )
        return [
            Ended(
                tier=row.tier,
                effect=row.effect,
                state=JobState(row.state),
                error=row.error,
                delivered=row.delivered_at is not None,
                waited_s=row.started_at and seconds(row.created_at, row.started_at),
                painted_s=row.started_at and seconds(row.started_at, row.ended_at),
            )
            for row in await self.connection.execute(statement)
        ]


def seconds(begin: datetime, end: datetime) -> float:
    return max(0.0, (end - begin).total_seconds())
