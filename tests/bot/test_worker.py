"""The worker's parts one by one: what is noted while painting, what is kept, who bites, what a process is called."""

import asyncio
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.executor import hold
from bot.queue import Queue
from bot.usecases.finish import Finish
from bot.worker import engine
from bot.worker.engine import Engine, Renderer, load, shared
from bot.worker.keeper import Keeper, counted
from bot.worker.painter import Painter
from bot.worker.report import Ending, Reporter
from bot.worker.stints import Load
from bot.worker.watchdog import Watchdog
from engine.catalogue import offers
from engine.device import choose, free_mib
from engine.effect import Inputs, Painting, Report
from engine.errors import BadCheckpoint
from engine.memory import AT_REST_MIB
from engine.picture import Picture, encode
from storage import Store
from storage.job import Job, JobState, Lane
from storage.workers import WorkerRow
from tests.bot.steps import progress, silent
from tests.faults.studio import until
from tests.stores import a_job


async def claimed(store: Store) -> Job:
    async with store.transaction() as tx:
        alice = await tx.people.arrive("web", "alice", "en")
        new = a_job(alice.person_id)
        await tx.jobs.add(new)
        job = await tx.jobs.claim(new.job_id, "worker")
    assert job is not None
    return job


async def test_one_checkpoint_and_two_previews_are_kept(store: Store) -> None:
    """The last preview but one may still be on somebody's screen."""
    job = await claimed(store)
    reporter = Reporter(silent, checkpoint_s=0)
    keeper = Keeper(store, job, reporter)
    for done in range(1, 5):
        reporter._preview.due_at = 0
        reporter._checkpoint.due_at = 0
        reporter(progress(done, side_px=64))
        await keeper.save()
    async with store.reading() as tx:
        row = await tx.jobs.get(job.job_id)
    assert row.done == 4
    assert await store.blobs.list(f"{job.person_id}/checkpoint") == [row.checkpoint_key]
    assert row.preview_key in (previews := await store.blobs.list(f"{job.person_id}/progress"))
    assert len(previews) == 2
    assert row.checkpoint_key is not None
    assert await store.blobs.get(row.checkpoint_key) == b"checkpoint 4"


async def test_a_worker_whose_job_was_taken_over_stops_and_leaves_nothing(store: Store) -> None:
    """It was thought dead; the other one's checkpoint stands."""
    job = await claimed(store)
    reporter = Reporter(silent, checkpoint_s=0)
    keeper = Keeper(store, job, reporter)
    async with store.transaction() as tx:
        await tx.jobs.claim(job.job_id, "another")
    reporter(progress(1))
    await keeper.save()
    assert reporter.ending is Ending.LOST
    assert await store.blobs.list(f"{job.person_id}/checkpoint") == []


async def test_a_stop_is_heard_with_the_next_sign_of_life(store: Store) -> None:
    """Also when it was asked before the worker began."""
    job = await claimed(store)
    reporter = Reporter(silent)
    keeper = Keeper(store, job, reporter)
    async with store.transaction() as tx:
        asked = await tx.jobs.ask_stop(job.job_id, job.person_id)
    reporter(progress(1))
    await keeper.save()
    assert reporter.ending is Ending.ASKED
    late = Reporter(silent)
    Keeper(store, asked, late)
    assert late.ending is Ending.ASKED


def test_the_watchdog_bites_what_hangs_and_nothing_else() -> None:
    """A pulse keeps it quiet."""
    bitten = threading.Event()
    watchdog = Watchdog(0.2, bitten.set)
    with watchdog.running():
        with watchdog.watch() as pulse:
            for _ in range(10):
                pulse()
                assert not bitten.wait(0.05)
        assert not bitten.wait(0.3)
        with watchdog.watch():
            assert bitten.wait(5)


def test_a_process_keeps_its_name_and_shares_it_with_nobody(tmp_path: Path) -> None:
    """The name of one that ended is taken by the next."""
    with hold(tmp_path, "worker") as first:
        with hold(tmp_path, "worker") as second:
            assert first != second
        with hold(tmp_path, "worker") as third:
            assert third == second
    with hold(tmp_path, "worker") as again:
        assert again == first


