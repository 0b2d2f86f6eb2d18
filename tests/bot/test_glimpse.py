"""Glimpses: limits, what is refused, who is free. The real queue and the real worker's part, no engine."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.queue import Glimpses, Queue
from bot.usecases.glimpse import DRAWING, Envelope, Glimpse, NobodyFree, NothingToSee, Ration, TooOften
from engine.errors import BadPicture
from engine.picture import decode
from storage import Sealed, Store
from storage.job import Lane
from storage.seal import Seal
from tests.bot.world import Clock
from tests.drawings import Desk, a_desk, a_drawing
from tests.stores import KEY

SOON_S = 60.0  # more than a busy machine needs
AT_ONCE_S = 0.05


@pytest.fixture
async def queue(database_url: str) -> AsyncIterator[Queue]:
    async with Queue.open(database_url) as opened:
        yield opened


@pytest.fixture
async def desk(store: Store, queue: Queue, database_url: str) -> AsyncIterator[Desk]:
    async with a_desk(store, queue, database_url) as opened:
        yield opened


@pytest.fixture
def glimpse(store: Store, queue: Queue) -> Glimpse:
    return Glimpse(store, Glimpses(queue), SOON_S)


async def test_a_drawing_is_answered_by_its_picture(desk: Desk, glimpse: Glimpse) -> None:
    picture = decode(await glimpse("alice", "home", "doodle", a_drawing((512, 512))))
    assert (picture.width, picture.height) == (256, 256)
    assert max(picture.image.resize((1, 1)).getpixel((0, 0))) < 60  # type: ignore[arg-type]


async def test_where_nothing_can_be_made_of_it_that_is_said(desk: Desk, glimpse: Glimpse) -> None:
    with pytest.raises(NothingToSee):
        await glimpse("alice", "home", "doodle", a_drawing(lines=0))


@pytest.mark.parametrize(
    "drawing",
    [
        b"",
        b"no picture",
        a_drawing(file_format="JPEG"),
        a_drawing((2000, 1000)),
        a_drawing((8, 8), lines=0),
        a_drawing()[:-40],
    ],
)
async def test_what_is_no_drawing_reaches_no_worker(glimpse: Glimpse, queue: Queue, drawing: bytes) -> None:
    with pytest.raises(BadPicture):
        await glimpse("alice", "home", "doodle", drawing)
    assert await Glimpses(queue).prune(timedelta(seconds=-60)) == 0


async def test_a_file_that_is_too_large_is_not_decoded(glimpse: Glimpse) -> None:
    with pytest.raises(BadPicture) as refused:
        await glimpse("alice", "home", "doodle", a_drawing() + bytes(DRAWING.file_bytes))
    assert refused.value.reason == "too_many_bytes"


async def test_only_what_is_offered_for_drawings_can_be_looked_at(desk: Desk, glimpse: Glimpse) -> None:
    """At once: there is nobody to wait for."""
    for effect in ("gatys", "", "nothing"):
        with pytest.raises(NobodyFree):
            await glimpse("alice", "home", effect, a_drawing())


async def test_who_is_not_answered_in_time_leaves_no_call_behind(desk: Desk, glimpse: Glimpse, queue: Queue) -> None:
    await desk.leave()
    glimpse.patience_s = AT_ONCE_S
    with pytest.raises(NobodyFree):
        await glimpse("alice", "home", "doodle", a_drawing())
    assert await Glimpses(queue).prune(timedelta(seconds=-60)) == 0
    desk.away, glimpse.patience_s = False, SOON_S
    assert await glimpse("alice", "home", "doodle", a_drawing())


async def test_a_slow_worker_is_waited_for_once_it_has_begun(desk: Desk, store: Store, queue: Queue) -> None:
    """Else a busy machine would paint one glimpse after another for nobody."""
    calls, envelope = Glimpses(queue), desk.glimpses.envelope
    desk.may_answer.clear()
    async with store.transaction() as tx:
        await calls.ask(tx, "slow", "doodle", envelope.close("slow", "drawing", a_drawing()))
    await asyncio.wait_for(desk.begun.wait(), SOON_S)
    async with asyncio.TaskGroup() as tasks:
        answer = tasks.create_task(calls.answer("slow", AT_ONCE_S))
        done, _ = await asyncio.wait([answer], timeout=4 * AT_ONCE_S)
        assert not done
        desk.may_answer.set()
    assert decode(envelope.open("slow", "picture", answer.result() or "")).width == 256


async def test_a_worker_with_a_full_lane_takes_none(desk: Desk) -> None:
    """Whoever pays next must find room."""
    painter = desk.glimpses.painter
    assert desk.glimpses.slots() == 1
    for lane in Lane:
        async with painter._rooms[lane].place():
            assert desk.glimpses.slots() == 0
    assert desk.glimpses.slots() == 1
    await painter.leave()
    assert desk.glimpses.slots() == 0


async def test_one_visitor_looks_at_one_thing_at_a_time(desk: Desk, glimpse: Glimpse) -> None:
    await desk.leave()
    first = asyncio.create_task(glimpse("alice", "home", "doodle", a_drawing()))
    await asyncio.sleep(0)
    with pytest.raises(TooOften):
        await glimpse("alice", "home", "doodle", a_drawing())
    desk.away = False
    assert await glimpse("bob", "home", "doodle", a_drawing())
    assert await first


def test_a_ration_is_used_up_and_comes_back() -> None:
    clock = Clock()
    ration = Ration(2, 4, clock)
    for _ in range(2):
        ration.take("alice")
    with pytest.raises(TooOften) as refused:
        ration.take("alice")
    assert refused.value.after_s == pytest.approx(0.25)
    ration.take("bob")
    clock.now += refused.value.after_s
    ration.take("alice")
    with pytest.raises(TooOften):
        ration.take("alice")


async def test_a_network_has_a_ration_whoever_its_visitors_are(glimpse: Glimpse) -> None:
    """A cookie is cleared easily."""
    glimpse.networks = Ration(3, 1, Clock())
    for name in ("alice", "bob", "carol"):
        with pytest.raises(NobodyFree):
            await glimpse(name, "home", "doodle", a_drawing())
    with pytest.raises(TooOften):
        await glimpse("dave", "home", "doodle", a_drawing())
    with pytest.raises(NobodyFree):
        await glimpse("dave", "elsewhere", "doodle", a_drawing())


async def test_what_a_killed_chat_left_behind_is_taken_away(store: Store, queue: Queue) -> None:
    """A young call is not: somebody waits for it."""
    calls = Glimpses(queue)
    async with store.transaction() as tx:
        await calls.ask(tx, "orphan", "doodle", "sealed")
    assert await calls.prune(timedelta(minutes=1)) == 0
    assert await calls.prune(timedelta(seconds=-60)) == 1
    assert await queue.called() == set()


def test_an_envelope_is_of_one_glimpse() -> None:
    """The database holds no drawing that could be read or exchanged there."""
    envelope = Envelope(Seal(KEY))
    closed = envelope.close("1", "drawing", b"a cat")
    assert envelope.open("1", "drawing", closed) == b"a cat"
    for glimpse_id, what in (("2", "drawing"), ("1", "picture")):
        with pytest.raises(Sealed):
            envelope.open(glimpse_id, what, closed)
