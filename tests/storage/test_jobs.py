"""A job from its order to its delivery."""

import asyncio
from dataclasses import replace

import pytest

from storage import Missing, Store
from storage.jobs import Job, JobState
from storage.people import Person
from storage.statistics import Statistics
from tests.stores import a_job


async def order(store: Store, person: Person, job_id: str = "job") -> None:
    async with store.transaction() as tx:
        assert await tx.jobs.add(a_job(person.person_id, job_id))


async def claim(store: Store, job_id: str = "job", worker: str = "w1") -> Job:
    async with store.transaction() as tx:
        job = await tx.jobs.claim(job_id, worker)
    assert job is not None
    return job


async def get(store: Store, job_id: str = "job") -> Job:
    async with store.reading() as tx:
        return await tx.jobs.get(job_id)


async def test_an_order_is_kept_as_it_was_given(store: Store, alice: Person) -> None:
    await order(store, alice)
    job = await get(store)
    new = a_job(alice.person_id, "job")
    for name in ("person_id", "platform", "chat", "group", "tier", "effect", "options", "photo_key", "style_keys"):
        assert getattr(job, name) == getattr(new, name)
    assert (job.state, job.attempt, job.done, job.total, job.cost) == (JobState.QUEUED, 0, 0, 100, 10.0)
    assert job.created_at.utcoffset() is not None


async def test_an_order_that_comes_twice_is_kept_once(store: Store, alice: Person) -> None:
    await order(store, alice)
    async with store.transaction() as tx:
        assert not await tx.jobs.add(a_job(alice.person_id, "job", cost=99.0))
    assert (await get(store)).cost == 10.0


async def test_an_unknown_job_is_missing(store: Store) -> None:
    with pytest.raises(Missing, match="no job 'nothing'"):
        await get(store, "nothing")


async def test_progress_is_seen_and_what_is_not_told_stays(store: Store, alice: Person) -> None:
    await order(store, alice)
    job = await claim(store)
    async with store.transaction() as tx:
        await tx.jobs.progress("job", job.attempt, 10, 4.5, "p/preview", "p/checkpoint")
    async with store.transaction() as tx:
        seen = await tx.jobs.progress("job", job.attempt, 20)
    assert seen is not None
    assert (seen.done, seen.loss, seen.preview_key, seen.checkpoint_key) == (20, 4.5, "p/preview", "p/checkpoint")
    assert seen == await get(store)


async def test_the_second_worker_goes_on_and_the_first_is_fenced_off(store: Store, alice: Person) -> None:
    await order(store, alice)
    first = await claim(store, worker="w1")
    async with store.transaction() as tx:
        await tx.jobs.progress("job", first.attempt, 40, 2.0, None, "p/checkpoint")
    second = await claim(store, worker="w2")
    assert (second.attempt, second.worker, second.checkpoint_key) == (2, "w2", "p/checkpoint")
    assert second.started_at == first.started_at
    async with store.transaction() as tx:
        assert await tx.jobs.progress("job", first.attempt, 90) is None
        assert not await tx.jobs.finish("job", first.attempt, JobState.DONE)
        assert await tx.jobs.finish("job", second.attempt, JobState.DONE, work_id="work")
    assert (await get(store)).work_id == "work"


async def test_a_job_ends_once(store: Store, alice: Person) -> None:
    await order(store, alice)
    job = await claim(store)
    async with store.transaction() as tx:
        assert await tx.jobs.finish("job", job.attempt, JobState.DONE)
        assert not await tx.jobs.finish("job", None, JobState.FAILED, error="job-failed")
        assert await tx.jobs.claim("job", "w2") is None
    assert (await get(store)).state is JobState.DONE


async def test_a_queued_job_may_fail_with_a_reason(store: Store, alice: Person) -> None:
    await order(store, alice)
    async with store.transaction() as tx:
        assert await tx.jobs.finish("job", None, JobState.FAILED, error="job-failed")
    assert (await get(store)).error == "job-failed"


