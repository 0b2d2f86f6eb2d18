"""Glimpses with workers in processes of their own: nothing stays of them, and nobody who has ordered waits for one."""

import signal
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.queue import Glimpses
from bot.usecases.glimpse import Glimpse, NobodyFree
from engine.picture import decode
from storage.job import JobState
from storage.schema import metadata
from tests.drawings import a_drawing
from tests.faults.brush import DOODLE
from tests.faults.studio import PATIENCE_S, Studio

CALLS = ("workflow_status", "workflow_input", "workflow_output", "operation_outputs")
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def glimpse_of(studio: Studio, patience_s: float = PATIENCE_S) -> Glimpse:
    return Glimpse(studio.store, Glimpses(studio.queue), patience_s)


async def rows(studio: Studio) -> dict[str, int]:
    """How many there are in every table, those of the queue too; who is alive is written down all the time."""
    async with studio.store.reading() as tx:
        schema = "dbos." if tx.connection.dialect.name == "postgresql" else ""
        tables = [name for name in metadata.tables if name != "workers"] + [f"{schema}{name}" for name in CALLS]
        counts = {name: await tx.connection.execute(text(f"SELECT count(*) FROM {name}")) for name in tables}
        return {name: count.scalar_one() for name, count in counts.items()}


async def test_a_drawing_is_answered_and_nothing_of_it_stays(studio: Studio) -> None:
    """No row of ours, no call, no entry in the journal, no blob."""
    studio.worker()
    await studio.living()
    before = await rows(studio)
    for lines in (3, 2, 1):
        picture = decode(await glimpse_of(studio)("alice", None, DOODLE.effect, a_drawing(lines=lines)))
        assert picture.width == 256
    assert await rows(studio) == before
    assert await studio.store.blobs.list() == []


@ON_SQLITE
async def test_whoever_has_ordered_goes_first(studio: Studio) -> None:
    """While a painting is at work on the only slot no glimpse is; then the next one is."""
    studio.worker()
    await studio.living()
    alice = await studio.person("alice", hd=2000)
    job = await studio.order(alice, "hd", iterations=1000, step_ms=20)
    await studio.running(job, done=2)
    with pytest.raises(NobodyFree):
        await glimpse_of(studio, 0.5)("bob", None, DOODLE.effect, a_drawing())
    assert (await studio.job(job.job_id)).state is JobState.RUNNING
    await studio.stop(job)
    await studio.delivery(job)
    assert await glimpse_of(studio)("bob", None, DOODLE.effect, a_drawing())


@ON_SQLITE
async def test_a_restart_loses_glimpses_and_nothing_else(studio: Studio) -> None:
    """A worker that was not there when it was asked, and a call whose asker is gone: both are swept away."""
    async with studio.offering():
        with pytest.raises(NobodyFree):
            await glimpse_of(studio, 0.1)("alice", None, DOODLE.effect, a_drawing())
    async with studio.store.transaction() as tx:
        await Glimpses(studio.queue).ask(tx, "orphan", DOODLE.effect, "of an asker who is gone")
    worker = studio.worker()
    await studio.living()
    assert await glimpse_of(studio)("alice", None, DOODLE.effect, a_drawing())
    assert await Glimpses(studio.queue).prune(timedelta(seconds=-60)) == 1
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE_S) == 0
