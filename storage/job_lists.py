"""Questions about jobs: which wait, which are late, what comes before this one. Changes nothing."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Double, Row, Select, case, cast, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import fairness
from storage.dialects import now
from storage.errors import Missing
from storage.job import Ahead, Job, JobState, Lane, Line
from storage.tables import jobs

JOB = [jobs.c[field.name] for field in fields(Job)]
WAITS = jobs.c.state == JobState.QUEUED
RUNS = jobs.c.state == JobState.RUNNING
UNENDED = jobs.c.state.in_(fairness.ACTIVE)
ORDER = (jobs.c.priority, jobs.c.created_at, jobs.c.job_id)


def to_job(row: Row[Any]) -> Job:
    typed = {"state": JobState(row.state), "lane": Lane(row.lane), "style_keys": tuple(row.style_keys)}
    price = row.price or {}  # jobs that ended before prices were kept have none
    return Job(**{**row._mapping, **typed, "price": price})


@dataclass(frozen=True, slots=True)
class JobLists:
    """What one may ask without changing anything."""

    connection: AsyncConnection

    async def get(self, job_id: str) -> Job:
        """The job with this id; raises Missing."""
        row = (await self.connection.execute(select(*JOB).where(jobs.c.job_id == job_id))).one_or_none()
        if row is None:
            raise Missing("job", job_id)
        return to_job(row)

    async def of_order(self, order: str) -> list[Job]:
        """The jobs that were ordered together, in their order; the one job that is an order of its own."""
        theirs = or_(jobs.c.job_id == order, jobs.c.order_id == order)
        return await self._all(select(*JOB).where(theirs).order_by(jobs.c.position))

    async def active(self, platforms: Collection[str]) -> list[Job]:
        """What do the chats of these platforms have to show: jobs not ended, and ended ones not delivered."""
        shown = or_(UNENDED, jobs.c.delivered_at.is_(None))
        return await self._all(select(*JOB).where(jobs.c.platform.in_(platforms), shown).order_by(*ORDER))

    async def unfinished(self) -> list[Job]:
        """Which jobs have not ended, in the order in which they start?"""
        return await self._all(select(*JOB).where(UNENDED).order_by(*ORDER))

    async def stalled(self, older_than_s: float) -> list[Job]:
        """Which running jobs have given no sign of life for so long?"""
        return await self._all(select(*JOB).where(RUNS, jobs.c.progress_at < now(-older_than_s)).order_by(*ORDER))

    async def unfinished_of(self, person_id: str) -> int:
        """How many jobs of the person have not ended?"""
        statement = select(func.count()).where(jobs.c.person_id == person_id, UNENDED)
        return (await self.connection.execute(statement)).scalar_one()

    async def undelivered(self, within_s: float) -> list[Job]:
        """Of which jobs that ended lately has the person not been told?"""
        lately = jobs.c.ended_at >= now(-within_s)
        return await self._all(select(*JOB).where(lately, jobs.c.delivered_at.is_(None)).order_by(jobs.c.ended_at))

    async def leftovers(self, older_than_s: float) -> list[Job]:
        """Which jobs ended so long ago and still have a preview or a checkpoint?"""
        kept = or_(jobs.c.preview_key.is_not(None), jobs.c.checkpoint_key.is_not(None))
        return await self._all(select(*JOB).where(jobs.c.ended_at < now(-older_than_s), kept).order_by(*ORDER))

    async def failed(self, limit: int) -> list[Job]:
        """Which jobs ended without a picture? Newest first."""
        newest = select(*JOB).where(jobs.c.state == JobState.FAILED).order_by(jobs.c.ended_at.desc(), jobs.c.job_id)
        return await self._all(newest.limit(limit))

    async def of_person(self, person_id: str, limit: int) -> list[Job]:
        """The person's jobs, newest first."""
        newest = select(*JOB).where(jobs.c.person_id == person_id).order_by(jobs.c.created_at.desc(), jobs.c.job_id)
        return await self._all(newest.limit(limit))

    async def ahead(self, job_id: str) -> Ahead:
        """What comes before this job in its lane?"""
        job = await self.get(job_id)
        if job.state is not JobState.QUEUED:
            return Ahead(0, 0.0)
        return await self._before(job.lane, tuple_(*ORDER) < tuple_(job.priority, job.created_at, job.job_id))

    async def ahead_of_new(self, person_id: str, line: Line, base_priority: int, cost: float) -> Ahead:
        """What would come before a job that is ordered now?"""
        tag = await fairness.foresee(self.connection, person_id, line, cost)
        return await self._before(line.lane, jobs.c.priority <= tag.priority(base_priority))

    async def _before(self, lane: Lane, earlier: ColumnElement[bool]) -> Ahead:
        rest = jobs.c.cost * (1 - cast(jobs.c.done, Double) / case((jobs.c.total > 0, jobs.c.total), else_=1))
        statement = select(func.count().filter(WAITS), func.sum(case((RUNS, rest), else_=jobs.c.cost))).where(
            jobs.c.lane == lane, RUNS | (WAITS & earlier)
        )
        waiting, cost = (await self.connection.execute(statement)).one()
        return Ahead(waiting + 1, float(cost or 0.0))

    async def _all(self, statement: Select[Any]) -> list[Job]:
        return [to_job(row) for row in await self.connection.execute(statement)]
