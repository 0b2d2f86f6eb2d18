"""Jobs: what is to be painted, who paints it, how far it is. Knows no queue engine and no chat.

A job ends once, by a compare-and-set. Each claim begins a new attempt; writes of an earlier attempt change nothing.
"""

from dataclasses import dataclass, fields

from sqlalchemy import case, func, or_, select, true, update

from storage import fairness
from storage.dialects import insert, now
from storage.errors import Missing
from storage.job import Ahead, Job, JobState, Line, NewJob
from storage.job_lists import JOB, RUNS, UNENDED, WAITS, JobLists, to_job
from storage.tables import jobs

__all__ = ["Ahead", "Job", "JobState", "Jobs", "NewJob"]


@dataclass(frozen=True, slots=True)
class Jobs(JobLists):
    """Ordering, claiming, reporting, ending, delivering."""

    async def add(self, new: NewJob) -> bool:
        """Queue a job at its fair place; False when its id is known."""
        tag = await fairness.take(self.connection, new.person_id, Line(new.tier, new.lane), new.cost)
        values = {field.name: getattr(new, field.name) for field in fields(NewJob) if field.name != "base_priority"}
        values |= {"options": dict(new.options), "price": dict(new.price), "style_keys": list(new.style_keys)}
        values |= {"epoch": tag.epoch, "vstart": tag.vstart, "vfinish": tag.vfinish}
        values |= {"state": JobState.QUEUED, "priority": tag.priority(new.base_priority), "created_at": now()}
        statement = insert(self.connection, jobs).values(values).on_conflict_do_nothing().returning(jobs.c.job_id)
        return (await self.connection.execute(statement)).scalar_one_or_none() is not None

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
        return to_job(row)

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
        return to_job(row) if row else None

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
        return to_job(row)

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

    async def set_status_message(self, order: str, message_id: str) -> None:
        """The message of the chat that shows how the jobs of an order are going."""
        theirs = or_(jobs.c.job_id == order, jobs.c.order_id == order)
        await self.connection.execute(update(jobs).where(theirs).values(status_message=message_id))

    async def deliver(self, job_id: str) -> bool:
        """The person has been told of the end; True for the first who says so."""
        statement = (
            update(jobs)
            .where(jobs.c.job_id == job_id, ~UNENDED, jobs.c.delivered_at.is_(None))
            .values(delivered_at=now())
            .returning(jobs.c.job_id)
        )
        return (await self.connection.execute(statement)).scalar_one_or_none() is not None

    async def tidied(self, job_id: str) -> None:
        """The preview and the checkpoint are gone."""
        gone = update(jobs).where(jobs.c.job_id == job_id).values(preview_key=None, checkpoint_key=None)
        await self.connection.execute(gone)
