"""How is it going? Place, progress and waiting time of jobs, many at once. Reads rows only."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.usecases.quote import eta_s, paces
from storage import Store, Transaction
from storage.job import Job, JobState
from storage.workers import WorkerRow


@dataclass(frozen=True, slots=True)
class Status:
    """`place` is 1 for the next of its lane and 0 for one that is painted; `eta_s` (least, most) seconds, None when
    unknown; `fraction` in [0, 1]."""

    job: Job
    place: int
    eta_s: tuple[float, float] | None
    fraction: float


@dataclass(frozen=True, slots=True)
class Statuses:
    """Looks without holding anybody up."""

    store: Store

    async def __call__(self, jobs: Sequence[Job]) -> list[Status]:
        """The statuses of these jobs, in their order."""
        async with self.store.reading() as tx:
            painters = [worker for worker in await tx.workers.living() if worker.paints]
            return [await status(tx, job, painters) for job in jobs]


async def status(tx: Transaction, job: Job, painters: Sequence[WorkerRow]) -> Status:
    fraction = min(1.0, job.done / job.total) if job.total else 0.0
    if job.state.ended:
        return Status(job, 0, None, fraction)
    place, before = 0, 0.0
    if job.state is JobState.QUEUED:
        ahead = await tx.jobs.ahead(job.job_id)
        place, before = ahead.place, ahead.cost
    return Status(job, place, eta_s(paces(painters, job.effect, job.lane), before, job.cost * (1 - fraction)), fraction)
