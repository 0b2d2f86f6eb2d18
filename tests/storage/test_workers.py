"""Workers beat, offer and are measured; lines of a transcript are written, edited and caught up with."""

import asyncio

import pytest

from storage import Store
from storage.workers import WorkerRow

GATYS = {"effect": "gatys", "styles": 1, "options": [{"name": "size", "low": 64}]}
COLORIZE = {"effect": "colorize", "styles": 0, "options": []}


async def beat(store: Store, worker_id: str, *offers: dict[str, object]) -> None:
    async with store.transaction() as tx:
        await tx.workers.beat(WorkerRow(worker_id, "cpu", 1, list(offers)))


async def test_the_living_are_those_who_beat(store: Store) -> None:
    await beat(store, "w1", GATYS)
    async with store.transaction() as tx:
        (worker,) = await tx.workers.living()
        assert (worker.worker_id, worker.device, worker.slots, worker.offers) == ("w1", "cpu", 1, [GATYS])
        assert worker.beat_at is not None
        assert await tx.workers.living(ttl_s=-60) == []  # as seen a minute later
        await tx.workers.leave("w1")
        assert await tx.workers.living() == []


async def test_what_the_living_offer_is_told_once(store: Store) -> None:
    await beat(store, "w1", GATYS)
    await beat(store, "w2", GATYS, COLORIZE)
    await beat(store, "w3", {"effect": "deep_dream"})
    async with store.transaction() as tx:
        await tx.workers.leave("w3")
        assert await tx.workers.offers() == [GATYS, COLORIZE]


async def test_throughput_is_a_moving_average_that_outlives_beats_and_restarts(store: Store) -> None:
    await beat(store, "w1", GATYS)
    async with store.transaction() as tx:
        await tx.workers.measured("w1", "gatys", 10.0)
        await tx.workers.measured("w1", "gatys", 20.0)
        await tx.workers.measured("w1", "colorize", 5.0)
        await tx.workers.leave("w1")
    await beat(store, "w1", GATYS)
    async with store.reading() as tx:
        (worker,) = await tx.workers.living()
    assert worker.throughput == {"gatys": pytest.approx(13.0), "colorize": 5.0}


async def test_a_worker_that_nobody_knows_is_not_measured(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.workers.measured("nobody", "gatys", 10.0)
        assert await tx.workers.living() == []


async def test_who_reads_on_gets_new_lines_and_changed_ones_in_the_order_of_the_chat(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.transcripts.put("chat", "a", "person", {"text": "hello"}) == 1
        assert await tx.transcripts.put("chat", "b", "mazok", {"text": "painting"}) == 2
        assert await tx.transcripts.put("other chat", "a", "person", {"text": "hi"}) == 1
        assert await tx.transcripts.put("chat", "a", "person", {"text": "hello!"}) == 3
        lines = await tx.transcripts.since("chat", 0)
        assert [(line.message_id, line.seq, line.edited_seq, line.author) for line in lines] == [
            ("a", 1, 3, "person"),
            ("b", 2, 2, "mazok"),
        ]
        assert [line.body for line in await tx.transcripts.since("chat", 2)] == [{"text": "hello!"}]
        assert await tx.transcripts.since("chat", 3) == []


async def test_lines_written_at_once_have_each_their_number(store: Store) -> None:
    async def put(number: int) -> int:
        async with store.transaction() as tx:
            return await tx.transcripts.put("chat", f"{number}", "mazok", {})

    assert sorted(await asyncio.gather(*map(put, range(8)))) == list(range(1, 9))


async def test_a_line_is_found_and_the_last_ones_are_shown_in_order(store: Store) -> None:
    async with store.transaction() as tx:
        for message_id in ("a", "b", "c"):
            await tx.transcripts.put("chat", message_id, "mazok", {"text": message_id})
        assert [line.message_id for line in await tx.transcripts.latest("chat", 2)] == ["b", "c"]
        line = await tx.transcripts.get("chat", "a")
        assert line is not None
        assert line.body == {"text": "a"}
        assert await tx.transcripts.get("chat", "z") is None
