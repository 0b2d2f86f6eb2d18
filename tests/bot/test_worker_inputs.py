"""What a worker gives to the engine and takes from it: masks, the state of an earlier work, the film of the new one."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.queue import Queue
from bot.usecases.finish import Finish
from bot.worker.engine import Engine
from bot.worker.painter import Painter
from bot.worker.watchdog import Watchdog
from engine.effect import Cancelled, Inputs, Painting, Progress, Report
from engine.mask import inverse, read_mask
from engine.picture import Picture, decode, encode
from storage import Missing, Store
from storage.job import Job, JobState
from storage.ledger import Charge
from tests.platforms.contract import a_mask
from tests.stores import a_job, a_work

PHOTO = Picture(Image.new("RGB", (64, 48), "navy"))
STEPS = 10


@dataclass(slots=True)
class Brush:
    """An engine that writes down what it was given, and shows another color at each step."""

    given: list[Inputs] = field(default_factory=list)
    stop_at: int = 0
    others: tuple[Picture, ...] = ()

    def render(self, effect: str, inputs: Inputs, options: Mapping[str, Any], report: Report) -> Painting:
        self.given.append(inputs)
        for done in range(1, STEPS + 1):
            picture = Picture(Image.new("RGB", (64, 48), (25 * done, 0, 0)))
            try:
                report(Progress(done, STEPS, 1.0, lambda picture=picture: picture, lambda: b""))  # type: ignore[misc]
                if done == self.stop_at:
                    raise Cancelled
            except Cancelled:
                return Painting(picture, done, STEPS, True, (1.0,), b"new state")
        return Painting(picture, STEPS, STEPS, False, (1.0,), b"new state", others=self.others)


async def ordered(store: Store, styles: int = 1, mask: str | None = None, **fields: Any) -> Job:
    """Alice's job with its pictures, reserved and paid; `mask` is the name of its mask."""
    async with store.transaction() as tx:
        alice = await tx.people.arrive("web", "alice", "en")
        keys = tuple(f"{alice.person_id}/photo/style{number}" for number in range(styles))
        mask_key = f"{alice.person_id}/mask/{mask}" if mask else None
        new = replace(a_job(alice.person_id), style_keys=keys, mask_key=mask_key, total=STEPS, **fields)
        await tx.jobs.add(new)
        await tx.ledger.grant("gift", alice.person_id, "free_run", 1, "gift")
        await tx.ledger.reserve(new.job_id, [Charge(alice.person_id, "free_run", 1)])
        job = await tx.jobs.get(new.job_id)
    for key in (job.photo_key, *job.style_keys):
        await store.blobs.put(key, encode(PHOTO, "PNG"))
    return job


@asynccontextmanager
async def worker(store: Store, database_url: str, brush: Brush) -> AsyncIterator[Callable[[Job], Any]]:
    """A worker that paints one job after another, films too."""
    async with Queue.open(database_url) as queue:
        engine, finish = Engine("test bench", (), brush.render), Finish(store, queue)
        with Watchdog().running() as watchdog:
            painter = Painter(store, queue, finish, engine, "worker", watchdog)

            async def paint(job: Job) -> Job:
                await painter(job.job_id)
                async with store.reading() as tx:
                    return await tx.jobs.get(job.job_id)

            yield paint
            await painter.leave()


@pytest.mark.parametrize("styles", [1, 2, 3])
async def test_two_styles_share_a_mask_and_others_have_it_alone(store: Store, database_url: str, styles: int) -> None:
    job, brush = await ordered(store, styles, "part"), Brush()
    assert job.mask_key
    await store.blobs.put(job.mask_key, a_mask())
    async with worker(store, database_url, brush) as paint:
        ended = await paint(job)
    mask = read_mask(a_mask())
    wanted = [mask, inverse(mask)] if styles == 2 else [mask]
    [given] = brush.given
    assert [one.tobytes() for one in given.masks] == [one.tobytes() for one in wanted]
    async with store.reading() as tx:
        assert (await tx.works.get(ended.work_id, job.person_id)).mask_key == job.mask_key


