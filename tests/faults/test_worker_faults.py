"""Workers die, hang, leave, run out of room: nothing is lost, nothing is paid twice, nothing arrives twice."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
import time

import psutil
import pytest

from bot.supervisor import Supervisor
from storage.job import JobState
from tests.faults.brush import painted
from tests.faults.studio import PATIENCE_S, Studio, until, worker_program

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@ON_SQLITE
async def test_a_job_is_painted_delivered_and_paid_once(studio: Studio) -> None:
    """The road without a fault."""
    alice = await studio.person("alice", premium=2)
    studio.worker()
    await studio.living()
    job = await studio.order(alice)
    await studio.delivery(job)
    assert (await studio.ended(job)).state is JobState.DONE
    assert (await studio.picture(job)).image.tobytes() == painted(await studio.photo(job), 64)
    assert await studio.balance(alice, "premium_run") == 1
    assert await studio.faults_in_books() == []


async def test_a_killed_worker_s_job_goes_on_from_its_checkpoint(studio: Studio) -> None:
    """Another worker, on another host, takes it over; the person gets one picture and pays once."""
    alice = await studio.person("alice", hd=1000)
    first = studio.worker()
    await studio.living()
    job = await studio.order(alice, "hd", iterations=400, step_ms=10)
    await studio.running(job, done=150)
    first.kill()
    studio.worker(data="elsewhere")
    await studio.delivery(job)
    assert (await studio.ended(job)).attempt == 2
    assert studio.attempts(job)[1] > 50
    assert studio.delivered[job.chat] == [job.job_id]
    assert await studio.balance(alice, "hd_iteration") == 600
    assert await studio.faults_in_books() == []
    assert not await studio.store.blobs.list(f"{alice.person_id}/checkpoint")


@ON_SQLITE
async def test_a_child_that_is_killed_is_back_at_once(studio: Studio) -> None:
    """The supervisor starts it again, under its old name: nobody has to miss its beat first."""
    alice = await studio.person("alice", hd=1000)
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(children(studio, 1).serve())
        await studio.living()
        job = await studio.order(alice, "hd", iterations=400, step_ms=10)
        await studio.running(job, done=150)
        children_of(psutil.Process())[0].kill()
        await studio.delivery(job)
        serving.cancel()
    assert len(studio.attempts(job)) == 2
    assert children_of(psutil.Process()) == []


@ON_SQLITE
async def test_children_do_not_outlive_a_killed_parent(studio: Studio) -> None:
    """A supervisor that gets SIGKILL cannot say goodbye; the kernel closes its pipes."""
    parent = studio.process(sys.executable, "-c", PARENT)
    await studio.living()
    (child,) = children_of(psutil.Process(parent.pid))
    parent.kill()

    async def ended() -> bool:
        return not child.is_running() or child.status() == psutil.STATUS_ZOMBIE

    await until(ended, PATIENCE_S, "end of the child")


@ON_SQLITE
async def test_a_worker_that_is_asked_to_end_hands_its_job_over(studio: Studio) -> None:
    """SIGTERM: it leaves a checkpoint of that very step, and the others need not wait until it is missed."""
    alice = await studio.person("alice", hd=1000)
    first = studio.worker()
    await studio.living()
    job = await studio.order(alice, "hd", iterations=300, step_ms=10)
    row = await studio.running(job, done=100)
    first.send_signal(signal.SIGTERM)
    studio.worker(data="elsewhere")
    await studio.delivery(job)
    assert first.wait(timeout=60) == 0
    assert studio.attempts(job)[1] >= row.done
    assert await studio.balance(alice, "hd_iteration") == 700


@ON_SQLITE
async def test_a_painting_that_hangs_ends_its_worker(studio: Studio) -> None:
    """The watchdog bites; whoever comes next goes on."""
    alice = await studio.person("alice", premium=1)
    hanging = studio.worker(watchdog_s=1)
    await studio.living()
    job = await studio.order(alice, hang_at=10)
    assert await asyncio.to_thread(hanging.wait, 60) == 70
    assert not (await studio.job(job.job_id)).state.ended


@ON_SQLITE
async def test_a_job_that_kills_its_worker_every_time_is_given_up(studio: Studio) -> None:
    """After five attempts everything is released; the others' jobs are painted all the same."""
    alice, bob = await studio.person("alice", premium=1), await studio.person("bob", premium=1)
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(children(studio, 1).serve())
        await studio.living()
        poison = await studio.order(alice, kill_at=3)
        good = await studio.order(bob)
        await studio.delivery(poison, good)
        serving.cancel()
    ended = await studio.job(poison.job_id)
    assert (ended.state, ended.error) == (JobState.FAILED, "failed-engine")
    assert len(studio.attempts(poison)) == 5
    assert (await studio.job(good.job_id)).state is JobState.DONE
    assert await studio.balance(alice, "premium_run") == 1
    assert await studio.balance(bob, "premium_run") == 0
    assert await studio.faults_in_books() == []


