"""One job from its claim to its end: fetch, paint, keep, and what to do when that fails. Knows no chat and no torch."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Self, TypeVar

import structlog

from bot.queue import Queue
from bot.usecases.finish import Finish
from bot.usecases.pictures import read
from bot.worker.engine import Engine
from bot.worker.films import Films, Reel
from bot.worker.keeper import Keeper, counted
from bot.worker.report import CHECKPOINT_EVERY_S, Ending, Reporter
from bot.worker.result import Result, develop
from bot.worker.stints import Load, Stint
from bot.worker.watchdog import Watchdog
from engine.effect import Inputs, Painting
from engine.errors import BadCheckpoint, BadMask, BadOptions, BadPicture, DoesNotFit, EngineError, NoDrawing
from engine.mask import Masks, masks_of
from engine.picture import decode
from storage import Busy, Full, Missing, Sealed, Store
from storage.job import Job, Lane

ATTEMPTS = 5
FAILURES: dict[type[EngineError], str] = {
    BadPicture: "failed-picture",
    BadMask: "failed-mask",
    NoDrawing: "failed-drawing",
    BadOptions: "failed-options",
    DoesNotFit: "failed-memory",
}
GAVE_UP = "failed-engine"
GONE = "failed-missing"
PATIENCE_S = 10.0

T = TypeVar("T")
log = structlog.get_logger()


@dataclass(slots=True)
class Room:
    """A lane's room for so many paintings at once; each has a thread. `taken` may be read from any thread."""

    slots: int
    free: asyncio.Semaphore
    threads: ThreadPoolExecutor
    taken: int = 0

    @classmethod
    def of(cls, slots: int, name: str) -> Self:
        return cls(slots, asyncio.Semaphore(slots), ThreadPoolExecutor(slots, thread_name_prefix=f"painting-{name}"))

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A slot, as soon as there is one."""
        async with self.free:
            self.taken += 1
            try:
                yield
            finally:
                self.taken -= 1


@dataclass(slots=True)
class Painter:
    """Answers painting calls, of each lane as many at a time as the engine has slots for it. `leave` ends what is being
    painted; its calls stay open for another."""

    store: Store
    queue: Queue
    finish: Finish
    engine: Engine
    worker: str
    watchdog: Watchdog
    checkpoint_s: float = CHECKPOINT_EVERY_S
    _rooms: dict[Lane, Room] = field(init=False)
    _load: Load = field(default_factory=Load)
    _reporters: set[Reporter] = field(default_factory=set)
    _leaving: bool = False
    _films: Films = field(init=False)

    def __post_init__(self) -> None:
        self._rooms = {lane: Room.of(self.engine.slots_in(lane), lane) for lane in Lane}
        self._films = Films(self.store)

    async def __call__(self, job_id: str, lane: Lane = Lane.LONG) -> None:
        """Paint the job of this lane; nothing to do when it has ended."""
        async with self._rooms[lane].place():
            answered = not self._leaving and await self._answer(job_id)
        if not answered:
            # Wait until this process ends: a call that is never answered is given to another.
            await asyncio.Event().wait()

    @property
    def has_room(self) -> bool:
        """Whether a job of any lane would find a slot now."""
        return not self._leaving and all(room.taken < room.slots for room in self._rooms.values())

    @property
    def idle(self) -> bool:
        """Whether nothing is being painted, and something may be."""
        return not self._leaving and not any(room.taken for room in self._rooms.values())

    async def leave(self) -> None:
        """Take no more jobs; return when those at hand have ended, with checkpoints, at their next step, and the films
        of those before are made."""
        self._leaving = True
        for reporter in self._reporters:
            reporter.end(Ending.LEAVING)
        for room in self._rooms.values():
            for _ in range(room.slots):
                await room.free.acquire()
        await self._films.finished()

    async def _answer(self, job_id: str) -> bool:
        """False when the job is left to another."""
        job = await patiently(lambda: self._claim(job_id))
        if job is None:
            return True
        log.info("painting", job_id=job_id, attempt=job.attempt, effect=job.effect)
        if job.attempt > ATTEMPTS:
            await self._fail(job, GAVE_UP)
            return True
        return await self._attempt(job)

    async def _claim(self, job_id: str) -> Job | None:
        async with self.store.transaction() as tx:
            return await tx.jobs.claim(job_id, self.worker)

    async def _attempt(self, job: Job) -> bool:
        try:
            return await self._paint(job)
        except EngineError as error:
            log.info("cannot be painted", job_id=job.job_id, error=str(error))
            await self._fail(job, FAILURES.get(type(error), GAVE_UP))
        except Missing as error:
            await self._fail(job, GONE)
            log.info("a picture is gone", job_id=job.job_id, error=str(error))
        except Exception:
            # A defect or a fault of the machine: another try, perhaps elsewhere, may do better.
            log.exception("painting failed", job_id=job.job_id, attempt=job.attempt)
            await patiently(lambda: self._call_again(job))
        return True

    async def _paint(self, job: Job) -> bool:
        inputs = await patiently(lambda: self._inputs(job))
        with self._load.stint() as stint, self.watchdog.watch() as pulse:
            reporter = Reporter(pulse, self.checkpoint_s)
            keeper = Keeper(self.store, job, reporter)
            painting = await self._begin(job, inputs, reporter, keeper)
        if reporter.ending is Ending.LEAVING and painting.stopped:
            await keeper.save()
            return False
        if reporter.ending is Ending.LOST:
            return True
        await self._keep(job, painting, stint.seconds, Reel(reporter.film, painting.picture, inputs.content))
        await keeper.drop_checkpoint()
        await self._measure(job, (painting.done - (reporter.first_done or 1) + 1) / max(1, painting.total), stint)
        return True

    async def _begin(self, job: Job, inputs: Inputs, reporter: Reporter, keeper: Keeper) -> Painting:
        """Go on from the checkpoint; where it cannot be read, by an engine that is newer than it, from the start."""
        try:
            return await self._render(job, inputs, reporter, keeper)
        except BadCheckpoint as error:
            if inputs.checkpoint is None:
                raise
            log.warning("begun anew", job_id=job.job_id, error=str(error))
            return await self._render(job, replace(inputs, checkpoint=None), reporter, keeper)

    async def _render(self, job: Job, inputs: Inputs, reporter: Reporter, keeper: Keeper) -> Painting:
        self._reporters.add(reporter)
        if self._leaving:
            reporter.end(Ending.LEAVING)
        keeping = asyncio.create_task(keeper.serve())
        # What is painted in one pass has no film: there is nothing to see between photo and painting.
        report = reporter if job.lane is Lane.QUICK else reporter.film.watching(reporter)
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._rooms[job.lane].threads, self.engine.render, job.effect, inputs, job.options, report
            )
        finally:
            self._reporters.discard(reporter)
            keeper.end()
            await keeping

    async def _inputs(self, job: Job) -> Inputs:
        blobs = self.store.blobs
        pictures = [await read(self.store, key) for key in (job.photo_key, *job.style_keys)]
        content, *styles = await asyncio.to_thread(lambda: [decode(data) for data in pictures])
        checkpoint = await blobs.get(job.checkpoint_key) if job.checkpoint_key else None
        return Inputs(content, tuple(styles), checkpoint, await self._state(job), await self._masks(job))

    async def _masks(self, job: Job) -> Masks:
        """Where each style is painted. Raises BadMask."""
        if job.mask_key is None:
            return ()
        try:
            data = await self.store.blobs.get(job.mask_key)
        except (Missing, Sealed) as error:
            raise BadMask("damaged") from error
        return await asyncio.to_thread(masks_of, data, len(job.style_keys))

    async def _state(self, job: Job) -> bytes | None:
        """The look to paint by, or the state of the work that is to be painted on; without one it is painted anew."""
        if job.look_key:
            return await self.store.blobs.get(job.look_key)
        if job.parent_work_id is None:
            return None
        async with self.store.reading() as tx:
            parent = await tx.works.get(job.parent_work_id, job.person_id)
        return await self.store.blobs.get(parent.state_key) if parent.state_key else None

    async def _keep(self, job: Job, painting: Painting, seconds: float, reel: Reel) -> None:
        if painting.done == 0:
            await patiently(lambda: self.finish.stopped_early(job))
            return
        film_key = None if job.lane is Lane.QUICK else self._films.key(job)
        result = await asyncio.to_thread(develop, job, painting, seconds, film_key)
        done = counted(job, painting.done, painting.total)
        await patiently(lambda: self._put(result), alive=lambda: self._alive(job, done))
        ours = await patiently(lambda: self.finish.painted(job, result.work, done=done, stopped=painting.stopped))
        if not ours:
            await self._take_back(job, result)
        elif result.work.video_key:
            self._films.make(result.work, reel)

    async def _put(self, result: Result) -> None:
        for key, data in result.blobs.items():
            await self.store.blobs.put(key, data)

    async def _take_back(self, job: Job, result: Result) -> None:
        """The job is somebody else's, or its person was forgotten: then nothing of theirs may stay."""
        try:
            async with self.store.reading() as tx:
                await tx.jobs.get(job.job_id)
        except Missing:
            await patiently(lambda: self.store.blobs.delete(result.blobs))

    async def _alive(self, job: Job, done: int) -> None:
        """While a result waits for room on the disk, the job is still ours."""
        async with self.store.transaction() as tx:
            await tx.jobs.progress(job.job_id, job.attempt, done)

    async def _fail(self, job: Job, error: str) -> None:
        await patiently(lambda: self.finish.failed(job, error))
        await patiently(lambda: self.store.blobs.delete([job.checkpoint_key] if job.checkpoint_key else []))

    async def _call_again(self, job: Job) -> None:
        async with self.store.transaction() as tx:
            await self.queue.enqueue(tx, job, delay_s=2.0**job.attempt)

    async def _measure(self, job: Job, share: float, stint: Stint) -> None:
        """The speed of the whole worker: of this share of a painting, times those that had the device beside it."""
        speed = job.cost * share / max(stint.seconds, 1e-3) * stint.company
        with suppress(Busy, Full):  # the next job will be measured too
            async with self.store.transaction() as tx:
                await tx.workers.measured(self.worker, job.effect, speed)


async def patiently(action: Callable[[], Awaitable[T]], alive: Callable[[], Awaitable[None]] | None = None) -> T:
    """The result of an action, however long the database or the disk needs to recover; `alive` is told meanwhile."""
    pause_s = 0.25
    while True:
        try:
            return await action()
        except (Busy, Full) as error:
            log.warning("trying again", error=str(error), pause_s=pause_s)
        await asyncio.sleep(pause_s)
        pause_s = min(2 * pause_s, PATIENCE_S)
        if alive:
            try:
                await alive()
            except (Busy, Full):
                continue