@pytest.mark.parametrize("fault", ["missing", "no picture", "sealed"])
async def test_a_mask_that_cannot_be_read_fails_the_job_and_costs_nothing(
    store: Store, database_url: str, tmp_path: Path, fault: str
) -> None:
    job, brush = await ordered(store, mask="part"), Brush()
    assert job.mask_key
    if fault != "missing":
        await store.blobs.put(job.mask_key, b"no picture")
    if fault == "sealed":
        (tmp_path / "blobs" / job.mask_key).write_bytes(b"sealed with another key, or damaged")
    async with worker(store, database_url, brush) as paint:
        ended = await paint(job)
    assert (ended.state, ended.error, brush.given) == (JobState.FAILED, "failed-mask", [])
    async with store.reading() as tx:
        assert await tx.ledger.balance(job.person_id, "free_run") == 1
        assert await tx.ledger.check() == []


@pytest.mark.parametrize(("stop_at", "state"), [(0, JobState.DONE), (4, JobState.STOPPED)])
async def test_a_painting_has_a_film_of_what_there_is(
    store: Store, database_url: str, stop_at: int, state: JobState
) -> None:
    job = await ordered(store)
    async with worker(store, database_url, Brush(stop_at=stop_at)) as paint:
        ended = await paint(job)
    assert ended.state is state
    async with store.reading() as tx:
        work = await tx.works.get(ended.work_id, job.person_id)
    assert work.video_key
    assert (await store.blobs.get(work.video_key))[4:8] == b"ftyp"


async def test_the_film_of_a_forgotten_person_is_not_kept(store: Store, database_url: str) -> None:
    job = await ordered(store)
    async with worker(store, database_url, Brush()) as paint:
        await paint(job)
        async with store.transaction() as tx:
            await store.blobs.delete(await tx.people.forget(job.person_id))
    assert [key for key in await store.blobs.list(job.person_id) if "/film/" in key] == []


async def test_a_work_is_painted_on_from_its_state(store: Store, database_url: str) -> None:
    async with store.transaction() as tx:
        alice = await tx.people.arrive("web", "alice", "en")
        state_key = f"{alice.person_id}/state/1"
        parent = await tx.works.add(replace(a_work(alice.person_id), state_key=state_key))
    await store.blobs.put(state_key, b"old state")
    job, brush = await ordered(store, parent_work_id=parent.work_id), Brush()
    async with worker(store, database_url, brush) as paint:
        ended = await paint(job)
    assert [given.state for given in brush.given] == [b"old state"]
    async with store.reading() as tx:
        work = await tx.works.get(ended.work_id, job.person_id)
    assert work.state_key
    assert await store.blobs.get(work.state_key) == b"new state"


async def test_the_other_results_are_kept_beside_the_first(store: Store, database_url: str) -> None:
    """Encrypted like everything, and gone when their person is."""
    others = tuple(Picture(Image.new("RGB", (64, 48), color)) for color in ("teal", "gold", "plum"))
    job = await ordered(store)
    async with worker(store, database_url, Brush(others=others)) as paint:
        await paint(job)
    async with store.reading() as tx:
        work = await tx.works.get(job.job_id, job.person_id)
    assert (work.chosen, len(work.picture_keys)) == (0, 4)
    for key, picture in zip(work.picture_keys[1:], others, strict=True):
        assert decode(await store.blobs.get(key)).image.getpixel((0, 0)) == picture.image.getpixel((0, 0))
    assert await store.blobs.list(f"{job.person_id}/preview/") == sorted(work.preview_keys)
    async with store.transaction() as tx:
        await store.blobs.delete(await tx.people.forget(job.person_id))
    left = await store.blobs.list(job.person_id)
    assert [key for key in left if "/picture/" in key or "/preview/" in key] == []


async def test_a_failed_job_leaves_no_film(store: Store, database_url: str) -> None:
    job = await ordered(store)
    await store.blobs.delete([job.photo_key])
    async with worker(store, database_url, Brush()) as paint:
        assert (await paint(job)).state is JobState.FAILED
    with pytest.raises(Missing):
        await store.blobs.get(f"{job.person_id}/film/{job.job_id}")
