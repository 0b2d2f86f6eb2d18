"""Stopping a job: what was painted is kept, what was not painted is not paid. Twice, or after the end, is harmless."""

from dataclasses import dataclass

from bot.queue import Queue
from storage import Store
from storage.job import Job, JobState


@dataclass(frozen=True, slots=True)
class Stop:
    """A waiting job ends at once; a running one ends when its worker hears of it, within a second. What was ordered
    together is stopped together; what of it is painted already stays."""

    store: Store
    queue: Queue

    async def __call__(self, job_id: str, person_id: str) -> Job:
        """The job as it stands now. Raises Missing, also for somebody else's job."""
        async with self.store.transaction() as tx:
            together = await tx.jobs.of_order((await tx.jobs.get(job_id)).order)
            jobs = [await tx.jobs.ask_stop(job.job_id, person_id) for job in together]
            never_started = [job for job in jobs if job.state is JobState.STOPPED and job.attempt == 0]
            for job in never_started:
                await tx.ledger.release(job.job_id)
                await self.queue.enqueue_delivery(tx, job)
        for job in never_started:
            await self.queue.cancel(job)
        return next(job for job in jobs if job.job_id == job_id)
