"""Studio: a whole Mazok for tests but for its chats and its engine. Real processes, real databases, real blobs."""

import asyncio
import itertools
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from PIL import Image

import storage
from bot.catalogue import Catalogue
from bot.chat import Address
from bot.prices import Prices
from bot.queue import Couriers, Queue
from bot.settings import Settings
from bot.supervisor import variables
from bot.usecases.order import Order
from bot.usecases.plan import Draft
from bot.usecases.stop import Stop
from engine.picture import Picture, decode, encode
from storage import Store
from storage.job import Job
from storage.people import Person
from storage.workers import WorkerRow
from storage.works import Work
from tests.faults.brush import DOODLE, OFFER, WASH, strokes
from tests.faults.nursery import Forked, fork

PLATFORM = "web"
HERE = Path(__file__).parent
WORKER = "tests.faults.worker"
SIZE = (24, 16)
# Faster than in earnest; not so fast that a busy machine takes the living for dead.
BEAT_S = 0.6
TTL_S = 5.0
CHECKPOINT_S = 0.4
PATIENCE_S = 120.0  # of a machine that does much else; tests end as soon as they can


@dataclass(slots=True)
class Studio:
    """Alice orders, workers come and go, what is delivered is written down."""

    settings: Settings
    store: Store
    queue: Queue
    catalogue: Catalogue
    delivered: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    processes: list[Forked | subprocess.Popen[bytes]] = field(default_factory=list)
    _serial: Iterator[int] = field(default_factory=itertools.count)

    def worker(self, *, watchdog_s: float = 60.0, data: str = "var", slots: int = 1) -> Forked:
        """Start a worker; `data` is the data folder of its host."""
        return self.forked(WORKER, *pace(watchdog_s), data=data, slots=slots)

    def forked(self, module: str, *arguments: str, data: str = "var", slots: int = 1) -> Forked:
        """Start a module with the settings of this studio, warm; it is killed at the end if it still runs."""
        process = fork(module, *arguments, environment=self._environment(data, slots))
        self.processes.append(process)
        return process

    def process(self, *command: str, data: str = "var", stderr: int | None = None) -> subprocess.Popen[bytes]:
        """The same with any program, cold."""
        environment = self._environment(data, slots=1)
        process = subprocess.Popen(command, env=environment, cwd=HERE.parent.parent, stderr=stderr)
        self.processes.append(process)
        return process

    def _environment(self, data: str, slots: int) -> dict[str, str]:
        settings = self.settings.model_copy(update={"data": self.settings.data.parent / data, "slots": slots})
        return {**os.environ, **variables(settings)}

    async def person(self, name: str, *, premium: int = 0, hd: int = 0) -> Person:
        """Somebody with credits."""
        async with self.store.transaction() as tx:
            person = await tx.people.arrive(PLATFORM, name, "en")
            for asset, amount in (("premium_run", premium), ("hd_iteration", hd)):
                if amount:
                    await tx.ledger.grant(f"{name}:{asset}", person.person_id, asset, amount, "test")
        return person

    async def draft(self, person: Person, tier: str = "premium", *, chat: str = "", **options: int) -> Draft:
        """A photo of its own for each draft."""
        number = next(self._serial)
        key = f"{person.person_id}/photo/{number}"
        await self.store.blobs.put(key, encode(photo(number), "PNG"))
        return Draft(
            person_id=person.person_id,
            address=Address(PLATFORM, chat or person.person_id),
            tier=tier,
            effect=OFFER.effect,
            photo_key=key,
            size=SIZE,
            options={"mark": number, **options},
        )

    @staticmethod
    def idler() -> WorkerRow:
        """Somebody who offers to paint, and paints nothing."""
        offers = [offer.to_json() for offer in (OFFER, WASH, DOODLE)]
        return WorkerRow("idler", "test bench", 1, offers, quick_slots=1)

    @asynccontextmanager
    async def offering(self) -> AsyncIterator[None]:
        """The idler is there."""
        async with self.store.transaction() as tx:
            await tx.workers.beat(self.idler())
        yield
        async with self.store.transaction() as tx:
            await tx.workers.leave("idler")

    async def order(self, person: Person, tier: str = "premium", *, chat: str = "", **options: int) -> Job:
        return await self.place(await self.draft(person, tier, chat=chat, **options))

    async def album(self, person: Person, count: int, tier: str = "premium", **options: int) -> list[Job]:
        """Order so many photos at once."""
        first, *more = [await self.draft(person, tier, chat="", **options) for _ in range(count)]
        job = await self.place(replace(first, album=tuple((draft.photo_key, draft.size) for draft in more)))
        async with self.store.reading() as tx:
            return await tx.jobs.of_order(job.job_id)

    async def quick(self, person: Person, **options: int) -> Job:
        """Order a painting in one pass."""
        return await self.place(replace(await self.draft(person, "premium", chat="", **options), effect=WASH.effect))

    async def place(self, draft: Draft) -> Job:
        return await Order(self.store, self.queue, self.catalogue)(draft, update_key=f"test:{draft.photo_key}")

    async def stop(self, job: Job) -> Job:
        return await Stop(self.store, self.queue)(job.job_id, job.person_id)

    async def job(self, job_id: str) -> Job:
        async with self.store.reading() as tx:
            return await tx.jobs.get(job_id)

    async def work(self, job: Job) -> Work:
        async with self.store.reading() as tx:
            return await tx.works.get(job.job_id, job.person_id)

    async def balance(self, person: Person, asset: str) -> int:
        async with self.store.reading() as tx:
            return await tx.ledger.balance(person.person_id, asset)

    async def faults_in_books(self) -> list[str]:
        async with self.store.reading() as tx:
            return await tx.books.check()

    async def living(self, count: int = 1) -> None:
        """Wait for that many workers to beat."""

        async def enough() -> bool:
            async with self.store.reading() as tx:
                return sum(1 for worker in await tx.workers.living() if worker.slots) >= count

        await until(enough, PATIENCE_S, f"{count} workers alive")

    async def ended(self, job: Job, within_s: float = PATIENCE_S) -> Job:
        async def has_ended() -> bool:
            return (await self.job(job.job_id)).state.ended

        await until(has_ended, within_s, f"the end of {job.job_id}")
        return await self.job(job.job_id)

    async def running(self, job: Job, done: int = 1, within_s: float = PATIENCE_S) -> Job:
        """Wait until so many iterations are written down."""

        async def is_running() -> bool:
            return (await self.job(job.job_id)).done >= done

        await until(is_running, within_s, f"{job.job_id} being painted")
        return await self.job(job.job_id)

    async def delivery(self, *jobs: Job, within_s: float = PATIENCE_S) -> None:
        """Wait until all these are delivered."""

        async def all_there() -> bool:
            return all(job.job_id in self.delivered[job.chat] for job in jobs)

        await until(all_there, within_s, "deliveries")

    async def picture(self, job: Job) -> Picture:
        return decode(await self.store.blobs.get((await self.work(job)).picture_key))

    async def photo(self, job: Job) -> Picture:
        return decode(await self.store.blobs.get(job.photo_key))

    def attempts(self, job: Job) -> list[int]:
        """From which iteration each attempt at the job went on."""
        lines = [line.split() for line in strokes(self.settings.key_file).read_text().splitlines()]
        return [int(start) for mark, start in lines if int(mark) == job.options["mark"]]

    async def deliver(self, job_id: str) -> None:
        """The chat of the tests."""
        async with self.store.transaction() as tx:
            job = await tx.jobs.get(job_id)
            if await tx.jobs.deliver(job_id):
                self.delivered[job.chat].append(job_id)


