"""An effect that paints from drawings: drawn on a pad, sent as a picture, asked for in words."""

from dataclasses import replace

import pytest

from bot.chat import Pressed
from tests.bot.room import RoomPerson
from tests.bot.world import OFFER, OTHER_OFFER, World
from tests.drawings import a_drawing
from tests.platforms.contract import a_photo, a_style

DOODLE = replace(OTHER_OFFER, effect="doodle", for_drawings=True, order=3)


@pytest.fixture(autouse=True)
async def drawn_for(world: World) -> None:
    world.painter.offers = (OFFER, DOODLE)
    await world.painter.wakes()


async def test_a_drawing_is_the_photo_of_the_effect_that_it_was_drawn_for(world: World, alice: RoomPerson) -> None:
    await alice.says("/new")
    line = await alice.sees("Send me the photo")
    assert line.message.pad
    await alice.draws_freely(a_drawing())
    await alice.sees("ready to paint")
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")
    [job] = await world.jobs("Alice")
    assert (job.effect, job.style_keys) == ("doodle", ())
    assert await world.store.blobs.get(job.photo_key) == a_drawing()


async def test_a_second_drawing_replaces_the_first(world: World, alice: RoomPerson) -> None:
    await alice.says("/new")
    await alice.draws_freely(a_drawing())
    await alice.draws_freely(a_drawing(lines=1))
    assert (await alice.sees("I go by the lines")).message.pad
    await alice.presses("🎨 Paint")
    assert await world.store.blobs.get((await world.jobs("Alice"))[0].photo_key) == a_drawing(lines=1)


async def test_an_old_pad_begins_the_next_painting(world: World, alice: RoomPerson) -> None:
    """After an order, too: nothing that was drawn is lost."""
    await alice.says("/new")
    await alice.draws_freely(a_drawing())
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")
    await alice.draws_freely(a_drawing(lines=1))
    await alice.sees("ready to paint")
    await alice.presses("🎨 Paint")
    assert [job.effect for job in await world.jobs("Alice")] == ["doodle", "doodle"]


async def test_who_has_chosen_the_effect_is_asked_for_a_photo_of_a_drawing(world: World, alice: RoomPerson) -> None:
    """Where nobody can draw, in words; any photo will do, and another one replaces it: there is no style to be."""
    await alice.sends_photo(a_photo())
    await alice.presses("Something else with this photo")
    await alice.presses("Doodle")
    await alice.sees("I go by the lines")
    await alice.sends_photo(a_photo("plum"))
    await alice.sees("I go by the lines")
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")
    [job] = await world.jobs("Alice")
    assert (await world.store.blobs.get(job.photo_key), job.style_keys) == (a_photo("plum"), ())
    await alice.says("/new")
    assert (await alice.sees("send me a photo of it")).message.pad


async def test_who_paints_otherwise_is_not_told_of_lines(alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), a_style())
    line = await alice.sees("ready to paint")
    assert (line.message.pad, "lines" in line.message.text) == (None, False)


async def test_where_nobody_paints_from_drawings_there_is_no_pad(world: World, alice: RoomPerson) -> None:
    world.painter.offers = (OFFER,)
    await world.painter.wakes()
    await alice.says("/new")
    assert (await alice.sees("Send me the photo")).message.pad is None


async def test_what_is_no_picture_is_said_and_changes_nothing(world: World, alice: RoomPerson) -> None:
    await alice.says("/new")
    await alice.draws_freely(b"no picture")
    await alice.sees("does not look like a picture")
    await alice.does(Pressed("drawing.taken:doodle", "1"))
    await alice.sees("left over")
    assert await world.jobs("Alice") == []