async def test_a_job_does_not_end_as_running(store: Store, alice: Person) -> None:
    await order(store, alice)
    async with store.transaction() as tx:
        with pytest.raises(ValueError, match="running"):
            await tx.jobs.finish("job", None, JobState.RUNNING)


async def test_a_queued_job_stops_at_once_and_stopping_again_changes_nothing(store: Store, alice: Person) -> None:
    await order(store, alice)
    async with store.transaction() as tx:
        stopped = await tx.jobs.ask_stop("job", alice.person_id)
        assert (stopped.state, stopped.started_at) == (JobState.STOPPED, None)
        assert await tx.jobs.ask_stop("job", alice.person_id) == stopped
        assert await tx.jobs.claim("job", "w1") is None


async def test_a_running_job_hears_that_it_should_stop(store: Store, alice: Person) -> None:
    await order(store, alice)
    job = await claim(store)
    async with store.transaction() as tx:
        assert (await tx.jobs.ask_stop("job", alice.person_id)).state is JobState.RUNNING
    async with store.transaction() as tx:
        heard = await tx.jobs.progress("job", job.attempt, 10)
    assert heard is not None
    assert heard.stop_asked


async def test_stop_after_the_end_changes_nothing(store: Store, alice: Person) -> None:
    await order(store, alice)
    job = await claim(store)
    async with store.transaction() as tx:
        await tx.jobs.finish("job", job.attempt, JobState.DONE)
        ended = await tx.jobs.ask_stop("job", alice.person_id)
    assert (ended.state, ended.stop_asked) == (JobState.DONE, False)


async def test_nobody_stops_the_job_of_another(store: Store, alice: Person, bob: Person) -> None:
    await order(store, alice)
    async with store.transaction() as tx:
        with pytest.raises(Missing):
            await tx.jobs.ask_stop("job", bob.person_id)
    assert (await get(store)).state is JobState.QUEUED


async def test_finish_and_stop_at_once_have_one_outcome(store: Store, alice: Person) -> None:
    async def finish(job: Job, state: JobState) -> bool:
        async with store.transaction() as tx:
            return await tx.jobs.finish(job.job_id, job.attempt, state)

    for number in range(10):
        await order(store, alice, f"job {number}")
        job = await claim(store, f"job {number}")
        states = (JobState.DONE, JobState.FAILED, JobState.STOPPED)
        ends = await asyncio.gather(*(finish(job, state) for state in states))
        assert sum(ends) == 1


async def test_a_delivery_is_claimed_once_and_only_after_the_end(store: Store, alice: Person) -> None:
    await order(store, alice)
    job = await claim(store)
    async with store.transaction() as tx:
        assert not await tx.jobs.deliver("job")
        await tx.jobs.finish("job", job.attempt, JobState.DONE)
        assert await tx.jobs.deliver("job")
        assert not await tx.jobs.deliver("job")


async def test_active_jobs_are_those_that_a_chat_has_to_show(store: Store, alice: Person) -> None:
    for job_id in ("queued", "running", "undelivered", "delivered"):
        await order(store, alice, job_id)
    async with store.transaction() as tx:
        await tx.jobs.set_status_message("queued", "message 7")
        await tx.jobs.claim("running", "w1")
        for job_id in ("undelivered", "delivered"):
            await tx.jobs.finish(job_id, None, JobState.FAILED)
        await tx.jobs.deliver("delivered")
    async with store.reading() as tx:
        active = {job.job_id: job for job in await tx.jobs.active(["web"])}
        assert active.keys() == {"queued", "running", "undelivered"}
        assert active["queued"].status_message == "message 7"
        assert await tx.jobs.active(["telegram"]) == []
        assert {job.job_id for job in await tx.jobs.unfinished()} == {"queued", "running"}


