"""Workers with several slots: they paint so many at once and claim no more; what kills one loses none of them."""

import asyncio
import signal

import pytest

from storage.job import Job, JobState
from tests.faults.brush import painted
from tests.faults.studio import PATIENCE_S, Studio, until

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_a_worker_of_two_slots_paints_two_at_once(studio: Studio) -> None:
    """The third waits in the queue, not with the busy worker; everybody gets their own picture."""
    studio.worker(slots=2)
    await studio.living()
    first, second, third = [await ordered(studio, name, step_ms=15) for name in ("alice", "bob", "carol")]
    for job in (first, second):
        await studio.running(job, done=2)
    assert await states(studio, first, second) == [JobState.RUNNING, JobState.RUNNING]
    assert [call.job_id for call in await studio.queue.taken([third.job_id])] == []
    await studio.delivery(first, second, third)
    for job in (first, second, third):
        assert studio.attempts(job) == [0]
        assert (await studio.picture(job)).image.tobytes() == painted(await studio.photo(job), 64)
    assert await studio.faults_in_books() == []


async def test_a_kill_in_the_middle_of_two_loses_neither(studio: Studio) -> None:
    """Each goes on from its own checkpoint, here with a worker that paints one after the other."""
    worker = studio.worker(slots=2)
    await studio.living()
    jobs = [await ordered(studio, name, step_ms=10) for name in ("alice", "bob")]
    for job in jobs:
        await studio.running(job, done=100)
    worker.kill()
    studio.worker(data="elsewhere")
    await studio.delivery(*jobs)
    for job in jobs:
        start, again = studio.attempts(job)
        assert (start, again > 50) == (0, True)
        assert studio.delivered[job.chat] == [job.job_id]
    assert await studio.faults_in_books() == []


@ON_SQLITE
async def test_a_worker_that_is_asked_to_end_hands_both_over(studio: Studio) -> None:
    """Its leave waits for all: each has a checkpoint of its last step."""
    worker = studio.worker(slots=2)
    await studio.living()
    jobs = [await ordered(studio, name, step_ms=10) for name in ("alice", "bob")]
    rows = [await studio.running(job, done=50) for job in jobs]
    worker.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(worker.wait, 60) == 0
    studio.worker(data="elsewhere", slots=2)
    await studio.delivery(*jobs)
    for job, row in zip(jobs, rows, strict=True):
        assert studio.attempts(job)[1] >= row.done


@ON_SQLITE
async def test_workers_of_one_and_of_three_slots_share_a_queue(studio: Studio) -> None:
    """Each claims what it has slots for: of five, one waits."""
    studio.worker()
    studio.worker(data="elsewhere", slots=3)
    await studio.living(2)
    jobs = [await ordered(studio, f"person {number}", step_ms=15) for number in range(5)]

    async def four_are_painted() -> bool:
        return (await states(studio, *jobs)).count(JobState.RUNNING) == 4

    await until(four_are_painted, PATIENCE_S, "four paintings at once")
    taken = await studio.queue.taken({job.job_id for job in jobs})
    assert sorted([call.executor for call in taken].count(name) for name in {call.executor for call in taken}) == [1, 3]
    await studio.delivery(*jobs)


@ON_SQLITE
async def test_one_that_breaks_or_is_stopped_leaves_the_other_in_peace(studio: Studio) -> None:
    """A defect, a refusal and a stop end one painting each; the one beside them ends as if alone."""
    studio.worker(slots=4)
    await studio.living()
    good = await ordered(studio, "alice", step_ms=10)
    stopped = await ordered(studio, "bob", step_ms=10)
    broken = await ordered(studio, "carol", iterations=100, step_ms=10, fail_at=20)
    refused = await ordered(studio, "dave", iterations=100, needs_mib=1000)
    await studio.running(stopped, done=20)
    await studio.stop(stopped)
    await studio.delivery(good, stopped, broken, refused)
    assert await states(studio, good, stopped, broken, refused) == [
        JobState.DONE,
        JobState.STOPPED,
        JobState.DONE,
        JobState.FAILED,
    ]
    assert studio.attempts(good) == [0]
    assert len(studio.attempts(broken)) == 2
    assert await studio.faults_in_books() == []


async def ordered(studio: Studio, name: str, *, iterations: int = 300, **options: int) -> Job:
    """An HD job of somebody who can pay it."""
    person = await studio.person(name, hd=iterations)
    return await studio.order(person, "hd", chat="", iterations=iterations, **options)


async def states(studio: Studio, *jobs: Job) -> list[JobState]:
    return [(await studio.job(job.job_id)).state for job in jobs]
