"""Upkeep: what died is found and called again, what was forgotten is remembered. Runs in every process.

Knows no platform and no effect. Everything here looks at rows anew each time, so an upkeep that dies in the middle
is finished by the next one, and two at once do no harm.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy.exc import DBAPIError

from bot.queue.client import Queue
from bot.queue.glimpses import Glimpses
from bot.usecases.prints import tidy as tidy_prints
from bot.usecases.sweep import Sweep, give_up_unpaid
from bot.usecases.vouchers import ReturnGifts
from storage import Busy, Full, Store
from storage.job import Job
from storage.workers import WorkerRow

BEAT_S = 3.0
TTL_S = 15.0  # five beats
STALLED_S = 180.0  # longer than a worker's own watchdog takes
RECONCILE_EVERY = 3  # beats
GLIMPSES_EVERY = 10  # beats: half a minute
PRUNE_EVERY = 1200  # beats: an hour
SWEEP_EVERY = 28_800  # beats: a day
SWEEP_AT = 200  # beats after the start: ten minutes, when there is less to do
KEEP_GLIMPSES = timedelta(seconds=30)  # whoever asked has had the answer, or has given up
KEEP_CALLS = timedelta(days=7)
REMEMBERED_S = 24 * 3600.0  # less than calls are kept: who was called in vain is not called anew
KEEP_PREVIEWS_S = 24 * 3600.0

log = structlog.get_logger()


@dataclass(slots=True)
class Upkeep:
    """`me` is this process: an executor of the engine, with its offers when it paints."""

    store: Store
    queue: Queue
    me: WorkerRow
    beat_s: float = BEAT_S
    ttl_s: float = TTL_S
    keep_calls: timedelta = KEEP_CALLS
    keep_previews_s: float = KEEP_PREVIEWS_S
    _quiet_beats: int = 0

    async def serve(self) -> None:
        """Beat and look after the others until cancelled. Arrive before the engine is launched."""
        beats, last = 0, time.monotonic()
        while True:
            try:
                await self.beat()
                self.excuse(time.monotonic() - last)
                last = time.monotonic()
                await self.look_after(beats)
                beats += 1
            except (Busy, Full, DBAPIError) as error:
                log.warning("the database does not answer", error=str(error))
            await asyncio.sleep(self.beat_s)

    def excuse(self, pause_s: float) -> None:
        """Who could not beat for a while must not call the others dead who perhaps could not either: the database was
        locked or away, or this machine slept. Give everybody the time to be heard again."""
        if pause_s > self.ttl_s / 2:
            self._quiet_beats = round(self.ttl_s / self.beat_s)

    async def beat(self) -> None:
        """Tell the others that this process lives."""
        async with self.store.transaction() as tx:
            await tx.workers.beat(self.me)

    async def arrive(self) -> None:
        """Beat until that is heard: who takes a call before would be taken for dead."""
        while True:
            try:
                await self.beat()
                return
            except (Busy, Full, DBAPIError) as error:
                log.warning("the database does not answer", error=str(error))
                await asyncio.sleep(self.beat_s)

    async def leave(self) -> None:
        """Tell the others that this process ends: what it has not finished is theirs at once."""
        try:
            async with self.store.transaction() as tx:
                await tx.workers.leave(self.me.worker_id)
        except (Busy, Full, DBAPIError) as error:  # they will miss our beat in a moment
            log.warning("left without a word", error=str(error))

    async def look_after(self, beats: int) -> None:
        """What is due at this beat, unless time is being given."""
        if self._quiet_beats:
            self._quiet_beats -= 1
            return
        await self.reap()
        if beats % RECONCILE_EVERY == 0:
            await self.reconcile()
        if beats % GLIMPSES_EVERY == 0:
            await Glimpses(self.queue).prune(KEEP_GLIMPSES)
        if beats % PRUNE_EVERY == 0:
            await self.prune()
            await ReturnGifts(self.store)()
        if beats % SWEEP_EVERY == SWEEP_AT and not self.me.paints:  # a chat's work: painters have enough to do
            log.info("pictures that nothing names are deleted", blobs=await Sweep(self.store)())

    async def reap(self) -> None:
        """Calls taken by the dead are given to the living."""
        async with self.store.reading() as tx:
            living = {worker.worker_id for worker in await tx.workers.living(self.ttl_s)}
        if abandoned := await self.queue.abandoned(living):
            log.warning("taking over from the dead", jobs=[call.workflow_id for call in abandoned])
            await self.queue.again(abandoned)

    async def reconcile(self) -> None:
        """Jobs for which nobody is called get their call; so do results without a courier, and jobs that hang."""
        # Rows first, calls second: the other way round, a job ordered in between would seem forgotten.
        async with self.store.reading() as tx:
            unfinished = await tx.jobs.unfinished()
            undelivered = await tx.jobs.undelivered(REMEMBERED_S)
            stalled = {job.job_id for job in await tx.jobs.stalled(STALLED_S)}
        await self._call_workers(unfinished)
        await self._call_couriers(undelivered)
        if stalled:
            await self.queue.again(await self.queue.taken(stalled))

    async def _call_workers(self, unfinished: Sequence[Job]) -> None:
        called = await self.queue.called()
        for job in unfinished:
            if job.job_id not in called:
                log.warning("a job without a call", job_id=job.job_id)
                await self.queue.forget(job)
                async with self.store.transaction() as tx:
                    await self.queue.enqueue(tx, job)

    async def _call_couriers(self, undelivered: Sequence[Job]) -> None:
        delivering = await self.queue.delivering(job.job_id for job in undelivered)
        for job in undelivered:
            if job.job_id not in delivering:
                log.warning("a result without a courier", job_id=job.job_id)
                async with self.store.transaction() as tx:
                    await self.queue.enqueue_delivery(tx, job)

    async def prune(self) -> None:
        """What nobody will ask for any more goes: old calls, the previews of paintings long done."""
        while await self.queue.prune(self.keep_calls):
            continue
        async with self.store.reading() as tx:
            leftovers = await tx.jobs.leftovers(self.keep_previews_s)
        for job in leftovers:
            await self.store.blobs.delete([key for key in (job.preview_key, job.checkpoint_key) if key])
            async with self.store.transaction() as tx:
                await tx.jobs.tidied(job.job_id)
        await tidy_prints(self.store)
        await give_up_unpaid(self.store)
