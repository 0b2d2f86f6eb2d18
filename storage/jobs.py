"""Jobs: what is to be painted, who paints it, how far it is. Knows no queue engine and no chat.

A job ends once, by a compare-and-set. Each claim begins a new attempt; writes of an earlier attempt change nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Double, Row, Select, case, cast, func, or_, select, true, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import fairness
from storage.dialects import insert, now
from storage.errors import Missing
from storage.job import Ahead, Job, JobState, NewJob
from storage.tables import jobs

__all__ = ["Ahead", "Job", "JobState", "Jobs", "NewJob"]

JOB = [jobs.c[field.name] for field in fields(Job)]
WAITS = jobs.c.state == JobState.QUEUED
RUNS = jobs.c.state == JobState.RUNNING
UNENDED = jobs.c.state.in_(fairness.ACTIVE)
ORDER = (jobs.c.priority, jobs.c.created_at, jobs.c.job_id)


def _job(row: Row[Any]) -> Job:
    return Job(**{**row._mapping, "state": JobState(row.state), "style_keys": tuple(row.style_keys)})


@dataclass(frozen=True, slots=True)
class Jobs:
    """Ordering, claiming, reporting, ending, delivering."""

    connection: AsyncConnection

    async def add(self, new: NewJob) -> bool:
        """Queue a job at its fair place; False when its id is known."""
        tag = await fairness.take(self.connection, new.person_id, new.tier, new.cost)
        values = {field.name: getattr(new, field.name) for field in fields(NewJob) if field.name != "base_priority"}
        values |= {"options": dict(new.options), "style_keys": list(new.style_keys)}
        values |= {"epoch": tag.epoch, "vstart": tag.vstart, "vfinish": tag.vfinish}
        values |= {"state": JobState.QUEUED, "priority": tag.priority(new.base_priority), "created_at": now()}
        statement = insert(self.connection, jobs).values(values).on_conflict_do_nothing().returning(jobs.c.job_id)
        return (await self.connection.execute(statement)).scalar_one_or_none() is not None

    async def get(self, job_id: str) -> Job:
        """The job with this id; raises Missing."""
        row = (await self.connection.execute(select(*JOB).where(jobs.c.job_id == job_id))).one_or_none()
        if row is None:
            raise Missing("job", job_id)
        return _job(row)

    async def claim(self, job_id: str, worker: str) -> Job | None:
        """The worker starts the job, or goes on where another left it; None when it has ended."""
        statement = (
            update(jobs)
            .where(jobs.c.job_id == job_id, UNENDED)
            .values(
                state=JobState.RUNNING,
                attempt=jobs.c.attempt + 1,
                worker=worker,
                started_at=func.coalesce(jobs.c.started_at, now()),
                progress_at=now(),
            )
            .returning(*JOB)
        )
        row = (await self.connection.execute(statement)).one_or_none()
        if row is None:
            return None
        await fairness.advance(self.connection, job_id)
        return _job(row)

    async def progress(
        self,
        job_id: str,
        attempt: int,
        done: int,
        loss: float | None = None,
        preview_key: str | None = None,
        checkpoint_key: str | None = None,
    ) -> Job | None:
        """The sign of life of an attempt; what is None stays as it was. None: this attempt is over, stop painting."""
        statement = (
            update(jobs)
            .where(jobs.c.job_id == job_id, jobs.c.attempt == attempt, RUNS)
            .values(
                done=done,
                loss=func.coalesce(loss, jobs.c.loss),
                preview_key=func.coalesce(preview_key, jobs.c.preview_key),
                checkpoint_key=func.coalesce(checkpoint_key, jobs.c.checkpoint_key),
                progress_at=now(),
            )
            .returning(*JOB)
        )
        row = (await self.connection.execute(statement)).one_or_none()
        return _job(row) if row else None

    async def ask_stop(self, job_id: str, person_id: str) -> Job:
        """The person wants it to end: a queued job is stopped at once (release its charges), a running one is told,
        an ended one stays as it is. Raises Missing, also for the job of another."""
        theirs = (jobs.c.job_id == job_id, jobs.c.person_id == person_id)
        statement = (
            update(jobs)
            .where(*theirs, UNENDED)
            .values(
                stop_asked=true(),
                state=case((WAITS, JobState.STOPPED), else_=jobs.c.state),
                ended_at=case((WAITS, now()), else_=jobs.c.ended_at),
            )
            .returning(*JOB)
        )
        row = (await self.connection.execute(statement)).one_or_none()
        row = row or (await self.connection.execute(select(*JOB).where(*theirs))).one_or_none()
        if row is None:
            raise Missing("job", job_id)
        return _job(row)

    async def finish(
        self,
        job_id: str,
        attempt: int | None,
        state: JobState,
        *,
        work_id: str | None = None,
        error: str | None = None,
    ) -> bool:
        """End the job; True for the one caller who did. An attempt can end only while it is the running one;
        without an attempt any job that has not ended is ended."""
        if not state.ended:
            raise ValueError(f"a job does not end as {state}")
        mine = UNENDED if attempt is None else RUNS & (jobs.c.attempt == attempt)
        statement = (
            update(jobs)
            .where(jobs.c.job_id == job_id, mine)
            .values(state=state, work_id=work_id, error=error, ended_at=now())
            .returning(jobs.c.job_id)
        )
        return (await self.connection.execute(statement)).scalar_one_or_none() is not None

    async def set_status_message(self, job_id: str, message_id: str) -> None:
        """The message of the chat that shows how the job is going."""
        await self.connection.execute(update(jobs).where(jobs.c.job_id == job_id).values(status_message=message_id))

    async def deliver(self, job_id: str) -> bool:
        """The person has been told of the end; True for the first who says so."""
        statement = (
            update(jobs)
            .where(jobs.c.job_id == job_id, ~UNENDED, jobs.c.delivered_at.is_(None))
            .values(delivered_at=now())
            .returning(jobs.c.job_id)
        )
        return (await self.connection.execute(statement)).scalar_one_or_none() is not None

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

    async def tidied(self, job_id: str) -> None:
        """The preview and the checkpoint are gone."""
        gone = update(jobs).where(jobs.c.job_id == job_id).values(preview_key=None, checkpoint_key=None)
        await self.connection.execute(gone)

    async def of_person(self, person_id: str, limit: int) -> list[Job]:
        """The person's jobs, newest first."""
        newest = select(*JOB).where(jobs.c.person_id == person_id).order_by(jobs.c.created_at.desc(), jobs.c.job_id)
        return await self._all(newest.limit(limit))

    async def ahead(self, job_id: str) -> Ahead:
        """What comes before this job?"""
        job = await self.get(job_id)
        if job.state is not JobState.QUEUED:
            return Ahead(0, 0.0)
        return await self._before(tuple_(*ORDER) < tuple_(job.priority, job.created_at, job.job_id))

    async def ahead_of_new(self, person_id: str, tier: str, base_priority: int, cost: float) -> Ahead:
        """What would come before a job that is ordered now?"""
        tag = await fairness.foresee(self.connection, person_id, tier, cost)
        return await self._before(jobs.c.priority <= tag.priority(base_priority))

    async def _before(self, earlier: ColumnElement[bool]) -> Ahead:
        rest = jobs.c.cost * (1 - cast(jobs.c.done, Double) / case((jobs.c.total > 0, jobs.c.total), else_=1))
        statement = select(func.count().filter(WAITS), func.sum(case((RUNS, rest), else_=jobs.c.cost))).where(
            RUNS | (WAITS & earlier)
        )
        waiting, cost = (await self.connection.execute(statement)).one()
        return Ahead(waiting + 1, float(cost or 0.0))

    async def _all(self, statement: Select[Any]) -> list[Job]:
        return [_job(row) for row in await self.connection.execute(statement)]
