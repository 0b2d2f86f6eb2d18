"""Bringing an ended job to the person who ordered it. Knows the port; knows no platform, no words and no queue."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.chat import Address, Chat, Gone, Message, Refused
from bot.usecases.views import JobLocks, Views
from storage import Missing, Store
from storage.job import Job
from storage.people import Person
from storage.works import Work

LONG_WAIT = timedelta(minutes=1)  # after which the person looks elsewhere, and an edited message calls nobody back

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ended:
    """A job that is to be delivered, with whom it is for and what was painted."""

    job: Job
    person: Person
    work: Work | None

    @property
    def address(self) -> Address:
        return Address(self.job.platform, self.job.chat)


@dataclass(frozen=True, slots=True)
class Deliver:
    """Turn the status message into the result. Repeating it is harmless; TryLater is for the courier to wait out."""

    store: Store
    chats: Callable[[Address], Chat]
    views: Views
    locks: JobLocks
    long_wait: timedelta = LONG_WAIT

    async def __call__(self, job_id: str) -> None:
        """Deliver the job unless that was done. Raises TryLater."""
        async with self.locks(job_id):
            ended = await self._undelivered(job_id)
            if ended is None:
                return
            shown: str | None = None
            try:
                shown = await self._send(ended)
            except Gone:  # blocked by the person, or they left: what they paid for waits among their works
                await leave(self.store, ended.job)
            except Refused as refused:  # trying again would be refused again
                log.error("result refused", job=job_id, why=str(refused))
            await self._delivered(ended, shown)

    async def _undelivered(self, job_id: str) -> Ended | None:
        """What is to be delivered; None when it was, when it is still painted, or when the person was forgotten."""
        async with self.store.reading() as tx:
            try:
                job = await tx.jobs.get(job_id)
                if job.delivered_at or not job.state.ended:
                    return None
                work = await tx.works.get(job.work_id, job.person_id) if job.work_id else None
                return Ended(job, await tx.people.get(job.person_id), work)
            except Missing:
                return None

    async def _send(self, ended: Ended) -> str:
        """Edit the status message into the result, or send it where there is none; returns the message's id."""
        chat, job = self.chats(ended.address), ended.job
        message = self.views.ended(ended.person, job, ended.work)
        try:
            shown = await self._put(chat, job, message)
        except Missing:  # the picture was deleted since: the words remain true
            shown = await self._put(chat, job, Message(message.text))
        if ended.work and job.ended_at and job.ended_at - job.created_at > self.long_wait:
            await chat.send(self.views.ready(ended.person, job), key=f"{job.job_id}:ready", reply_to=shown)
        return shown

    async def _put(self, chat: Chat, job: Job, message: Message) -> str:
        if job.status_message:
            return await chat.edit(job.status_message, message)
        return await chat.send(message, key=f"{job.job_id}:result")

    async def _delivered(self, ended: Ended, shown: str | None) -> None:
        address = ended.address
        async with self.store.transaction() as tx:
            await tx.jobs.deliver(ended.job.job_id)
            if ended.work and shown:
                await tx.works.set_message(ended.work.work_id, address.platform, address.chat, shown)


async def leave(store: Store, job: Job) -> None:
    """The person does not want to hear from us where this job was ordered; who throws us out of a group still may."""
    if job.group:
        return
    async with store.transaction() as tx:
        for identity in await tx.people.identities(job.person_id):
            if identity.platform == job.platform:
                await tx.people.gone(identity.platform, identity.external_id)
