"""Keeping the status messages of jobs true while people wait. Knows the port; knows no platform and no words.

One look at the jobs serves all chats; each is then written to on its own, at its own pace: a slow one holds nobody up.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import structlog

from bot.chat import Address, Chat, DeliveryError, Gone, Message, TryLater
from bot.usecases.card import card_key
from bot.usecases.deliver import leave
from bot.usecases.status import Status
from bot.usecases.views import JobLocks, Views
from storage import Busy, Missing, Store
from storage.job import Job
from storage.people import Person

LOOK_S = 0.4  # one query, whatever the number of jobs
CHATS_AT_ONCE = 64
AFTER_FAULT_S = 60.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a chat shows of an order, and since when."""

    text: str
    fraction: float | None
    picture_key: str
    at: float
    picture_at: float


@dataclass(frozen=True, slots=True)
class Followed:
    """Where the followed jobs are ordered, and how they look."""

    platforms: Callable[[], Collection[str]]
    chats: Callable[[Address], Chat]
    views: Views


class Follow:
    """Sends the first status message of a job where nobody did, and edits it while the job waits and is painted."""

    def __init__(
        self,
        store: Store,
        statuses: Callable[[Sequence[Job]], Awaitable[list[Status]]],
        followed: Followed,
        locks: JobLocks,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._statuses = statuses
        self._followed = followed
        self._locks = locks
        self._clock = clock
        self._nudged = asyncio.Event()
        self._room = asyncio.Semaphore(CHATS_AT_ONCE)
        self._writing: set[Address] = set()
        self._quiet_until: dict[Address, float] = {}
        self._shown: dict[str, Shown] = {}
        self._left: set[str] = set()

    def nudge(self) -> None:
        """Look at once: somebody has just ordered or stopped a job."""
        self._nudged.set()

    async def run(self) -> None:
        """Look again and again until cancelled."""
        async with asyncio.TaskGroup() as chats:
            while True:
                await self._look(chats)
                try:
                    await asyncio.wait_for(self._nudged.wait(), LOOK_S)
                except TimeoutError:
                    continue
                self._nudged.clear()

    async def look(self) -> None:
        """Look once, and return when every chat has been written to that was due."""
        async with asyncio.TaskGroup() as chats:
            await self._look(chats)

    async def _look(self, chats: asyncio.TaskGroup) -> None:
        try:
            async with self._store.reading() as tx:
                active = await tx.jobs.active(self._followed.platforms())
        except Busy:  # the next look will tell
            return
        unended = [job for job in active if not job.state.ended and not job.unlock]  # nobody sees what is not paid
        jobs = list({job.order: job for job in unended}.values())  # one speaks for all that were ordered with it
        self._forget_all_but(jobs)
        for address, of_chat in groupby(sorted(jobs, key=lambda job: (job.platform, job.chat)), key=_where):
            waiting = [job for job in of_chat if job.order not in self._left]
            if waiting and address not in self._writing and self._clock() >= self._quiet_until.get(address, 0):
                self._writing.add(address)
                chats.create_task(self._write(address, waiting))

    def _forget_all_but(self, jobs: list[Job]) -> None:
        alive, addresses = {job.order for job in jobs}, {_where(job) for job in jobs}
        self._shown = {order: shown for order, shown in self._shown.items() if order in alive}
        self._quiet_until = {address: at for address, at in self._quiet_until.items() if address in addresses}
        self._left &= alive

    async def _write(self, address: Address, jobs: list[Job]) -> None:
        """Write to one chat, and outlive whatever is wrong with it: one chat must not end the status of everybody."""
        try:
            async with self._room:
                await self._write_to(self._followed.chats(address), jobs)
        except TryLater as busy:
            self._quiet_until[address] = self._clock() + busy.after_s
        except (Busy, Missing):  # the database is locked, or the person was forgotten: the next look will tell
            return
        except DeliveryError as refused:
            self._quiet_until[address] = self._clock() + AFTER_FAULT_S
            log.warning("status refused", platform=address.platform, why=str(refused))
        except Exception:
            self._quiet_until[address] = self._clock() + AFTER_FAULT_S
            log.exception("status failed", platform=address.platform, jobs=[job.job_id for job in jobs])
        finally:
            self._writing.discard(address)

    async def _write_to(self, chat: Chat, jobs: list[Job]) -> None:
        """Every first status, else one edit, of the job whose message is the oldest."""
        first = [job for job in jobs if job.status_message is None]
        oldest_first = sorted(jobs, key=lambda job: self._shown[job.order].at if job.order in self._shown else 0)
        try:
            for job in first or oldest_first:
                if await self._show(chat, job.order) and not first:
                    break
        except Gone:
            self._left.update(job.order for job in jobs)
            await leave(self._store, jobs[0])

    async def _show(self, chat: Chat, order: str) -> bool:
        """Bring the order's message up to date; False when it is already."""
        async with self._locks(order):  # and read again inside: it may have been delivered a moment ago
            async with self._store.reading() as tx:
                jobs = await tx.jobs.of_order(order)
                if all(job.state.ended for job in jobs):
                    return False
                person = await tx.people.get(jobs[0].person_id)
            picture_key = self._picture(jobs, chat.pace.preview_s)
            message = await self._message(person, jobs, picture_key)
            shown = self._shown.get(order)
            if shown and (shown.text, shown.fraction, shown.picture_key) == (
                message.text,
                message.fraction,
                picture_key,
            ):
                return False
            try:
                await self._put(chat, jobs[0], message)
            except Missing:  # the card or the preview was deleted since: the words remain true
                await self._put(chat, jobs[0], replace(message, picture=None))
            self._remember(chat, order, message, picture_key)
            return True

    async def _message(self, person: Person, jobs: Sequence[Job], picture_key: str) -> Message:
        statuses = await self._statuses(jobs)
        if len(jobs) == 1:
            return self._followed.views.status(person, statuses[0], picture_key)
        return self._followed.views.album_status(person, statuses, picture_key)

    def _picture(self, jobs: Sequence[Job], preview_s: float) -> str:
        """The newest preview, or what is shown already where the chat's pace does not allow a new picture yet."""
        first, shown = jobs[0], self._shown.get(jobs[0].order)
        others = (*first.style_keys, *(job.photo_key for job in jobs[1:]))
        previews = [job.preview_key for job in jobs if job.preview_key and not job.state.ended]
        newest = previews[0] if previews else card_key(first.person_id, first.photo_key, others, first.mask_key)
        early = shown is not None and self._clock() < shown.picture_at + preview_s
        first_preview = shown is not None and "/card/" in shown.picture_key
        return shown.picture_key if shown and early and not first_preview else newest

    async def _put(self, chat: Chat, job: Job, message: Message) -> None:
        if job.status_message is None:
            shown_as = await chat.send(message, key=f"{job.job_id}:status")
        else:
            shown_as = await chat.edit(job.status_message, message)
        if shown_as != job.status_message:
            async with self._store.transaction() as tx:
                await tx.jobs.set_status_message(job.order, shown_as)

    def _remember(self, chat: Chat, order: str, message: Message, picture_key: str) -> None:
        now, before = self._clock(), self._shown.get(order)
        picture_at = before.picture_at if before and before.picture_key == picture_key else now
        self._shown[order] = Shown(message.text, message.fraction, picture_key, now, picture_at)
        self._quiet_until[chat.address] = now + chat.pace.edit_s


def _where(job: Job) -> Address:
    return Address(job.platform, job.chat)
