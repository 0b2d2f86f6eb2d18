"""Painting only a part of a photo: by a drawing or by a picture that is sent, kept until the photo changes."""

from dataclasses import replace

from bot.chat import Drawn, Pressed
from bot.usecases.masks import inverse_key
from tests.bot.room import RoomPerson, an_upload
from tests.bot.world import OFFER, OTHER_OFFER, World
from tests.platforms.contract import a_mask, a_photo, a_style


async def asked(person: RoomPerson) -> None:
    """Before the question which part it shall be."""
    await person.sends_album(a_photo(), a_style())
    await person.presses("Only a part")
    await person.sees("Which part")


async def marked(person: RoomPerson) -> None:
    await asked(person)
    await person.sends_photo(a_mask())
    await person.presses("Done")
    await person.sees("Only the bright part")


async def mask_of(world: World, name: str) -> str:
    """The mask of the newest job."""
    key = (await world.jobs(name))[0].mask_key
    assert key
    return key


async def test_a_drawing_becomes_the_mask_of_the_job_and_of_its_work(world: World, alice: RoomPerson) -> None:
    await asked(alice)
    lines = len(alice.room.lines)
    await alice.draws(a_mask())
    await alice.sees("I paint the bright part")
    assert len(alice.room.lines) == lines  # in place
    await alice.presses("Done")
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")
    [job] = await world.jobs("Alice")
    async with world.store.reading() as tx:
        work = await tx.works.get(job.work_id or "", job.person_id)
    assert job.mask_key is not None
    assert work.mask_key == job.mask_key
    assert await world.store.blobs.exists(job.mask_key)


async def test_everything_else_is_one_press_away_and_back(world: World, alice: RoomPerson) -> None:
    await asked(alice)
    await alice.sends_photo(a_mask())
    await alice.presses("Paint everything else")
    await alice.presses("Done")
    await alice.presses("🎨 Paint")
    other = await mask_of(world, "Alice")
    assert other == inverse_key(inverse_key(other))
    first, second = [await world.store.blobs.get(key) for key in (inverse_key(other), other)]
    assert first != second


async def test_what_marks_nothing_or_everything_is_said_and_costs_nothing(world: World, alice: RoomPerson) -> None:
    await asked(alice)
    await alice.sends_photo(a_mask(white=0))
    await alice.sees("black all over")
    await alice.sends_photo(a_mask((120, 160)))
    await alice.sees("another shape")
    await alice.sends_file(b"no picture", "mask.png")
    await alice.sees("does not look like a picture")
    await alice.sends_photo(a_mask())
    await alice.sees("I paint the bright part")
    await alice.draws(a_mask(white=0))
    await alice.sees("black all over")
    await alice.presses("Done")
    await alice.sees("Only the bright part")
    await alice.presses("Change the part")
    await alice.sends_photo(a_mask(white=1))
    await alice.sees("white all over")
    await alice.says("hello")
    assert "bright part" not in (await alice.sees("ready to paint")).message.text


async def test_the_whole_photo_after_all(world: World, alice: RoomPerson) -> None:
    await marked(alice)
    await alice.presses("Change the part")
    await alice.presses("Paint the whole photo")
    await alice.presses("🎨 Paint")
    assert [job.mask_key for job in await world.jobs("Alice")] == [None]


async def test_another_style_keeps_the_part_and_another_photo_does_not(alice: RoomPerson) -> None:
    await marked(alice)
    await alice.presses("Other style")
    await alice.sends_photo(a_style("lime"))
    assert "bright part" in (await alice.sees("ready to paint")).message.text
    await alice.sends_photo(a_photo("plum"))
    await alice.presses("New photo")
    assert "bright part" not in (await alice.sees("ready to paint")).message.text


async def test_an_album_while_a_mask_is_awaited_is_photo_and_style(alice: RoomPerson) -> None:
    await asked(alice)
    await alice.sends_album(a_photo("plum"), a_style("lime"))
    await alice.sees("ready to paint")


async def test_again_other_style_and_more_keep_the_part(world: World, alice: RoomPerson) -> None:
    await marked(alice)
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")
    mask = await mask_of(world, "Alice")
    for label in ("Again", "100 more iterations"):
        await alice.presses(label)
        await alice.sees("Only the bright part")
        await alice.presses("🎨 Paint")
        await alice.sees("Done!")
        assert await mask_of(world, "Alice") == mask
    await alice.presses("Other style")
    await alice.sends_photo(a_style("lime"))
    await alice.sees("Only the bright part")


async def test_who_cannot_paint_parts_is_not_asked_to(world: World, alice: RoomPerson) -> None:
    await marked(alice)
    world.painter.offers = (replace(OFFER, regions=False), OTHER_OFFER)
    await world.painter.wakes()
    await alice.presses("Change the part")
    await alice.presses("Done")
    assert not any("part" in label for label in (await alice.sees("ready to paint")).labels)
    await alice.presses("🎨 Paint")
    assert (await world.jobs("Alice"))[0].mask_key is None


async def test_an_old_or_forged_canvas_changes_nothing(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await asked(alice)
    line = alice.room.newest
    assert line.message.canvas
    data = line.message.canvas.data
    await alice.does(Pressed(data, line.message_id))  # without a drawing
    await alice.sees("left over")
    await bob.sends_album(a_photo(), a_style())
    await bob.does(Drawn(data, bob.room.newest.message_id, an_upload(a_mask())))
    await bob.sees("left over")
    await alice.says("/new")
    await alice.does(Drawn(data, line.message_id, an_upload(a_mask())))
    await alice.sees("left over")


async def test_a_work_takes_its_mask_with_it(world: World, alice: RoomPerson) -> None:
    await marked(alice)
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")
    mask = await mask_of(world, "Alice")
    await alice.says("/new")
    await alice.says("/works")
    await alice.chooses("1")
    await alice.presses("Delete")
    await alice.presses("Yes, delete it")
    await alice.sees("The painting is deleted")
    assert not await world.store.blobs.exists(mask)