async def test_a_checkpoint_that_cannot_be_read_costs_time_and_not_the_job(store: Store, database_url: str) -> None:
    """A newer engine may not understand what an older one has left: then the painting begins anew."""
    job = await claimed(store)
    picture, begun = Picture(Image.new("RGB", (64, 64)), None), list[bytes | None]()

    def render(effect: str, inputs: Inputs, options: Mapping[str, Any], report: Report) -> Painting:
        begun.append(inputs.checkpoint)
        if inputs.checkpoint:
            raise BadCheckpoint("of another age")
        return Painting(picture, 100, 100, False, ())

    async with Queue.open(database_url) as queue:
        engine, finish = Engine("test bench", (), render), Finish(store, queue)
        with Watchdog().running() as watchdog:
            painter = Painter(store, queue, finish, engine, "worker", watchdog)
            photo = encode(picture, "PNG")
            for key in (job.photo_key, *job.style_keys):
                await store.blobs.put(key, photo)
            checkpoint_key = f"{job.person_id}/checkpoint/old"
            await store.blobs.put(checkpoint_key, b"old")
            async with store.transaction() as tx:
                await tx.jobs.progress(job.job_id, job.attempt, 7, checkpoint_key=checkpoint_key)
            await painter(job.job_id)
    async with store.reading() as tx:
        ended = await tx.jobs.get(job.job_id)
    assert begun == [b"old", None]
    assert ended.state is JobState.DONE


def test_a_stint_knows_its_company() -> None:
    """Alice paints from 0 to 10, Bob from 4 to 6: Alice has 0.2 of a companion, Bob one."""
    now = 0.0
    load = Load(lambda: now)
    with load.stint() as alice:
        now = 4.0
        with load.stint() as bob:
            now = 6.0
        now = 10.0
    with load.stint() as carol:
        now = 11.0
    assert [stint.seconds for stint in (alice, bob, carol)] == [10, 2, 1]
    assert [stint.company for stint in (alice, bob, carol)] == pytest.approx([1.2, 2, 1])


async def test_two_at_once_are_measured_as_one_worker(store: Store, database_url: str) -> None:
    """Each of two paintings has half of the device: the worker's speed is twice that of either."""
    both, picture, took = threading.Barrier(2), Picture(Image.new("RGB", (64, 64)), None), list[float]()

    def render(effect: str, inputs: Inputs, options: Mapping[str, Any], report: Report) -> Painting:
        started = time.monotonic()
        both.wait(60)
        time.sleep(0.3)
        both.wait(60)
        took.append(time.monotonic() - started)
        return Painting(picture, 100, 100, False, ())

    jobs = [await waiting(store, name, encode(picture, "PNG")) for name in ("alice", "bob")]
    async with Queue.open(database_url) as queue:
        engine, finish = Engine("test bench", (), render, slots=2), Finish(store, queue)
        async with store.transaction() as tx:
            await tx.workers.beat(WorkerRow("worker", "test bench", 2))
        with Watchdog().running() as watchdog:
            painter = Painter(store, queue, finish, engine, "worker", watchdog)
            await asyncio.gather(*(painter(job.job_id) for job in jobs))
    async with store.reading() as tx:
        (worker,) = await tx.workers.living()
    of_one = jobs[0].cost / max(took)
    assert 1.2 * of_one < worker.throughput[jobs[0].effect] <= 2 * jobs[0].cost / min(took)


async def waiting(store: Store, name: str, photo: bytes, **wanted: Any) -> Job:
    """A job with its pictures; `wanted` are fields of it."""
    async with store.transaction() as tx:
        person = await tx.people.arrive("web", name, "en")
        new = replace(a_job(person.person_id), **wanted)
        await tx.jobs.add(new)
        job = await tx.jobs.get(new.job_id)
    for key in (job.photo_key, *job.style_keys):
        await store.blobs.put(key, photo)
    return job


