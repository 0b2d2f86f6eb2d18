"""Albums under faults: several photos are ordered in one transaction, and each is paid for what became of it."""

import pytest

from bot.usecases.order import TooManyJobs
from bot.usecases.plan import BadChoice
from storage import NotEnough
from storage.job import JobState
from tests.faults.studio import Studio


async def test_an_album_is_ordered_whole_or_not_at_all(studio: Studio) -> None:
    alice = await studio.person("alice", premium=3)
    async with studio.offering():
        with pytest.raises(NotEnough):
            await studio.album(alice, 4)
        assert await studio.balance(alice, "premium_run") == 3
        assert not await studio.queue.called()
        jobs = await studio.album(alice, 3)
    assert [job.position for job in jobs] == [0, 1, 2]
    assert {job.order for job in jobs} == {jobs[0].job_id}
    assert len({job.photo_key for job in jobs}) == 3
    assert await studio.balance(alice, "premium_run") == 0
    assert await studio.queue.called() == {job.job_id for job in jobs}
    assert await studio.faults_in_books() == []


async def test_an_album_too_large_is_refused_whole(studio: Studio) -> None:
    alice = await studio.person("alice", premium=30)
    async with studio.offering():
        with pytest.raises(BadChoice):
            await studio.album(alice, 11)
        await studio.album(alice, 10)
        await studio.order(alice)
        with pytest.raises(TooManyJobs):
            await studio.album(alice, 10)
    assert await studio.balance(alice, "premium_run") == 19
    assert await studio.faults_in_books() == []


async def test_an_album_counts_as_many_jobs_in_the_line(studio: Studio) -> None:
    """Whoever comes after it waits for its first photo, not for its last."""
    alice, bob = await studio.person("alice", premium=5), await studio.person("bob", premium=1)
    async with studio.offering():
        first, *others = await studio.album(alice, 5)
        his = await studio.order(bob)
    assert first.priority <= his.priority < min(job.priority for job in others)


async def test_a_worker_that_dies_in_the_middle_of_an_album_loses_nothing(studio: Studio) -> None:
    alice = await studio.person("alice", premium=3)
    first = studio.worker()
    await studio.living()
    jobs = await studio.album(alice, 3, step_ms=20)
    await studio.running(jobs[1], done=10)
    first.kill()
    studio.worker(data="elsewhere")
    await studio.delivery(*jobs)
    assert [(await studio.job(job.job_id)).state for job in jobs] == [JobState.DONE] * 3
    assert await studio.balance(alice, "premium_run") == 0
    assert [studio.delivered[job.chat].count(job.job_id) for job in jobs] == [1, 1, 1]
    assert await studio.faults_in_books() == []


async def test_a_photo_that_fails_gives_back_its_own_and_a_stop_the_rest(studio: Studio) -> None:
    """Four photos: one is gone, one is painted, one is stopped in the middle, one never began."""
    alice = await studio.person("alice", hd=400)
    async with studio.offering():
        jobs = await studio.album(alice, 4, "hd", iterations=100, step_ms=20)
    assert await studio.balance(alice, "hd_iteration") == 0
    await studio.store.blobs.delete([jobs[0].photo_key])
    studio.worker()
    await studio.running(jobs[2], done=10)
    await studio.stop(jobs[0])
    await studio.stop(jobs[0])
    await studio.delivery(*jobs)
    ended = [await studio.job(job.job_id) for job in jobs]
    states = [JobState.FAILED, JobState.DONE, JobState.STOPPED, JobState.STOPPED]
    assert [job.state for job in ended] == states
    painted = (await studio.work(jobs[2])).iterations
    assert 10 <= painted < 100
    assert await studio.balance(alice, "hd_iteration") == 300 - painted
    assert await studio.faults_in_books() == []
