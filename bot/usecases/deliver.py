"""Bringing an ended job to the person who ordered it. Knows the port; knows no platform, no words and no queue."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.chat import Address, Chat, Gone, Message, Refused
from bot.usecases.sell import Sell
from bot.usecases.views import JobLocks, Views
from storage import Missing, Store, Transaction
from storage.job import Job
from storage.people import Person
from storage.works import Work

LONG_WAIT = timedelta(minutes=1)  # after which the person looks elsewhere, and an edited message calls nobody back

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ended:
    """Jobs that were ordered together (most are alone) and are to be delivered, for whom, and what was painted."""

    jobs: tuple[Job, ...]
    person: Person
    works: tuple[Work | None, ...]
    back: Mapping[str, int]  # what they had reserved and did not use, of each asset

    @property
    def first(self) -> Job:
        return self.jobs[0]

    @property
    def address(self) -> Address:
        return Address(self.first.platform, self.first.chat)

    @property
    def took(self) -> timedelta:
        """From the order to the last of them."""
        return max(job.ended_at or job.created_at for job in self.jobs) - self.first.created_at


@dataclass(frozen=True, slots=True)
class Deliver:
    """Turn the status message into the result. Repeating it is harmless; TryLater is for the courier to wait out.

    `painted` is told, in the transaction that ticks it off, who has had a painting.
    """

    store: Store
    chats: Callable[[Address], Chat]
    views: Views
    locks: JobLocks
    painted: Callable[[Transaction, str], Awaitable[None]]
    sell: Sell
    long_wait: timedelta = LONG_WAIT

    async def __call__(self, job_id: str) -> None:
        """Deliver the job unless that was done; of several that are one order, all when the last has ended. Raises
        TryLater."""
        order = await self._order(job_id)
        if order is None:
            return
        async with self.locks(order):
            ended = await self._undelivered(order)
            if ended is None:
                return
            shown: str | None = None
            try:
                shown = await self._send(ended)
            except Gone:  # blocked by the person, or they left: what they paid for waits among their works
                await leave(self.store, ended.first)
            except Refused as refused:  # trying again would be refused again
                log.error("result refused", job=job_id, why=str(refused))
            await self._delivered(ended, shown)

    async def _order(self, job_id: str) -> str | None:
        """What is shown in one message; None when the person was forgotten."""
        async with self.store.reading() as tx:
            try:
                return (await tx.jobs.get(job_id)).order
            except Missing:
                return None

    async def _undelivered(self, order: str) -> Ended | None:
        """What is to be delivered; None when it was, when some of it is still painted, or when the person was
        forgotten."""
        async with self.store.reading() as tx:
            jobs = await tx.jobs.of_order(order)
            if not all(job.state.ended for job in jobs) or all(job.delivered_at for job in jobs):
                return None
            try:
                works = [await work_of(tx, job) for job in jobs]
                person = await tx.people.get(jobs[0].person_id)
                return Ended(tuple(jobs), person, tuple(works), await returned(tx, jobs))
            except Missing:
                return None

    async def _send(self, ended: Ended) -> str | None:
        """Edit the status message into the result, or send it where there is none; returns the message's id. What is
        to be paid first is offered; None where it cannot be."""
        if ended.first.unlock and ended.works[0]:
            return await self._offer(ended, ended.works[0])
        chat, message = self.chats(ended.address), self._message(ended)
        try:
            shown = await self._put(chat, ended.first, message)
            if message.gallery:
                await chat.album([tile.picture for tile in message.gallery], key=f"{ended.first.job_id}:album")
        except Missing:  # the picture was deleted since: the words remain true
            shown = await self._put(chat, ended.first, Message(message.text))
        if any(ended.works) and ended.took > self.long_wait:
            ready = self.views.ready(ended.person, ended.first)
            await chat.send(ready, key=f"{ended.first.job_id}:ready", reply_to=shown)
        return shown

    async def _offer(self, ended: Ended, work: Work) -> str | None:
        try:
            return await self.sell(ended.first, work, self.views.for_sale(ended.person, work))
        except Refused as refused:
            log.error("painting not offered", job=ended.first.job_id, why=str(refused))
            said = self.views.not_for_sale(ended.person)
            await self.chats(ended.address).send(said, key=f"{ended.first.job_id}:result")
            return None

    def _message(self, ended: Ended) -> Message:
        if len(ended.jobs) == 1:
            return self.views.ended(ended.person, ended.first, ended.works[0], ended.back)
        return self.views.album(ended.person, list(zip(ended.jobs, ended.works, strict=True)), ended.back)

    async def _put(self, chat: Chat, job: Job, message: Message) -> str:
        if job.status_message:
            return await chat.edit(job.status_message, message)
        return await chat.send(message, key=f"{job.job_id}:result")

    async def _delivered(self, ended: Ended, shown: str | None) -> None:
        """A message that shows one painting means it when it is answered."""
        async with self.store.transaction() as tx:
            for job in ended.jobs:
                await tx.jobs.deliver(job.job_id)
            if any(ended.works):
                await self.painted(tx, ended.person.person_id)
            if len(ended.works) == 1 and ended.works[0] and shown:
                await tx.works.set_message(ended.works[0].work_id, ended.first.platform, ended.first.chat, shown)


async def work_of(tx: Transaction, job: Job) -> Work | None:
    """What the job has painted, also what is not paid yet. Raises Missing."""
    return await tx.works.get(job.work_id, job.person_id, locked=bool(job.unlock)) if job.work_id else None


async def returned(tx: Transaction, jobs: Sequence[Job]) -> Mapping[str, int]:
    """What the journal says that these jobs gave back, all together."""
    back: Counter[str] = Counter()
    for job in jobs:
        back.update(await tx.ledger.returned(job.job_id, job.person_id))
    return back


async def leave(store: Store, job: Job) -> None:
    """The person does not want to hear from us where this job was ordered; who throws us out of a group still may."""
    if job.group:
        return
    async with store.transaction() as tx:
        await tx.people.gone(job.platform, job.chat)  # the chat with a person alone has the id of their account
