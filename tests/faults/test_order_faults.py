"""Orders under faults and crowds: the books stay exact, and everybody gets their own picture."""

import asyncio
import signal
import sys
from dataclasses import replace
from datetime import datetime

import pytest

from bot.usecases.order import Order
from storage import NotEnough
from storage.job import Job, JobState
from tests.faults.brush import painted, state_at
from tests.faults.studio import Studio, to_json

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

KILLED_BEFORE_COMMIT = """
import asyncio, os, signal, sys
import storage
from bot.catalogue import Catalogue
from bot.prices import Prices
from bot.queue import Queue
from bot.settings import Settings
from bot.usecases.order import Order
from tests.faults.studio import from_json

async def main():
    settings = Settings()
    async with (
        storage.open(settings.database_url, settings.blob_url, settings.key) as store,
        Queue.open(settings.database_url) as queue,
        store.transaction() as tx,
    ):
        order = Order(store, queue, Catalogue(Prices.load(settings.prices)))
        await order.place(tx, from_json(sys.argv[1]), "0" * 32)
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_a_bot_killed_between_charge_and_call_has_charged_nothing(studio: Studio) -> None:
    """Charge, job and call are one transaction: it ends in all of them or in none."""
    alice = await studio.person("alice", premium=1)
    studio.worker()
    await studio.living()
    draft = await studio.draft(alice)
    killed = studio.process(sys.executable, "-c", KILLED_BEFORE_COMMIT, to_json(draft))
    assert await asyncio.to_thread(killed.wait, 60) == -signal.SIGKILL
    assert await studio.balance(alice, "premium_run") == 1
    assert not await studio.queue.called()
    again = await Order(studio.store, studio.queue, studio.catalogue)(draft, update_key="the same")
    await studio.delivery(again)
    assert await studio.balance(alice, "premium_run") == 0
    assert await studio.faults_in_books() == []


async def test_stopping_twice_and_stopping_after_the_end_are_harmless(studio: Studio) -> None:
    """What was painted is kept and paid; what was not painted comes back, once."""
    alice = await studio.person("alice", hd=2000)
    studio.worker()
    await studio.living()
    running = await studio.order(alice, "hd", iterations=1000, step_ms=10)
    waiting = await studio.order(alice, "hd", iterations=100)
    await studio.stop(waiting)
    await studio.running(running, done=20)
    await studio.stop(running)
    await studio.stop(running)
    await studio.delivery(running, waiting)
    ended = await studio.stop(running)
    await studio.stop(waiting)
    work = await studio.work(running)
    assert (ended.state, (await studio.job(waiting.job_id)).state) == (JobState.STOPPED, JobState.STOPPED)
    assert 20 <= work.iterations < 1000
    assert await studio.balance(alice, "hd_iteration") == 2000 - work.iterations
    assert studio.attempts(waiting) == []
    assert studio.delivered[running.chat].count(running.job_id) == 1
    assert await studio.faults_in_books() == []


@ON_SQLITE
async def test_a_hundred_more_iterations_go_on_from_the_painting(studio: Studio) -> None:
    """The state of the first work is what the second begins with."""
    alice = await studio.person("alice", hd=300)
    studio.worker()
    await studio.living()
    first = await studio.order(alice, "hd", iterations=200, step_ms=0)
    await studio.delivery(first)
    draft = replace(await studio.draft(alice, "hd", iterations=100, step_ms=0), parent_work_id=first.job_id)
    second = await Order(studio.store, studio.queue, studio.catalogue)(draft, update_key="more")
    await studio.delivery(second)
    state_key = (await studio.work(second)).state_key
    assert state_key is not None
    assert await studio.store.blobs.get(state_key) == state_at(300)
    assert await studio.balance(alice, "hd_iteration") == 0


@ON_SQLITE
async def test_a_hundred_people_get_their_own_pictures(studio: Studio) -> None:
    """One worker, a hundred chats; each result is made from the photo of the chat that it arrives in."""
    people = [await studio.person(f"person {number}") for number in range(100)]
    studio.worker()
    await studio.living()
    jobs = [await studio.order(person, "free", step_ms=0, chat=f"chat of {person.person_id}") for person in people]
    await studio.delivery(*jobs)
    for job in jobs:
        assert studio.delivered[f"chat of {job.person_id}"] == [job.job_id]
        assert (await studio.picture(job)).image.tobytes() == painted(await studio.photo(job), 64)
    assert len({(await studio.picture(job)).image.tobytes() for job in jobs}) == 100
    assert await studio.faults_in_books() == []


@ON_SQLITE
async def test_twenty_jobs_of_one_person_hold_nobody_up(studio: Studio) -> None:
    """Alice orders twenty before nineteen others order one each: they come after her first, not after her last."""
    alice = await studio.person("alice", premium=20)
    async with studio.offering():
        hers = [await studio.order(alice, step_ms=0) for _ in range(20)]
        others = [
            await studio.order(await studio.person(f"person {number}", premium=1), step_ms=0) for number in range(19)
        ]
    studio.worker()
    await studio.delivery(*hers, *others)
    last_of_others = max([await ended_at(studio, job) for job in others])
    assert sum([await ended_at(studio, job) < last_of_others for job in hers]) <= 2


async def test_nobody_orders_what_they_cannot_pay(studio: Studio) -> None:
    """Twenty orders at once with credits for three: three are placed."""
    alice = await studio.person("alice", premium=3)
    async with studio.offering():
        drafts = [await studio.draft(alice) for _ in range(10)]
        order = Order(studio.store, studio.queue, studio.catalogue)
        placed = await asyncio.gather(
            *(order(draft, update_key=f"{number}") for number, draft in enumerate(drafts)), return_exceptions=True
        )
    assert sum(isinstance(result, NotEnough) for result in placed) == 7
    assert len(await studio.queue.called()) == 3
    assert await studio.balance(alice, "premium_run") == 0
    assert await studio.faults_in_books() == []


async def ended_at(studio: Studio, job: Job) -> datetime:
    ended = (await studio.job(job.job_id)).ended_at
    assert ended is not None
    return ended
