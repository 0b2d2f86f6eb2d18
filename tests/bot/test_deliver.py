"""Results reach the one who ordered them: once, whatever happens on the way."""

from datetime import timedelta

import pytest

from bot.chat import Gone, Refused, TryLater
from storage.job import Job
from tests.bot.room import RoomPerson
from tests.bot.world import World
from tests.platforms.contract import a_photo, a_style


async def painted(world: World, person: RoomPerson, color: str = "skyblue") -> Job:
    """Ordered and painted, not delivered."""
    await person.sends_album(a_photo(color), a_style())
    await person.presses("Paint")
    job = await world.painter.begins()
    await world.painter.ends(job)
    return job


async def is_delivered(world: World, job: Job) -> bool:
    async with world.store.reading() as tx:
        return (await tx.jobs.get(job.job_id)).delivered_at is not None


async def test_the_status_message_turns_into_the_result(world: World, alice: RoomPerson) -> None:
    job = await painted(world, alice)
    await world.deliver(job.job_id)
    assert len(alice.room.lines) == 1
    assert alice.room.newest.message.text.startswith("Done!")
    assert await is_delivered(world, job)


async def test_delivered_twice_is_delivered_once(world: World, alice: RoomPerson) -> None:
    job = await painted(world, alice)
    for _ in range(3):
        await world.deliver(job.job_id)
    assert len([line for line in alice.room.news if line.message.text.startswith("Done!")]) == 1


async def test_a_crash_in_the_middle_repeats_the_same_message(world: World, alice: RoomPerson) -> None:
    job = await painted(world, alice)
    async with world.store.transaction() as tx:
        await tx.jobs.set_status_message(job.job_id, None)  # type: ignore[arg-type]  # no status was ever sent
    await world.deliver(job.job_id)
    repeated = dict(alice.room.lines)
    world.restarts()
    async with world.store.transaction() as tx:
        row = await tx.jobs.get(job.job_id)
    assert row.delivered_at
    await world.deliver(job.job_id)
    assert alice.room.lines == repeated


async def test_a_busy_chat_is_the_couriers_to_wait_for(world: World, alice: RoomPerson) -> None:
    job = await painted(world, alice)
    alice.room.faults.append(TryLater(7))
    with pytest.raises(TryLater):
        await world.deliver(job.job_id)
    assert not await is_delivered(world, job)
    await world.deliver(job.job_id)
    assert await is_delivered(world, job)


async def test_for_who_has_left_the_work_is_kept(world: World, alice: RoomPerson) -> None:
    job = await painted(world, alice)
    alice.room.faults.append(Gone())
    await world.deliver(job.job_id)
    assert await is_delivered(world, job)
    await alice.says("/works")
    await alice.sees("You have 1 painting")


async def test_what_a_platform_never_takes_is_not_sent_for_ever(world: World, alice: RoomPerson) -> None:
    job = await painted(world, alice)
    alice.room.faults.append(Refused())
    await world.deliver(job.job_id)
    assert await is_delivered(world, job)


async def test_a_reply_to_the_result_finds_the_work(world: World, alice: RoomPerson) -> None:
    job = await painted(world, alice)
    await world.deliver(job.job_id)
    person = await world.who("Alice")
    found = await world.conversation.can.works.shown_by(
        person.person_id, alice.room.address, alice.room.newest.message_id
    )
    assert found
    assert found.job_id == job.job_id


async def test_a_job_that_is_painted_still_is_not_delivered(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("Paint")
    job = await world.painter.begins()
    await world.deliver(job.job_id)
    assert not await is_delivered(world, job)


async def test_a_forgotten_persons_job_is_nobodys(world: World, alice: RoomPerson) -> None:
    job = await painted(world, alice)
    await alice.says("/deletemydata")
    await alice.presses("Yes, delete everything")
    await world.deliver(job.job_id)
    await alice.sees("Everything is deleted")


async def test_a_result_without_its_pictures_is_words(world: World, alice: RoomPerson) -> None:
    job = await painted(world, alice)
    await world.store.blobs.delete(await world.store.blobs.list(f"{job.person_id}/"))
    await world.deliver(job.job_id)
    assert alice.room.newest.message.text.startswith("Done!")
    assert alice.room.newest.message.picture is None


async def test_who_has_waited_long_is_called_back(world: World, alice: RoomPerson) -> None:
    job = await painted(world, alice)
    patient = type(world.deliver)(
        world.store,
        world.rooms.__getitem__,
        world.deliver.views,
        world.deliver.locks,
        world.deliver.painted,
        world.deliver.sell,
        long_wait=timedelta(0),
    )
    await patient(job.job_id)
    await alice.sees("Your painting is ready")


async def test_nobody_gets_the_painting_of_another(world: World) -> None:
    colors = ("red", "green", "blue", "gold", "plum", "navy")
    people = [world.person(color) for color in colors]
    for person, color in zip(people, colors, strict=True):
        await person.sends_album(a_photo(color), a_style())
        await person.presses("Paint")
    while await world.goes_on():
        pass
    for person, color in zip(people, colors, strict=True):
        await person.sees("Done!")
        assert await person.shown_picture() == a_photo(color)
