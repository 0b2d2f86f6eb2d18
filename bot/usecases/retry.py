"""Trying again what failed: a result that no courier could deliver, a job that ended without a picture. No chat."""

from dataclasses import dataclass

from bot.catalogue import Catalogue
from bot.chat import Address
from bot.prices import Prices
from bot.queue import Queue
from bot.usecases.order import Order, job_id_of
from bot.usecases.pictures import read
from bot.usecases.plan import Draft
from engine.picture import check
from storage import Missing, Store
from storage.job import Job, JobState


class NothingToRetry(Exception):
    """The job did not fail."""

    def __init__(self, job: Job) -> None:
        super().__init__(f"{job.job_id} is {job.state}: there is nothing to retry")
        self.job = job


@dataclass(frozen=True, slots=True)
class Retry:
    """Who asks for it stands in the audit log."""

    store: Store
    queue: Queue
    catalogue: Catalogue

    async def __call__(self, job_id: str, *, who: str) -> Job:
        """Deliver its result again, or order it again at the person's expense as before, once however often this is
        asked. The job that is delivered or was ordered; raises NothingToRetry, and what ordering raises."""
        async with self.store.reading() as tx:
            job = await tx.jobs.get(job_id)
        if job_id in await self.queue.undelivered():
            return await self._deliver(job, who)
        if job.state is JobState.FAILED and not job.unlock:  # nobody is to pay for what they wanted to see first
            return await self._order(job, who)
        raise NothingToRetry(job)

    async def _deliver(self, job: Job, who: str) -> Job:
        await self.queue.forget_delivery(job.job_id)
        async with self.store.transaction() as tx:
            await self.queue.enqueue_delivery(tx, job)
            await tx.audit.add(who, "deliver again", job.job_id)
        return job

    async def _order(self, job: Job, who: str) -> Job:
        draft, again = await draft_of(self.store, self.catalogue.prices, job), again_id(job)
        async with self.store.transaction() as tx:
            try:
                return await tx.jobs.get(again)
            except Missing:
                await tx.audit.add(who, "order again", job.job_id, {"as": again})
                return await Order(self.store, self.queue, self.catalogue).place(tx, draft, again)


def again_id(job: Job) -> str:
    """The id of the job that is ordered instead of one that failed."""
    return job_id_of(f"retry:{job.job_id}")


async def draft_of(store: Store, prices: Prices, job: Job) -> Draft:
    """What the person had wanted, to be ordered anew: the tier's own choices are the tier's again."""
    header = check(await read(store, job.photo_key))
    tier = prices.tiers.get(job.tier)
    fixed = {"side_px", *(tier.options if tier else ())}
    fixed |= {"iterations"} if tier and isinstance(tier.iterations, int) else set()
    return Draft(
        person_id=job.person_id,
        address=Address(job.platform, job.chat),
        tier=job.tier,
        effect=job.effect,
        photo_key=job.photo_key,
        size=(header.width, header.height),
        style_keys=job.style_keys,
        mask_key=job.mask_key,
        look_key=job.look_key,
        options={name: value for name, value in job.options.items() if name not in fixed},
        group=job.group,
        parent_work_id=job.parent_work_id,
    )
