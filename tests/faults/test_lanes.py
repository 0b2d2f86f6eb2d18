"""Two lanes: what is painted in one pass does not wait for what takes long, and is as safe."""

import asyncio
import signal

import pytest

from storage.job import Job, JobState, Lane
from storage.people import Person
from tests.faults.brush import painted
from tests.faults.studio import PATIENCE_S, Studio, until

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_a_quick_job_ends_while_a_long_one_holds_the_slot(studio: Studio) -> None:
    """Another long one, ordered before it, still waits; the quick one is delivered, paid and without a film."""
    studio.worker()
    await studio.living()
    alice, bob = await rich(studio, "alice"), await rich(studio, "bob")
    long, waiting = [await long_job(studio, alice) for _ in range(2)]
    await studio.running(long, done=2)
    quick = await studio.quick(bob)
    assert (long.lane, quick.lane) == (Lane.LONG, Lane.QUICK)
    await studio.delivery(quick)
    assert await states(studio, long, waiting, quick) == [JobState.RUNNING, JobState.QUEUED, JobState.DONE]
    assert (await studio.picture(quick)).image.tobytes() == painted(await studio.photo(quick), 64)
    assert (await studio.work(quick)).video_key is None
    assert await studio.balance(bob, "premium_run") == 4
    for job in (long, waiting):
        await studio.stop(job)
    await studio.delivery(long, waiting)
    assert await studio.faults_in_books() == []


@ON_SQLITE
async def test_quick_jobs_wait_for_each_other(studio: Studio) -> None:
    """One slot of their own and no more: the second is not taken before the first has ended."""
    studio.worker()
    await studio.living()
    alice = await rich(studio, "alice")
    first, second = [await studio.quick(alice, step_ms=2000) for _ in range(2)]
    await until(lambda: taken(studio, first), PATIENCE_S, "painting")
    assert not await taken(studio, second)
    await studio.delivery(first, second)
    one, other = await studio.job(first.job_id), await studio.job(second.job_id)
    assert one.ended_at and other.started_at and one.ended_at <= other.started_at


async def test_a_kill_loses_no_job_of_either_lane(studio: Studio) -> None:
    """One of each is painted and one of each waits; another worker on another host does all four."""
    worker = studio.worker()
    await studio.living()
    alice = await rich(studio, "alice")
    long = [await studio.order(alice, "hd", iterations=300, step_ms=10) for _ in range(2)]
    quick = [await studio.quick(alice, step_ms=4000) for _ in range(2)]
    await studio.running(long[0], done=20)
    await until(lambda: taken(studio, quick[0]), PATIENCE_S, "painting")
    worker.kill()
    studio.worker(data="elsewhere")
    await studio.delivery(*long, *quick)
    assert await states(studio, *long, *quick) == [JobState.DONE] * 4
    assert [len(studio.attempts(job)) for job in (*long, *quick)] == [2, 1, 2, 1]
    assert all(studio.delivered[job.chat].count(job.job_id) == 1 for job in (*long, *quick))
    assert await studio.balance(alice, "premium_run") == 3
    assert await studio.faults_in_books() == []


@ON_SQLITE
async def test_who_is_asked_to_end_hands_both_lanes_over(studio: Studio) -> None:
    worker = studio.worker()
    await studio.living()
    alice = await rich(studio, "alice")
    long = await studio.order(alice, "hd", iterations=300, step_ms=10)
    quick = await studio.quick(alice, step_ms=4000)
    row = await studio.running(long, done=20)
    await until(lambda: taken(studio, quick), PATIENCE_S, "painting")
    worker.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(worker.wait, 60) == 0
    studio.worker(data="elsewhere")
    await studio.delivery(long, quick)
    assert studio.attempts(long)[1] >= row.done
    assert await states(studio, long, quick) == [JobState.DONE] * 2


@ON_SQLITE
async def test_jobs_of_both_lanes_wait_for_a_worker(studio: Studio) -> None:
    """Nobody paints when they are ordered; whoever starts later begins with one of each."""
    alice = await rich(studio, "alice")
    async with studio.offering():
        long = [await long_job(studio, alice) for _ in range(2)]
        quick = [await studio.quick(alice) for _ in range(2)]
    stopped = await studio.stop(quick[1])
    assert stopped.state is JobState.STOPPED
    assert await studio.queue.called() == {job.job_id for job in (*long, quick[0])}
    studio.worker()
    await studio.delivery(*quick)
    await studio.running(long[0])
    assert await states(studio, *quick) == [JobState.DONE, JobState.STOPPED]
    assert not (await studio.job(long[1].job_id)).state.ended


async def rich(studio: Studio, name: str) -> Person:
    return await studio.person(name, premium=5, hd=2000)


async def long_job(studio: Studio, person: Person) -> Job:
    """Twenty seconds at least."""
    return await studio.order(person, "hd", iterations=1000, step_ms=20)


async def taken(studio: Studio, job: Job) -> bool:
    """A worker has claimed the job."""
    return (await studio.job(job.job_id)).state is not JobState.QUEUED


async def states(studio: Studio, *jobs: Job) -> list[JobState]:
    return [(await studio.job(job.job_id)).state for job in jobs]
