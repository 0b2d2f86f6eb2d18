"""A style of one's own through the real engine: learned by a worker, then painted by from what was kept."""

from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import Any

from PIL import Image

from bot.queue import Queue
from bot.usecases.finish import Finish
from bot.worker.engine import Engine, Render
from bot.worker.painter import Painter
from bot.worker.watchdog import Watchdog
from engine.device import Device
from engine.effects import learned_style, own_style
from engine.nn.looks import network_of
from engine.picture import encode
from engine.render import render
from storage import Store
from storage.job import JobState
from storage.works import Work
from tests.engine.pictures import dots, photo
from tests.stores import a_job

STEPS = 2


async def painted(store: Store, queue: Queue, effect: str, **fields: Any) -> Work:
    """Alice's job of that effect, painted by a worker."""
    async with store.transaction() as tx:
        alice = await tx.people.arrive("web", "alice", "en")
        new = replace(a_job(alice.person_id, tier="hd"), effect=effect, **fields)
        await tx.jobs.add(new)
    await store.blobs.put(new.photo_key, encode(photo(), "PNG"))
    paint: Render = partial(render, device=Device("cpu"))
    with Watchdog().running() as watchdog:
        engine, finish = Engine("cpu", (), paint), Finish(store, queue)
        painter = Painter(store, queue, finish, engine, "worker", watchdog)
        await painter(new.job_id)
        await painter.leave()
    async with store.reading() as tx:
        job = await tx.jobs.get(new.job_id)
        assert (job.state, job.error) == (JobState.DONE, None)
        return await tx.works.get(job.work_id or "", alice.person_id)


async def test_a_learned_look_is_kept_with_its_style_and_paints_the_next_photo(store: Store, database_url: str) -> None:
    async with Queue.open(database_url) as queue:
        async with store.transaction() as tx:
            alice = await tx.people.arrive("web", "alice", "en")
        style_key = f"{alice.person_id}/photo/dots"
        await store.blobs.put(style_key, encode(dots(), "PNG"))
        options = {"iterations": STEPS, "side_px": 64}
        lesson = await painted(
            store, queue, own_style.EFFECT.name, style_keys=(style_key,), options=options, total=STEPS
        )
        async with store.reading() as tx:
            [style] = await tx.styles.of_person(alice.person_id)
        assert style.look_key
        assert (style.picture_key, style.look_key, style.look_key) == (style_key, lesson.state_key, lesson.look_key)
        assert len(network_of(await store.blobs.get(style.look_key)).styles) == 1
        quick = await painted(
            store,
            queue,
            learned_style.EFFECT.name,
            style_keys=(),
            options={"side_px": 64},
            total=1,
            look_key=style.look_key,
        )
        async with store.reading() as tx:
            assert await tx.styles.of_person(alice.person_id) == [style]
    assert (quick.look_key, quick.state_key) == (style.look_key, None)
    pixels = [Image.open(BytesIO(await store.blobs.get(work.picture_key))).tobytes() for work in (lesson, quick)]
    assert pixels[0] == pixels[1]  # the same photo by the same look
