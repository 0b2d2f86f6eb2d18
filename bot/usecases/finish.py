"""Ending a job, once: the picture kept, what was used paid, the rest released, the courier called, all or nothing."""

from dataclasses import dataclass, replace

from bot.prices import Fee
from bot.queue import Queue
from bot.usecases.styles import has_learned, learned, ref_of
from storage import Store
from storage.job import Job, JobState
from storage.works import NewWork


@dataclass(frozen=True, slots=True)
class Finish:
    """What a worker says at the end. False: somebody else ended the job, or the person was forgotten."""

    store: Store
    queue: Queue

    async def painted(self, job: Job, work: NewWork, *, done: int, stopped: bool) -> bool:
        """There is a picture: a run is used, or the `done` iterations. A style that was learned joins the person's."""
        state = JobState.STOPPED if stopped else JobState.DONE
        fee = Fee(**job.price)
        ref = await ref_of(self.store, work.style_keys[0]) if has_learned(work) else None
        async with self.store.transaction() as tx:
            if not await tx.jobs.finish(job.job_id, job.attempt, state, work_id=work.work_id):
                return False
            await tx.works.add(replace(work, locked=job.unlock))
            await learned(tx, work, ref)
            await tx.ledger.settle(job.job_id, {fee.asset: fee.used(done)})
            await self.queue.enqueue_delivery(tx, job)
        return True

    async def failed(self, job: Job, error: str) -> bool:
        """There is no picture: nothing is used. `error` is the key of a text that says why."""
        return await self._without_picture(job, JobState.FAILED, error)

    async def stopped_early(self, job: Job) -> bool:
        """The person stopped it before there was anything to keep."""
        return await self._without_picture(job, JobState.STOPPED, None)

    async def _without_picture(self, job: Job, state: JobState, error: str | None) -> bool:
        async with self.store.transaction() as tx:
            if not await tx.jobs.finish(job.job_id, job.attempt, state, error=error):
                return False
            await tx.ledger.release(job.job_id)
            if job.unlock:
                await tx.purchases.cancel(job.unlock)
            await self.queue.enqueue_delivery(tx, job)
        return True
