"""Restarts, repeats and faults: nothing of a conversation lives in the process that holds it."""

from collections.abc import Awaitable, Callable

import pytest

from bot.chat import Gone, Pressed, Refused, TryLater
from tests.bot.room import RoomPerson
from tests.bot.world import World
from tests.platforms.contract import a_photo, a_style


async def test_every_state_survives_a_restart(world: World, alice: RoomPerson) -> None:
    steps: list[tuple[Callable[..., Awaitable[object]], tuple[object, ...], str]] = [
        (alice.says, ("/start",), "I am Mazok"),
        (alice.sends_photo, (a_photo(),), "I have the photo"),
        (alice.sends_photo, (a_style(),), "ready to paint"),
        (alice.sends_photo, (a_photo("plum"),), "new photo or a new style"),
        (alice.presses, ("New photo",), "ready to paint"),
        (alice.presses, ("Tier",), "How shall I paint"),
        (alice.presses, ("Free",), "ready to paint"),
        (alice.presses, ("Options",), "Choose how to paint"),
        (alice.presses, ("+",), "Choose how to paint"),
        (alice.presses, ("Done",), "ready to paint"),
        (alice.presses, ("Paint",), "Yours is the next"),
        (alice.says, ("/styles",), "No saved styles"),
        (alice.presses, ("Add one",), "keep it as a style"),
        (alice.sends_photo, (a_style(),), "You have 1 saved style"),
    ]
    for step, arguments, words in steps:
        world.restarts()
        await step(*arguments)
        await alice.sees(words)
    [job] = await world.jobs("Alice")
    assert await world.store.blobs.get(job.photo_key) == a_photo("plum")


async def test_a_sketch_of_an_older_release_is_begun_anew(world: World, alice: RoomPerson) -> None:
    await alice.sends_photo(a_photo())
    person = await world.who("Alice")
    async with world.store.transaction() as tx:
        talk = await tx.talks.load("room", "Alice", person.person_id)
        assert talk
        talk.data["sketch"]["photo"] = "a word"
        await tx.talks.save(talk)
    await alice.sends_photo(a_style())
    await alice.sees("I have the photo!")


async def test_a_busy_chat_is_answered_when_it_listens_again(world: World, alice: RoomPerson) -> None:
    alice.room.faults.append(TryLater(5))
    with pytest.raises(TryLater):
        await alice.says("/start")
    await alice.says("/start")
    await alice.sees("I am Mazok")


async def test_a_crash_between_order_and_answer_orders_once(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), a_style())
    message_id, button = alice.button("Paint")
    person = await world.who("Alice")
    async with world.store.reading() as tx:
        before = await tx.talks.load("room", "Alice", person.person_id)
    pressed = await alice.does(Pressed(button.data, message_id))
    async with world.store.transaction() as tx:  # as if the process had died before it kept where they were
        assert before
        await tx.talks.save(before)
    world.restarts()
    await alice.comes(pressed)
    assert len(await world.jobs("Alice")) == 1


async def test_a_photo_that_comes_twice_is_not_its_own_style(alice: RoomPerson) -> None:
    update = await alice.sends_photo(a_photo())
    await alice.comes(update)
    await alice.sees("I have the photo!")
    assert len(alice.room.lines) == 1


async def test_who_blocked_us_ends_quietly_and_may_come_back(world: World, alice: RoomPerson) -> None:
    await alice.says("/start")
    person = await world.who("Alice")
    alice.room.faults.append(Gone())
    await alice.says("/help")
    async with world.store.reading() as tx:
        [identity] = await tx.people.identities(person.person_id)
    assert identity.gone_at
    await alice.says("/help")
    async with world.store.reading() as tx:
        [identity] = await tx.people.identities(person.person_id)
    assert identity.gone_at is None


async def test_a_refused_answer_leaves_no_stuck_state(alice: RoomPerson) -> None:
    alice.room.faults.append(Refused())
    await alice.says("/start")
    await alice.sends_photo(a_photo())
    await alice.sees("I have the photo!")


async def test_an_apology_has_a_number(world: World, alice: RoomPerson) -> None:
    update = await alice.says("/start")
    await world.conversation.apologize(update, alice.room)
    await alice.sees("something broke on my side (no.")


async def test_a_picture_that_was_deleted_meanwhile_is_asked_for_again(world: World, alice: RoomPerson) -> None:
    await alice.sends_photo(a_photo())
    person = await world.who("Alice")
    await world.store.blobs.delete(await world.store.blobs.list(f"{person.person_id}/"))
    await alice.sends_photo(a_style())
    await alice.sees("I no longer have that picture")


async def test_people_never_meet_in_each_others_sketches(alice: RoomPerson, bob: RoomPerson) -> None:
    await alice.sends_photo(a_photo())
    await bob.sends_photo(a_photo("plum"))
    await bob.sees("I have the photo!")
    await alice.sends_photo(a_style())
    await alice.sees("ready to paint")
    assert len(bob.room.lines) == 1


async def test_unknown_commands_are_answered(alice: RoomPerson) -> None:
    await alice.says("/frobnicate")
    await alice.sees("do not know that command")


async def test_the_language_of_the_platform_is_the_first_one(world: World) -> None:
    for locale, words in (("ru-RU", "Привет"), ("en", "Hello"), ("pt-br", "Hello")):
        person = world.person(f"Somebody {locale}", locale)
        await person.says("/start")
        await person.sees(words)


async def test_everything_of_a_person_is_deleted(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("Paint")
    person = await world.who("Alice")
    await alice.says("/deletemydata")
    old = alice.button("Yes, delete everything")
    await alice.presses("Yes, delete everything")
    await alice.sees("Everything is deleted")
    assert not list(await world.store.blobs.list(f"{person.person_id}/"))
    async with world.store.reading() as tx:
        assert await tx.people.by_identity("room", "Alice") is None
    await alice.says("/start")
    await alice.does(Pressed(old[1].data, old[0]))  # the button of who they were before
    await alice.sees("left over")


async def test_deletion_can_be_thought_over(world: World, alice: RoomPerson) -> None:
    await alice.says("/privacy")
    await alice.presses("Delete my data")
    await alice.presses("Keep it")
    await alice.sees("everything stays as it is")
    assert await world.who("Alice")
