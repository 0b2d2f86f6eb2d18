"""Ordering a painting, or an album of them: paid, written down and called for in one transaction, or not at all."""

import uuid
from dataclasses import asdict, dataclass, replace

from bot.catalogue import Catalogue
from bot.queue import Queue
from bot.usecases.maintenance import open_now
from bot.usecases.plan import Draft
from bot.usecases.quote import Quote, base_priority, quote
from storage import Missing, Store, Transaction
from storage.job import Job, NewJob

JOBS = uuid.UUID("6d617a6f-6b00-5000-8000-000000000001")  # namespace of job ids


class TooManyJobs(Exception):
    """The person has `limit` jobs that wait or are being painted."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} jobs are not finished yet")
        self.limit = limit


def job_id_of(update_key: str) -> str:
    """The same update orders the same job, however often it comes."""
    return uuid.uuid5(JOBS, update_key).hex


@dataclass(frozen=True, slots=True)
class Order:
    """Raises Closed, NotEnough, TooManyJobs, UnknownEffect, UnknownTier, BadChoice, Missing (the work to paint on);
    then nothing is charged."""

    store: Store
    queue: Queue
    catalogue: Catalogue

    async def __call__(self, draft: Draft, *, update_key: str) -> Job:
        """The job; of an album the first one, which gives the order its name."""
        async with self.store.transaction() as tx:
            return await self.once(tx, draft, job_id_of(update_key))

    async def once(self, tx: Transaction, draft: Draft, job_id: str) -> Job:
        """Order within a transaction, unless that was done before."""
        try:
            return await tx.jobs.get(job_id)
        except Missing:
            await open_now(tx)
            return await self.place(tx, draft, job_id)

    async def place(self, tx: Transaction, draft: Draft, job_id: str) -> Job:
        """Order within a transaction; nothing has happened before it commits. Each photo of an album is a job with a
        charge of its own, so that what fails or is stopped gives back its own and nothing else."""
        limit, parts = self.catalogue.prices.unfinished_jobs, draft.parts()
        if await tx.jobs.unfinished_of(draft.person_id) + len(parts) > limit:
            raise TooManyJobs(limit)
        if len(parts) > 1:
            await quote(tx, self.catalogue.prices, draft)  # refuses what each alone would not be: too many photos
        for position, part in enumerate(parts):
            offer = await quote(tx, self.catalogue.prices, part)
            new = new_job(part_id(job_id, position), part, offer)
            if len(parts) > 1:
                new = replace(new, order_id=job_id, position=position)
            if not await tx.jobs.add(new):
                break  # the same update, a moment ago: it has ordered all of them
            await tx.ledger.reserve(new.job_id, offer.charges)
            await self.queue.enqueue(tx, await tx.jobs.get(new.job_id))
        return await tx.jobs.get(job_id)


def part_id(job_id: str, position: int) -> str:
    """The id of a job of an album, whose first one is `job_id`."""
    return uuid.uuid5(JOBS, f"{job_id}:{position}").hex if position else job_id


def new_job(job_id: str, draft: Draft, offer: Quote) -> NewJob:
    return NewJob(
        job_id=job_id,
        person_id=draft.person_id,
        platform=draft.address.platform,
        chat=draft.address.chat,
        group=draft.group,
        tier=draft.tier,
        effect=draft.effect,
        options=offer.plan.options,
        photo_key=draft.photo_key,
        style_keys=draft.style_keys,
        mask_key=draft.mask_key,
        look_key=draft.look_key,
        parent_work_id=draft.parent_work_id,
        cost=offer.plan.cost,
        total=offer.plan.iterations,
        lane=offer.plan.lane,
        base_priority=base_priority(offer.plan.tier),
        status_message=draft.status_message,
        price=asdict(offer.plan.fee),
    )
