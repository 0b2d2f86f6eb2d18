"""Whose job is next: tiers one after the other, persons side by side."""

import pytest

from storage import Store
from storage.fairness import LAST_PRIORITY
from storage.job import Lane, Line
from storage.jobs import JobState
from storage.people import Person
from tests.stores import a_job


async def person(store: Store, name: str) -> str:
    async with store.transaction() as tx:
        return (await tx.people.arrive("web", name, "en")).person_id


async def order(
    store: Store, person_id: str, count: int = 1, *, tier: str = "free", cost: float = 10.0, lane: Lane = Lane.LONG
) -> list[str]:
    jobs = [a_job(person_id, tier=tier, cost=cost, lane=lane) for _ in range(count)]
    async with store.transaction() as tx:
        for job in jobs:
            await tx.jobs.add(job)
    return [job.job_id for job in jobs]


async def paint_next(store: Store) -> str:
    """What one worker does: the queue hands out jobs by priority, the older first among equals. Whose was it?"""
    async with store.transaction() as tx:
        job = next(job for job in await tx.jobs.unfinished() if job.state is JobState.QUEUED)
        claimed = await tx.jobs.claim(job.job_id, "worker")
        assert claimed is not None
        await tx.jobs.finish(job.job_id, claimed.attempt, JobState.DONE)
    return job.person_id


@pytest.mark.parametrize("painted_before", [0, 1, 5])
async def test_a_person_with_20_jobs_delays_each_of_19_others_by_at_most_one_job(
    store: Store, painted_before: int
) -> None:
    heavy = await person(store, "heavy")
    await order(store, heavy, 20)
    for _ in range(painted_before):
        assert await paint_next(store) == heavy
    others = {await person(store, f"person {number}") for number in range(19)}
    for other in others:
        await order(store, other)
    painted = [await paint_next(store) for _ in range(20)]
    assert others <= set(painted)
    assert painted.count(heavy) == 1


async def test_two_persons_with_many_jobs_take_turns(store: Store) -> None:
    heavy, busy = await person(store, "heavy"), await person(store, "busy")
    await order(store, heavy, 6)
    await order(store, busy, 6)
    painted = [await paint_next(store) for _ in range(12)]
    assert all({painted[turn], painted[turn + 1]} == {heavy, busy} for turn in range(0, 12, 2))


async def test_a_job_four_times_as_large_takes_four_turns(store: Store) -> None:
    large, small = await person(store, "large"), await person(store, "small")
    await order(store, large, 2, cost=40.0)
    await order(store, small, 5, cost=10.0)
    painted = [await paint_next(store) for _ in range(7)]
    assert painted.index(large, painted.index(large) + 1) == 5


async def test_who_pays_comes_before_who_does_not(store: Store) -> None:
    free, paying = await person(store, "free"), await person(store, "paying")
    await order(store, free, 3)
    await order(store, paying, 2, tier="premium", cost=500.0)
    assert [await paint_next(store) for _ in range(5)] == [paying, paying, free, free, free]


async def test_jobs_stopped_while_they_waited_give_their_turn_back(store: Store) -> None:
    repentant, other = await person(store, "repentant"), await person(store, "other")
    await order(store, other, 3)
    for job_id in await order(store, repentant, 10):
        async with store.transaction() as tx:
            await tx.jobs.ask_stop(job_id, repentant)
    await order(store, repentant)
    assert repentant in [await paint_next(store) for _ in range(2)]


async def test_an_empty_tier_begins_anew(store: Store) -> None:
    someone = await person(store, "someone")
    for _ in range(3):
        (job_id,) = await order(store, someone, cost=1e6)
        async with store.reading() as tx:
            assert (await tx.jobs.get(job_id)).priority == 1_000_000_000
        await paint_next(store)


async def test_a_tier_that_never_empties_stays_within_the_priorities_of_the_queue(store: Store) -> None:
    someone = await person(store, "someone")
    jobs = await order(store, someone, 4, cost=1e9)
    async with store.reading() as tx:
        assert (await tx.jobs.get(jobs[-1])).priority == LAST_PRIORITY


async def test_place_and_work_ahead_count_waiting_jobs_and_the_rest_of_running_ones(store: Store) -> None:
    first, second = await person(store, "first"), await person(store, "second")
    running, waiting = await order(store, first, 2, cost=10.0)
    async with store.transaction() as tx:
        job = await tx.jobs.claim(running, "worker")
        assert job is not None
        await tx.jobs.progress(running, job.attempt, 25)
    async with store.reading() as tx:
        foreseen = await tx.jobs.ahead_of_new(second, Line("free"), 1_000_000_000, 30.0)
    (newcomer,) = await order(store, second, cost=30.0)
    async with store.reading() as tx:
        here, there = await tx.jobs.ahead(newcomer), await tx.jobs.ahead(waiting)
        assert (await tx.jobs.ahead(running)).place == 0
    assert (here.place, here.cost) == (1, 7.5)
    assert (there.place, there.cost) == (2, 37.5)
    assert foreseen == here


async def test_the_first_order_of_all_has_nothing_before_it(store: Store, alice: Person) -> None:
    async with store.reading() as tx:
        ahead = await tx.jobs.ahead_of_new(alice.person_id, Line("free"), 1, 10.0)
    assert (ahead.place, ahead.cost) == (1, 0.0)


async def test_a_lane_does_not_see_the_other(store: Store) -> None:
    """Long jobs are neither before a quick one nor do they use up their person's turns among the quick ones."""
    busy, other = await person(store, "busy"), await person(store, "other")
    await order(store, busy, 20, cost=500.0)
    theirs = await order(store, other, 2, lane=Lane.QUICK)
    (quick,) = await order(store, busy, lane=Lane.QUICK)
    async with store.reading() as tx:
        waits = [await tx.jobs.ahead(job_id) for job_id in (*theirs, quick)]
        foreseen = await tx.jobs.ahead_of_new(other, Line("free", Lane.QUICK), 1_000_000_000, 10.0)
        long = await tx.jobs.ahead_of_new(other, Line("free"), 1_000_000_000, 10.0)
        jobs = [await tx.jobs.get(job_id) for job_id in (*theirs, quick)]
    assert [ahead.place for ahead in waits] == [1, 3, 2]
    assert (foreseen.place, foreseen.cost) == (4, 30.0)
    assert (long.place, long.cost) == (2, 500.0)
    assert {job.lane for job in jobs} == {Lane.QUICK}


async def test_a_running_long_job_does_not_push_the_quick_ones_back(store: Store) -> None:
    """The clock of its lane moves on, that of the other stands."""
    busy, other = await person(store, "busy"), await person(store, "other")
    long, later = await order(store, busy, 2, cost=1000.0)
    (quick,) = await order(store, busy, lane=Lane.QUICK)
    for job_id in (long, later):
        async with store.transaction() as tx:
            assert await tx.jobs.claim(job_id, "worker")
    (newcomer,) = await order(store, other, lane=Lane.QUICK)
    async with store.reading() as tx:
        first, second = await tx.jobs.get(quick), await tx.jobs.get(newcomer)
    assert first.priority == second.priority
