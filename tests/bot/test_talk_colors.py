"""Photos with and without colors, before what is meant for grey ones: a warning, a way on, a suggestion."""

from dataclasses import replace

import pytest

from tests.bot.room import RoomPerson
from tests.bot.world import OFFER, OTHER_OFFER, TINTER, World
from tests.drawings import a_drawing
from tests.platforms.contract import a_grey_photo, a_photo, a_style

WARNING = "has colors already"


async def offered(world: World, *offers: object) -> None:
    world.painter.offers = offers  # type: ignore[assignment]  # offers, in a tuple
    await world.painter.wakes()


async def test_a_color_photo_is_warned_of_and_can_be_painted_all_the_same(world: World, alice: RoomPerson) -> None:
    await offered(world, TINTER)
    await alice.sends_photo(a_photo())
    line = await alice.sees(WARNING)
    assert "ready to paint" in line.message.text
    await alice.presses("Replace the colors")
    await alice.sees("Done!")
    [job] = await world.jobs("Alice")
    assert await world.store.blobs.get(job.photo_key) == a_photo()


async def test_a_color_photo_can_be_given_to_another_effect(world: World, alice: RoomPerson) -> None:
    await offered(world, TINTER, OTHER_OFFER)
    await alice.sends_photo(a_photo())
    await alice.presses("Effect: Tint")
    await alice.presses("Tinge")
    await alice.sees(WARNING)
    await alice.presses("Effect: Tinge")
    await alice.presses("Tint")
    assert WARNING not in alice.room.newest.message.text
    await alice.presses("🎨 Paint")
    [job] = await world.jobs("Alice")
    assert job.effect == OTHER_OFFER.effect


async def test_a_grey_photo_needs_no_warning(world: World, alice: RoomPerson) -> None:
    await offered(world, TINTER)
    await alice.sends_photo(a_grey_photo())
    assert WARNING not in (await alice.sees("ready to paint")).message.text
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")


async def test_what_is_meant_for_grey_photos_is_suggested_for_one(world: World, alice: RoomPerson) -> None:
    await offered(world, OFFER, TINTER)
    await alice.sends_photo(a_grey_photo())
    await alice.sees("has no colors. I can do this with it at once: Tinge.")
    await alice.presses("Tinge")
    await alice.sees("ready to paint")
    await alice.presses("🎨 Paint")
    [job] = await world.jobs("Alice")
    assert job.effect == TINTER.effect


async def test_it_is_suggested_beside_another_effect_too(world: World, alice: RoomPerson) -> None:
    await offered(world, OTHER_OFFER, TINTER)
    await alice.sends_photo(a_grey_photo())
    await alice.sees("ready to paint")
    assert "Tinge" in alice.room.newest.labels
    await alice.presses("Tinge")
    assert "Tinge" not in alice.room.newest.labels  # it is chosen


async def test_it_is_not_suggested_for_a_drawing_which_is_grey_too(world: World, alice: RoomPerson) -> None:
    await offered(world, replace(OTHER_OFFER, effect="doodle", for_drawings=True), TINTER)
    await alice.says("/new")
    await alice.draws_freely(a_drawing())
    assert "Tinge" not in (await alice.sees("ready to paint")).labels


@pytest.mark.parametrize("photo", [a_photo(), a_photo("plum")])
async def test_it_is_not_suggested_for_a_color_photo(world: World, alice: RoomPerson, photo: bytes) -> None:
    await offered(world, OFFER, TINTER)
    await alice.sends_photo(photo)
    line = await alice.sees("Now the style")
    assert "has no colors" not in line.message.text
    assert "Tinge" not in line.labels


async def test_nor_where_a_style_was_chosen_or_nobody_offers_it(world: World, alice: RoomPerson) -> None:
    await alice.sends_photo(a_grey_photo())
    assert "has no colors" not in (await alice.sees("Now the style")).message.text
    await offered(world, OFFER, TINTER)
    await alice.sends_photo(a_style())
    await alice.sees("ready to paint")
    assert "Tinge" not in alice.room.newest.labels


async def test_in_russian_too(world: World) -> None:
    await offered(world, OFFER, TINTER)
    olga = world.person("Olga", "ru")
    await olga.sends_photo(a_grey_photo())
    await olga.sees("На фото нет цвета")
    await olga.presses("Tinge")
    await olga.says("/new")
    await olga.sends_photo(a_photo())
    await olga.sees("На этом фото цвета уже есть")
    await olga.presses("Заменить цвета")
    await olga.sees("Готово!")
