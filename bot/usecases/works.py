"""A person's paintings: leafing through them, finding the one that a message shows, deleting one. Knows no chat."""

from dataclasses import dataclass

from bot.chat import Address
from bot.usecases.card import card_key
from bot.usecases.pair import pair_key
from bot.usecases.pictures import copy_key
from bot.usecases.posted import copies
from storage import Missing, Store, Transaction
from storage.job import Job
from storage.works import Work

PAGE = 6  # Ostagram's


@dataclass(frozen=True, slots=True)
class Page:
    """Some of many things, newest first, from `offset` on."""

    works: tuple[Work, ...]
    offset: int
    total: int


@dataclass(frozen=True, slots=True)
class Works:
    """What a person can do with what was painted for them."""

    store: Store

    async def page(self, person_id: str, offset: int) -> Page:
        """A page of paintings; the last one when `offset` lies behind it, because some were deleted since."""
        async with self.store.reading() as tx:
            total = await tx.works.count(person_id)
            start = max(0, min(offset, (total - 1) // PAGE * PAGE))
            return Page(tuple(await tx.works.page(person_id, start, PAGE)), start, total)

    async def get(self, person_id: str, work_id: str) -> Work:
        """The person's painting; raises Missing."""
        async with self.store.reading() as tx:
            return await tx.works.get(work_id, person_id)

    async def painted(self, person_id: str, work_id: str) -> int:
        """The iterations of a painting, those of the paintings that it was painted on from included. Raises Missing."""
        async with self.store.reading() as tx:
            work: Work | None = await tx.works.get(work_id, person_id)
            done = 0
            while work:
                done += work.iterations
                work = await parent_of(tx, work)
        return done

    async def job(self, person_id: str, job_id: str) -> Job:
        """The person's job; raises Missing."""
        async with self.store.reading() as tx:
            job = await tx.jobs.get(job_id)
        if job.person_id != person_id:
            raise Missing("job", job_id)
        return job

    async def unpainted(self, person_id: str, job_id: str) -> list[Job]:
        """Of what was ordered with this job, itself first, all that left no painting; raises Missing."""
        job = await self.job(person_id, job_id)
        async with self.store.reading() as tx:
            together = await tx.jobs.of_order(job.order)
        return [job, *[one for one in together if one.work_id is None and one.job_id != job_id]]

    async def shown_by(self, person_id: str, address: Address, message_id: str) -> Work | None:
        """The person's own painting that this message shows: a photo is nobody else's to paint from."""
        async with self.store.reading() as tx:
            work = await tx.works.by_message(address.platform, address.chat, message_id)
        return work if work and work.person_id == person_id else None

    async def shown(self, work_id: str, address: Address, message_id: str) -> None:
        """This message shows the painting: an answer to it means the painting."""
        async with self.store.transaction() as tx:
            await tx.works.set_message(work_id, address.platform, address.chat, message_id)

    async def choose(self, person_id: str, work_id: str, number: int) -> Work:
        """Of the several results of a painting this one counts from now on. Raises Missing."""
        async with self.store.transaction() as tx:
            return await tx.works.choose(work_id, person_id, number)

    async def delete(self, person_id: str, work_id: str) -> None:
        """Delete the painting and what only it needed. Raises Missing."""
        async with self.store.transaction() as tx:
            work = await tx.works.get(work_id, person_id)
            keys = await tx.works.delete(work_id, person_id)
        card = card_key(person_id, work.photo_key, work.style_keys, work.mask_key)
        pairs = [pair_key(key) for key in {work.preview_key, *work.preview_keys}]
        await self.store.blobs.delete([*with_copies(keys), card, *pairs])


async def parent_of(tx: Transaction, work: Work) -> Work | None:
    """What the work was painted on from; None also where that, or its job, was deleted since."""
    try:
        job = await tx.jobs.get(work.job_id)
        return await tx.works.get(job.parent_work_id, work.person_id) if job.parent_work_id else None
    except Missing:
        return None


def with_copies(keys: list[str]) -> list[str]:
    """The keys, and those of the smaller copies that uploads and pictures of posts have."""
    uploads = [key for key in keys if "/photo/" in key]
    return copies(keys) + [copy_key(key, "view") for key in uploads] + [copy_key(key, "thumbnail") for key in uploads]
