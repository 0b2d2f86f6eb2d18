"""Status messages: true, at the pace of each chat, and never over a result."""

import asyncio

import pytest

from bot.chat import Gone, Message, Refused, TryLater
from bot.usecases.order import job_id_of
from storage.job import Job
from tests.bot.room import Room, RoomPerson
from tests.bot.world import World
from tests.platforms.contract import a_photo, a_style


async def ordered(world: World, person: RoomPerson) -> Job:
    await person.sends_album(a_photo(), a_style())
    update = await person.presses("Paint")
    async with world.store.reading() as tx:
        return await tx.jobs.get(job_id_of(update.update_key))


async def started(world: World, person: RoomPerson, done: int = 10) -> Job:
    """Ordered, claimed and reported, with a first status that is out of date."""
    await ordered(world, person)
    job = await world.painter.begins()
    await world.painter.reports(job, done)
    return job


async def later(world: World, seconds: float) -> None:
    world.clock.now += seconds
    await world.follow.look()


async def test_an_order_shows_its_status_at_once(world: World, alice: RoomPerson) -> None:
    await ordered(world, alice)
    await alice.sees("Yours is the next one")


async def test_the_place_in_the_queue_is_kept_true(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await ordered(world, alice)
    await ordered(world, bob)
    await bob.sees("Place in the queue: 2")
    await world.painter.begins()
    await later(world, 5)
    await bob.sees("Yours is the next one")


async def test_edits_keep_the_chats_pace(world: World, alice: RoomPerson) -> None:
    job = await started(world, alice)
    edits = alice.room.newest.edits
    for second in range(1, 10):
        await world.painter.reports(job, 10 + second)
        await later(world, 1)
    assert alice.room.newest.edits - edits == 9 // alice.room.pace.edit_s


async def test_what_has_not_changed_is_not_edited(world: World, alice: RoomPerson) -> None:
    await started(world, alice)
    await later(world, 5)
    edits = alice.room.newest.edits
    await later(world, 60)
    assert alice.room.newest.edits == edits


async def test_previews_keep_a_slower_pace_than_words(world: World, alice: RoomPerson) -> None:
    job = await started(world, alice)
    shown = []
    for second in range(0, 24, 3):
        await world.painter.reports(job, 20 + second, a_photo(size=(100 + second, 80)))
        await later(world, 3)
        shown.append(await alice.shown_picture())
    assert len(set(shown)) == 2  # the first preview at once, another 15 s later
    assert "Painting: 41 of 100" in alice.room.newest.message.text


async def test_a_chat_that_is_busy_is_left_alone_until_it_listens(world: World, alice: RoomPerson) -> None:
    await started(world, alice)
    alice.room.faults.append(TryLater(30))
    edits = alice.room.newest.edits
    for _ in range(5):
        await later(world, 5)
    assert not alice.room.faults  # it was asked once
    assert alice.room.newest.edits == edits
    await later(world, 30)
    assert alice.room.newest.edits == edits + 1


async def test_who_has_left_is_followed_no_more(world: World, alice: RoomPerson) -> None:
    await started(world, alice)
    alice.room.faults += [Gone(), AssertionError("written to somebody who left")]
    await later(world, 5)
    await later(world, 600)
    assert len(alice.room.faults) == 1
    person = await world.who("Alice")
    async with world.store.reading() as tx:
        assert all(identity.gone_at for identity in await tx.people.identities(person.person_id))


@pytest.mark.parametrize("fault", [Refused(), RuntimeError("a defect")])
async def test_one_faulty_chat_ends_nobody_elses_status(
    world: World, alice: RoomPerson, bob: RoomPerson, fault: Exception
) -> None:
    await ordered(world, alice)
    await ordered(world, bob)
    alice.room.faults.append(fault)
    await world.painter.begins()
    await later(world, 5)
    await world.follow.look()
    await bob.sees("Yours is the next one")


class SlowRoom(Room):
    """A chat whose edits end when the test says so, and that tells when one has begun."""

    begun: asyncio.Event
    opened: asyncio.Event

    async def edit(self, message_id: str, message: Message) -> str:
        self.begun.set()
        await self.opened.wait()
        return await Room.edit(self, message_id, message)


def slow_room(world: World, name: str) -> SlowRoom:
    room = SlowRoom(world.person(name).room.address)
    room.begun, room.opened = asyncio.Event(), asyncio.Event()
    world.rooms[room.address] = room
    return room


async def test_a_slow_chat_holds_nobody_up(world: World, bob: RoomPerson) -> None:
    slow = slow_room(world, "Carol")
    slow.opened.set()
    await started(world, world.person("Carol"))
    slow.opened.clear()
    slow.begun.clear()
    world.clock.now += 5
    looking = asyncio.create_task(world.follow.look())
    await slow.begun.wait()
    await ordered(world, bob)
    await bob.sees("Yours is the next one")
    assert "Painting" not in slow.newest.message.text
    slow.opened.set()
    await looking
    assert "Painting" in slow.newest.message.text


async def test_a_nudge_is_heard_while_it_rests(world: World) -> None:
    room = slow_room(world, "Carol")
    room.opened.set()
    carol = RoomPerson("Carol", room, world.conversation.handle, world.goes_on)
    following = asyncio.create_task(world.follow.run())
    await carol.sends_album(a_photo(), a_style())
    await carol.presses("Paint")
    async with asyncio.timeout(10):
        await room.begun.wait()
    following.cancel()
    with pytest.raises(asyncio.CancelledError):
        await following


async def test_a_job_whose_first_status_was_lost_in_a_crash_gets_one(world: World, alice: RoomPerson) -> None:
    draft = await an_order_from_elsewhere(world, alice)
    world.restarts()
    await world.follow.look()
    await alice.sees("Yours is the next one")
    async with world.store.reading() as tx:
        assert (await tx.jobs.get(draft.job_id)).status_message == alice.room.newest.message_id


async def an_order_from_elsewhere(world: World, person: RoomPerson) -> Job:
    """A job that no message shows yet."""
    job = await ordered(world, person)
    async with world.store.transaction() as tx:
        await tx.jobs.set_status_message(job.job_id, None)  # type: ignore[arg-type]  # as before the first send
    return job


async def test_a_status_whose_picture_is_gone_is_words(world: World, alice: RoomPerson) -> None:
    job = await started(world, alice)
    await world.store.blobs.delete(await world.store.blobs.list(f"{job.person_id}/"))
    world.restarts()
    await later(world, 5)
    line = await alice.sees("Painting: 10 of 100")
    assert line.message.picture is None


async def test_after_a_restart_the_same_message_goes_on(world: World, alice: RoomPerson) -> None:
    job = await started(world, alice)
    world.restarts()
    await world.painter.reports(job, 60)
    await later(world, 5)
    await alice.sees("Painting: 60 of 100")
    assert len(alice.room.lines) == 1


async def test_a_status_never_replaces_a_result(world: World, alice: RoomPerson) -> None:
    job = await started(world, alice)
    await world.painter.ends(job)
    world.clock.now += 60
    await asyncio.gather(world.delivers(), *(world.follow.look() for _ in range(5)))
    assert alice.room.newest.message.text.startswith("Done!")


async def test_several_jobs_of_one_chat_take_turns(world: World, alice: RoomPerson) -> None:
    first = await started(world, alice)
    second = await started(world, alice)
    for step in range(6):
        for job in (first, second):
            await world.painter.reports(job, 20 + step)
        await later(world, 3)
    edits = [line.edits for line in alice.room.lines.values()]
    assert len(edits) == 2
    assert min(edits) >= 3