@asynccontextmanager
async def studio(
    database_url: str, folder: Path, ttl_s: float = TTL_S, beat_s: float = BEAT_S
) -> AsyncIterator[Studio]:
    """A studio without workers, whose chats are open."""
    settings = settings_in(folder, database_url)
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(storage.open(database_url, settings.blob_url, settings.key))
        queue = await stack.enter_async_context(Queue.open(database_url))
        opened = Studio(settings, store, queue, Catalogue(Prices.load(settings.prices)))
        couriers = Couriers(settings, store, queue, [PLATFORM], opened.deliver, beat_s, ttl_s)
        chats = asyncio.create_task(couriers.serve())
        try:
            yield opened
        finally:
            for process in opened.processes:
                process.kill()
                process.wait()
            chats.cancel()
            await asyncio.gather(chats, return_exceptions=True)


def settings_in(folder: Path, database_url: str) -> Settings:
    """An installation in a folder of its own."""
    return Settings(
        database=database_url,
        blobs=(folder / "blobs").as_uri(),
        data=folder / "var",
        key_file=folder / "key",
        prices=HERE / "prices.toml",
        log_level="warning",
    )


def to_json(draft: Draft) -> str:
    return json.dumps(asdict(draft))


def from_json(text: str) -> Draft:
    """What another process orders."""
    fields = json.loads(text)
    return Draft(**{**fields, "address": Address(**fields["address"]), "size": tuple(fields["size"])})


def worker_program(watchdog_s: float = 60.0) -> tuple[str, ...]:
    return (sys.executable, "-m", WORKER, *pace(watchdog_s))


def pace(watchdog_s: float) -> tuple[str, ...]:
    return tuple(str(seconds) for seconds in (BEAT_S, TTL_S, CHECKPOINT_S, watchdog_s))


def photo(number: int) -> Picture:
    """A picture like no other one: the number is in its pixels."""
    image = Image.new("RGB", SIZE, (number % 256, number // 256 % 256, 7))
    image.putpixel((0, 0), (number // 65536, number % 251, number % 241))
    return Picture(image, None)


async def until(condition: Callable[[], Awaitable[bool]], within_s: float, what: str) -> None:
    """Wait for a condition, not for a time."""
    deadline = time.monotonic() + within_s
    while not await condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"no {what} within {within_s:.0f} s")
        await asyncio.sleep(0.05)
