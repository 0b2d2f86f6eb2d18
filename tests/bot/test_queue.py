"""The queue and its upkeep: calls that got lost, calls that broke, couriers that fail. The real engine, one process."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.catalogue import Catalogue
from bot.chat import TryLater
from bot.prices import Prices
from bot.queue import Courier, Queue, Runtime, Upkeep, delivers, paints
from bot.usecases.finish import Finish
from storage import Store
from storage.job import Job, Lane
from storage.workers import WorkerRow
from tests.faults.studio import PATIENCE_S, PLATFORM, Studio, settings_in, until
from tests.stores import a_job


@pytest.fixture
async def studio(store: Store, database_url: str, tmp_path: Path) -> AsyncIterator[Studio]:
    settings = settings_in(tmp_path, database_url)
    async with Queue.open(database_url) as queue:
        await queue.register([PLATFORM])
        yield Studio(settings, store, queue, Catalogue(Prices.load(settings.prices)))


@pytest.fixture
def upkeep(studio: Studio) -> Upkeep:
    """Of a process that neither paints nor delivers."""
    return Upkeep(studio.store, studio.queue, WorkerRow("keeper", "", 0))


async def a_job_without_a_call(studio: Studio, lane: Lane = Lane.LONG) -> Job:
    """As if the engine had forgotten it."""
    alice = await studio.person("alice")
    async with studio.store.transaction() as tx:
        new = a_job(alice.person_id, lane=lane)
        await tx.jobs.add(new)
        return await tx.jobs.get(new.job_id)


async def test_a_job_that_was_forgotten_is_called_for(studio: Studio, upkeep: Upkeep) -> None:
    """And only once, however often one looks."""
    job = await a_job_without_a_call(studio)
    await upkeep.reconcile()
    await upkeep.reconcile()
    assert await studio.queue.called() == {job.job_id}


async def test_each_lane_is_called_by_its_own_queue(studio: Studio, upkeep: Upkeep) -> None:
    """Whoever serves one lane takes nothing of the other; a call that is left open goes on in its lane."""
    long, quick = [await a_job_without_a_call(studio, lane) for lane in (Lane.LONG, Lane.QUICK)]
    began, done = asyncio.Event(), asyncio.Event()

    async def never_ends(job_id: str) -> None:
        assert job_id == quick.job_id
        began.set()
        await asyncio.Event().wait()

    async def ends(job_id: str) -> None:
        assert job_id == quick.job_id
        done.set()

    async def only_the_long_one() -> bool:
        return await studio.queue.called() == {long.job_id}

    await upkeep.reconcile()
    assert await studio.queue.called() == {long.job_id, quick.job_id}
    async with Runtime(studio.settings.database_url, "first", paints(never_ends, lane=Lane.QUICK)):
        await asyncio.wait_for(began.wait(), PATIENCE_S)
        assert [call.job_id for call in await studio.queue.taken({long.job_id, quick.job_id})] == [quick.job_id]
    async with Runtime(studio.settings.database_url, "second", paints(ends, lane=Lane.QUICK)):
        await upkeep.reap()
        await asyncio.wait_for(done.wait(), PATIENCE_S)
        # The engine notes the end of a call a moment after the call has ended.
        await until(only_the_long_one, PATIENCE_S, "end of the quick call")


async def test_a_quick_job_that_ended_before_it_began_is_called_back(studio: Studio, upkeep: Upkeep) -> None:
    job = await a_job_without_a_call(studio, Lane.QUICK)
    await upkeep.reconcile()
    await studio.queue.cancel(job)
    assert await studio.queue.called() == set()


async def test_a_call_that_broke_is_made_again(studio: Studio, upkeep: Upkeep) -> None:
    """A defect ends a call but not the job."""
    job = await a_job_without_a_call(studio)
    heard: list[str] = []

    async def breaks_once(job_id: str) -> None:
        heard.append(job_id)
        if len(heard) == 1:
            raise RuntimeError("a defect")

    async def called_no_more() -> bool:
        return not await studio.queue.called()

    await upkeep.reconcile()
    async with Runtime(studio.settings.database_url, "breaker", paints(breaks_once)):
        await until(called_no_more, PATIENCE_S, "end of the call")
        await upkeep.reconcile()
        await until(called_no_more, PATIENCE_S, "end of the second call")
    assert heard == [job.job_id, job.job_id]


async def test_a_call_that_is_open_when_its_process_ends_is_taken_by_another(studio: Studio, upkeep: Upkeep) -> None:
    """The process said goodbye in the middle; nobody waits until it is missed."""
    job = await a_job_without_a_call(studio)
    began, done = asyncio.Event(), asyncio.Event()

    async def never_ends(job_id: str) -> None:
        began.set()
        await asyncio.Event().wait()

    async def ends(job_id: str) -> None:
        assert job_id == job.job_id
        done.set()

    await upkeep.reconcile()
    async with Runtime(studio.settings.database_url, "first", paints(never_ends)):
        await asyncio.wait_for(began.wait(), PATIENCE_S)
    assert await studio.queue.called() == {job.job_id}
    async with Runtime(studio.settings.database_url, "second", paints(ends)):
        await upkeep.reap()
        await asyncio.wait_for(done.wait(), PATIENCE_S)


async def test_a_living_process_keeps_its_calls(studio: Studio, upkeep: Upkeep) -> None:
    """Only the dead are robbed."""
    await a_job_without_a_call(studio)
    began = asyncio.Event()

    async def never_ends(job_id: str) -> None:
        began.set()
        await asyncio.Event().wait()

    living = Upkeep(studio.store, studio.queue, WorkerRow("living", "", 0))
    await living.beat()
    await upkeep.reconcile()
    async with Runtime(studio.settings.database_url, "living", paints(never_ends)):
        await asyncio.wait_for(began.wait(), PATIENCE_S)
        assert await studio.queue.abandoned({"living"}) == []
        assert len(await studio.queue.abandoned({"somebody else"})) == 1


async def test_who_was_away_takes_nobody_for_dead_at_once(studio: Studio, upkeep: Upkeep) -> None:
    """The database was locked: nobody could beat. Whoever is heard first must not rob the others."""
    await a_job_without_a_call(studio)
    await upkeep.reconcile()
    began = asyncio.Event()

    async def never_ends(job_id: str) -> None:
        began.set()
        await asyncio.Event().wait()

    async with Runtime(studio.settings.database_url, "not heard yet", paints(never_ends)):
        await asyncio.wait_for(began.wait(), PATIENCE_S)
        upkeep.excuse(upkeep.ttl_s)
        for _ in range(round(upkeep.ttl_s / upkeep.beat_s)):
            await upkeep.look_after(1)
            assert len(await studio.queue.abandoned({"keeper"})) == 1
        await upkeep.look_after(1)
        assert await studio.queue.abandoned({"keeper"}) == []


async def test_a_result_without_a_courier_gets_one(studio: Studio, upkeep: Upkeep) -> None:
    """The job ended, but nobody was told; the second look finds nothing to do."""
    job = await a_job_without_a_call(studio)
    async with studio.store.transaction() as tx:
        await tx.jobs.claim(job.job_id, "worker")
        await tx.jobs.finish(job.job_id, 1, (await tx.jobs.get(job.job_id)).state.FAILED, error="failed-engine")
    await upkeep.reconcile()
    await upkeep.reconcile()
    async with Runtime(studio.settings.database_url, "chat", delivers([PLATFORM], studio.deliver)):
        await until(lambda: delivered(studio, job), PATIENCE_S, "a delivery")
    await upkeep.reconcile()
    assert studio.delivered[job.chat] == [job.job_id]


async def delivered(studio: Studio, job: Job) -> bool:
    return (await studio.job(job.job_id)).delivered_at is not None


async def test_an_end_is_told_once_however_often_it_is_declared(studio: Studio) -> None:
    """Two workers give the same attempt up: one of them is believed."""
    job = await a_job_without_a_call(studio)
    async with studio.store.transaction() as tx:
        claimed = await tx.jobs.claim(job.job_id, "worker")
    assert claimed is not None
    finish = Finish(studio.store, studio.queue)
    assert await finish.failed(claimed, "failed-engine")
    assert not await finish.failed(claimed, "failed-memory")
    assert (await studio.job(job.job_id)).error == "failed-engine"
    assert await studio.queue.delivering([job.job_id]) == {job.job_id}


async def test_a_busy_platform_is_tried_later() -> None:
    """As often as it asks for it."""
    tries: list[str] = []

    async def deliver(job_id: str) -> None:
        tries.append(job_id)
        if len(tries) < 20:
            raise TryLater(0)

    await Courier(deliver)("job")
    assert len(tries) == 20


async def test_a_delivery_that_always_fails_is_given_up_and_can_be_tried_again(studio: Studio, upkeep: Upkeep) -> None:
    """The operator sees it, mends what was broken, and calls the courier again."""
    job = await a_job_without_a_call(studio)
    broken = True

    async def deliver(job_id: str) -> None:
        if broken:
            raise RuntimeError("a defect")
        await studio.deliver(job_id)

    async def given_up() -> bool:
        return await studio.queue.undelivered() == [job.job_id]

    async with studio.store.transaction() as tx:
        await tx.jobs.finish(job.job_id, None, job.state.FAILED, error="failed-engine")
        await studio.queue.enqueue_delivery(tx, job)
    duty = delivers([PLATFORM], Courier(deliver, first_pause_s=0.001))
    async with Runtime(studio.settings.database_url, "chat", duty):
        await until(given_up, PATIENCE_S, "the courier giving up")
        await upkeep.reconcile()
        assert await studio.queue.undelivered() == [job.job_id]
        broken = False
        await studio.queue.forget_delivery(job.job_id)
        await upkeep.reconcile()
        await until(lambda: delivered(studio, job), PATIENCE_S, "a delivery")
    assert await studio.queue.undelivered() == []


async def test_what_nobody_asks_for_any_more_is_thrown_away(studio: Studio) -> None:
    """The preview of an ended job and its calls go; the job that waits keeps its own."""
    ended, waiting = await a_job_without_a_call(studio), await a_job_without_a_call(studio)
    key = f"{ended.person_id}/progress/1"
    await studio.store.blobs.put(key, b"a preview")
    async with studio.store.transaction() as tx:
        await tx.jobs.claim(ended.job_id, "worker")
        await tx.jobs.progress(ended.job_id, 1, 5, preview_key=key)
        await tx.jobs.finish(ended.job_id, 1, ended.state.FAILED, error="failed-engine")
        await studio.queue.enqueue_delivery(tx, ended)
    eager = Upkeep(studio.store, studio.queue, WorkerRow("keeper", "", 0), keep_calls=timedelta(0), keep_previews_s=0)
    await eager.reconcile()
    async with Runtime(studio.settings.database_url, "chat", delivers([PLATFORM], studio.deliver)):
        await until(lambda: delivered(studio, ended), PATIENCE_S, "a delivery")
    await until(lambda: pruned(eager, ended), PATIENCE_S, "an empty queue")
    assert await studio.store.blobs.list(f"{ended.person_id}/progress") == []
    assert (await studio.job(ended.job_id)).preview_key is None
    assert await studio.queue.called() == {waiting.job_id}


async def pruned(upkeep: Upkeep, job: Job) -> bool:
    await upkeep.prune()
    return not await upkeep.queue.delivering([job.job_id])