async def test_a_silent_worker_shows_by_its_job(store: Store, alice: Person) -> None:
    await order(store, alice, "queued")
    await order(store, alice, "running")
    await claim(store, "running")
    async with store.reading() as tx:
        assert await tx.jobs.stalled(60) == []
        # A minute from now every sign of life is in the past.
        assert [job.job_id for job in await tx.jobs.stalled(-60)] == ["running"]


async def test_a_person_sees_their_own_jobs_newest_first(store: Store, alice: Person, bob: Person) -> None:
    for job_id in ("first", "second", "third"):
        await order(store, alice, job_id)
    await order(store, bob, "bob's")
    async with store.reading() as tx:
        jobs = await tx.jobs.of_person(alice.person_id, 2)
    assert len(jobs) == 2
    assert jobs[0].created_at >= jobs[1].created_at
    assert all(job.person_id == alice.person_id for job in jobs)


async def test_jobs_of_one_order_know_each_other_and_share_a_message(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        for position, job_id in enumerate(("first", "second", "third")):
            new = replace(a_job(alice.person_id, job_id), order_id="first", position=2 - position)
            await tx.jobs.add(new)
        await tx.jobs.add(a_job(alice.person_id, "alone"))
        await tx.jobs.set_status_message("first", "message 7")
        assert [job.job_id for job in await tx.jobs.of_order("first")] == ["third", "second", "first"]
        assert {job.status_message for job in await tx.jobs.of_order("first")} == {"message 7"}
        [alone] = await tx.jobs.of_order("alone")
        assert (alone.order, alone.status_message) == ("alone", None)
        assert await tx.jobs.of_order("nobody's") == []


async def test_a_person_has_so_many_jobs_under_way(store: Store, alice: Person, bob: Person) -> None:
    for job_id in ("first", "second", "third"):
        await order(store, alice, job_id)
    async with store.transaction() as tx:
        await tx.jobs.finish("first", None, JobState.FAILED)
        assert [await tx.jobs.unfinished_of(person.person_id) for person in (alice, bob)] == [2, 0]


async def test_who_was_not_told_of_an_end_is_found(store: Store, alice: Person) -> None:
    for job_id in ("told", "untold", "queued"):
        await order(store, alice, job_id)
    async with store.transaction() as tx:
        for job_id in ("told", "untold"):
            await tx.jobs.finish(job_id, None, JobState.FAILED)
        await tx.jobs.deliver("told")
        assert [job.job_id for job in await tx.jobs.undelivered(60)] == ["untold"]
        assert await tx.jobs.undelivered(-60) == []


async def test_what_is_left_of_ended_jobs_is_tidied_once(store: Store, alice: Person) -> None:
    await order(store, alice)
    job = await claim(store)
    async with store.transaction() as tx:
        await tx.jobs.progress("job", job.attempt, 10, None, "p/preview", "p/checkpoint")
        assert await tx.jobs.leftovers(-60) == []
        await tx.jobs.finish("job", job.attempt, JobState.DONE)
        assert await tx.jobs.leftovers(60) == []
        assert [job.preview_key for job in await tx.jobs.leftovers(-60)] == ["p/preview"]
        await tx.jobs.tidied("job")
        assert await tx.jobs.leftovers(-60) == []


async def test_the_figures_of_the_service_count_what_waits_and_what_ended(store: Store, alice: Person) -> None:
    for job_id in ("waits", "waits too", "runs", "ended"):
        await order(store, alice, job_id)
    await claim(store, "runs")
    ended = await claim(store, "ended")
    async with store.transaction() as tx:
        await tx.jobs.finish("ended", ended.attempt, JobState.DONE)
    async with store.reading() as tx:
        statistics = Statistics(tx.connection)
        depths, (last,) = await statistics.depths(), await statistics.ended(60, 10)
    assert {depth.state: depth.jobs for depth in depths} == {JobState.QUEUED: 2, JobState.RUNNING: 1}
    assert all(depth.oldest_s >= 0 for depth in depths)
    assert (last.state, last.delivered, last.error) == (JobState.DONE, False, None)
    assert last.waited_s is not None
    assert last.painted_s is not None