@ON_SQLITE
async def test_a_fault_of_the_machine_is_tried_again_and_a_refusal_is_not(studio: Studio) -> None:
    """What the engine refuses would be refused again: the person is told, and gets everything back."""
    alice = await studio.person("alice", premium=2)
    studio.worker()
    await studio.living()
    broken = await studio.order(alice, fail_at=5)
    refused = await studio.order(alice, needs_mib=1000)
    await studio.delivery(broken, refused)
    assert (await studio.job(broken.job_id)).state is JobState.DONE
    assert len(studio.attempts(broken)) == 2
    assert (await studio.job(refused.job_id)).error == "failed-memory"
    assert await studio.balance(alice, "premium_run") == 1


@ON_SQLITE
async def test_a_full_disk_delays_a_result_and_loses_nothing(studio: Studio) -> None:
    """For a while the worker can write no file at all, then it can again."""
    alice = await studio.person("alice", premium=1)
    worker = studio.process(*worker_program(), stderr=subprocess.PIPE)
    await studio.living()
    job = await studio.order(alice, step_ms=30)
    await studio.running(job, done=5)
    psutil.Process(worker.pid).rlimit(psutil.RLIMIT_FSIZE, (0, psutil.RLIM_INFINITY))
    await asyncio.to_thread(says, worker, "trying again")
    assert (await studio.job(job.job_id)).state is JobState.RUNNING
    psutil.Process(worker.pid).rlimit(psutil.RLIMIT_FSIZE, (psutil.RLIM_INFINITY, psutil.RLIM_INFINITY))
    await studio.delivery(job)
    assert studio.attempts(job) == [0]
    assert await studio.balance(alice, "premium_run") == 0
    assert await studio.faults_in_books() == []


@ON_SQLITE
async def test_a_database_locked_for_eight_seconds_holds_no_painting_up(studio: Studio) -> None:
    """Progress is not written meanwhile; the painting goes on, and is delivered once."""
    alice = await studio.person("alice", hd=1000)
    studio.worker()
    await studio.living()
    job = await studio.order(alice, "hd", iterations=200, step_ms=20)
    await studio.running(job, done=20)
    await asyncio.to_thread(locked, studio.settings.database_url.removeprefix("sqlite:///"), 8.0)
    await studio.delivery(job)
    assert studio.attempts(job) == [0]
    assert studio.delivered[job.chat] == [job.job_id]
    assert await studio.balance(alice, "hd_iteration") == 800


PARENT = f"""
import asyncio
from bot.settings import Settings
from bot.supervisor import Supervisor
asyncio.run(Supervisor(Settings(), 1, {(*worker_program(), "--child")!r}).serve())
"""


def children(studio: Studio, count: int) -> Supervisor:
    return Supervisor(studio.settings, count, (*worker_program(), "--child"))


def children_of(parent: psutil.Process) -> list[psutil.Process]:
    return [child for child in parent.children() if "tests.faults.worker" in child.cmdline()]


def says(worker: subprocess.Popen[bytes], words: str) -> None:
    """Read the worker's log until these words come."""
    assert worker.stderr is not None
    for line in worker.stderr:
        if words in line.decode():
            return
    raise AssertionError(f"the worker ended without saying {words!r}")


def locked(path: str, seconds: float) -> None:
    """Hold the write lock of a SQLite file, as a careless backup would."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    connection.execute("BEGIN IMMEDIATE")
    time.sleep(seconds)
    connection.execute("ROLLBACK")
    connection.close()