def test_a_training_is_tried_by_as_few_lessons_as_tell_how_fast_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start does not wait for all twelve of a trial: they are alike."""
    monkeypatch.setattr(engine, "LESSONS_S", 0.0)
    [offer] = [one for one in offers() if one.effect == "own_style"]
    renderer, lessons = Renderer({offer.effect: choose("cpu")}), list[int]()

    def render(effect: str, inputs: Inputs, options: Mapping[str, Any], report: Report) -> Painting:
        painting = renderer.plainly(effect, inputs, options, report)
        lessons.append(painting.done)
        return painting

    assert engine.tried(offer, render) > 0
    assert lessons == [engine.LESSONS]


def test_each_slot_has_its_share_of_the_memory() -> None:
    """However many paint at once in both lanes, together they fit; what lies at rest is there once."""
    four = load("cpu", slots=4)
    assert (four.slots, four.quick_slots) == (4, 1)
    assert isinstance(four.render, Renderer)
    long_mib, quick_mib = (four.render.devices[effect].memory_mib for effect in ("gatys", "any_style"))
    together_mib = 4 * (long_mib - AT_REST_MIB) + quick_mib
    assert together_mib == pytest.approx(free_mib("cpu"), rel=0.05)
    assert four.render.devices["gatys"].studio is four.render.devices["any_style"].studio


@pytest.mark.parametrize(
    ("kind", "gib", "slots", "quick_slots"),
    [("cpu", 2, 1, 1), ("cuda", 8, 4, 3), ("cuda", 24, 4, 9), ("cuda", 125, 4, 16)],
)
def test_a_small_card_has_fewer_quick_slots(kind: str, gib: int, slots: int, quick_slots: int) -> None:
    """Rather than slots in which nothing fits: a painting of 600 px takes about half a GiB, of 1200 px one."""
    shares = shared(1024 * gib, kind, {Lane.LONG: 0, Lane.QUICK: 0})
    assert (shares[Lane.LONG].slots, shares[Lane.QUICK].slots) == (slots, quick_slots)
    assert shares[Lane.QUICK].memory_mib > (1200 if gib > 2 else 600)
    assert shared(1024 * gib, kind, {Lane.LONG: 1, Lane.QUICK: 3})[Lane.QUICK].slots == 3


@pytest.mark.parametrize(
    ("done", "total", "counted_as"), [(0, 1, 0), (1, 1, 100), (1, 6, 17), (6, 6, 100), (40, 100, 40)]
)
async def test_steps_are_counted_as_the_job_counts_them(store: Store, done: int, total: int, counted_as: int) -> None:
    """One pass, or its windows, are worth the iterations that were paid for."""
    assert counted(await claimed(store), done, total) == counted_as


async def test_any_style_is_painted_beside_gatys(store: Store, database_url: str) -> None:
    """By the real engine, on its one slot for each lane: the one pass is over long before the thousand iterations."""
    photo = encode(Picture(Image.effect_noise((96, 64), 60).convert("RGB"), None), "PNG")
    gatys = await waiting(store, "alice", photo, options={"side_px": 96, "iterations": 1000})
    quick = await waiting(store, "bob", photo, effect="any_style", options={"side_px": 96}, lane=Lane.QUICK)
    engine = await asyncio.to_thread(load, "cpu")
    async with Queue.open(database_url) as queue:
        with Watchdog().running() as watchdog:
            finish = Finish(store, queue)
            painter = Painter(store, queue, finish, engine, "worker", watchdog)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(painter(gatys.job_id))
                await until(lambda: painted_at_all(store, gatys), 60, "painting")
                await painter(quick.job_id, Lane.QUICK)
                async with store.transaction() as tx:
                    beside, asked = (
                        await tx.jobs.get(quick.job_id),
                        await tx.jobs.ask_stop(gatys.job_id, gatys.person_id),
                    )
                assert (beside.state, asked.state) == (JobState.DONE, JobState.RUNNING)
    async with store.reading() as tx:
        work = await tx.works.get(quick.job_id, quick.person_id)
        assert (await tx.jobs.get(gatys.job_id)).state is JobState.STOPPED
    assert (work.width, work.height, work.video_key) == (96, 64, None)


async def painted_at_all(store: Store, job: Job) -> bool:
    async with store.reading() as tx:
        return (await tx.jobs.get(job.job_id)).done > 0
