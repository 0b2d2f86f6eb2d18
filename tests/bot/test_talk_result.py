"""What can be done with a painting, and with one that failed."""

from dataclasses import replace

import pytest

from bot.chat import Pressed
from bot.talk.scenes.result import buttons
from bot.texts import Texts, locales
from bot.usecases.pictures import house
from bot.worker.painter import FAILURES, GAVE_UP, GONE
from engine.ladder import Ladder
from storage import Missing
from storage.job import JobState, Lane
from tests.bot.room import RoomPerson
from tests.bot.world import OFFER, OTHER_OFFER, World
from tests.platforms.contract import a_mask, a_photo, a_style


async def ordered(person: RoomPerson) -> None:
    await person.sends_album(a_photo(), a_style())
    await person.presses("Paint")


async def painted(person: RoomPerson) -> None:
    await ordered(person)
    await person.sees("Done!")


async def test_one_message_from_summary_to_result(alice: RoomPerson) -> None:
    await painted(alice)
    assert len(alice.room.lines) == 1
    done = alice.room.newest.message
    assert done.before is not None
    assert await alice.shown_picture() == a_photo()  # which the painter by hand leaves as it is


async def test_the_file_is_the_painting_itself(alice: RoomPerson) -> None:
    await painted(alice)
    await alice.presses("Get the file")
    assert alice.room.files == [a_photo()]


async def test_again_keeps_everything_and_asks_before_it_charges(world: World, alice: RoomPerson) -> None:
    await painted(alice)
    await alice.presses("Again")
    await alice.sees("ready to paint")
    assert len(await world.jobs("Alice")) == 1
    await alice.presses("Paint")
    second, first = await world.jobs("Alice")
    assert (second.photo_key, second.style_keys) == (first.photo_key, first.style_keys)
    assert alice.room.lines["1"].message.text.startswith("Done!")


async def test_other_style_keeps_the_photo(world: World, alice: RoomPerson) -> None:
    await painted(alice)
    await alice.presses("Other style")
    await alice.sees("Now the style")
    await alice.sends_photo(a_style("lime"))
    await alice.presses("Paint")
    second, first = await world.jobs("Alice")
    assert second.photo_key == first.photo_key
    assert second.style_keys != first.style_keys


async def test_more_iterations_paint_on_from_the_work(world: World, alice: RoomPerson) -> None:
    await painted(alice)
    await alice.presses("100 more iterations")
    await alice.sees("paint on from where this one ended")
    await alice.presses("Paint")
    second, first = await world.jobs("Alice")
    assert second.parent_work_id == first.work_id


async def test_more_of_an_hd_work_are_a_hundred(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), a_style())
    await world.gives("Alice", "hd_iteration", 1000)
    await alice.presses("Tier")
    await alice.presses("HD")
    await alice.presses("Paint")
    await alice.sees("Done!")
    await alice.presses("100 more iterations")
    await alice.sees("Costs: 100 HD iterations")


async def test_larger_paints_on_from_the_work_in_the_largest_tier(world: World, alice: RoomPerson) -> None:
    """Photo, style, part and options stay; what is paid are the few iterations that the larger picture needs."""
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("Only a part")
    await alice.sends_photo(a_mask())
    await alice.presses("Done")
    await alice.presses("Options")
    await alice.presses("+")
    await alice.presses("Done")
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")
    await world.gives("Alice", "hd_iteration", 100)
    await alice.presses("HD of this one")
    line = await alice.sees("paint on from where this one ended")
    assert "1,200 px, 100 iterations" in line.message.text
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")
    second, first = await world.jobs("Alice")
    assert (second.tier, second.parent_work_id) == ("hd", first.work_id)
    kept = [(job.photo_key, job.style_keys, job.mask_key) for job in (first, second)]
    assert kept[0] == kept[1]
    strength = OFFER.options[2]
    assert second.options[strength.name] == first.options[strength.name] != strength.default
    assert (second.options["side_px"], second.options["iterations"]) == (1200, 100)


async def test_the_tier_may_change_while_one_paints_on(world: World, alice: RoomPerson) -> None:
    offer = replace(OFFER, ladder=Ladder(150, 2**0.5, 0.7))
    world.painter.offers = (offer,)
    await world.painter.wakes()
    await painted(alice)
    await world.gives("Alice", "premium_run", 1)
    await alice.presses("100 more iterations")
    await alice.presses("Tier")
    await alice.presses("Premium")
    await alice.sees("paint on from where this one ended")
    await alice.presses("🎨 Paint")
    second, first = await world.jobs("Alice")
    assert (second.tier, second.parent_work_id, second.style_keys) == ("premium", first.work_id, first.style_keys)
    # Awaited as what it is: the scales below the work's are done, and every iteration is one of a large picture.
    assert second.cost == offer.work((320, 240), 700, 600, from_px=600) > offer.work((320, 240), 700, 600)


async def test_what_is_as_large_as_can_be_is_not_offered_larger(world: World, alice: RoomPerson) -> None:
    await painted(alice)
    alice.button("HD of this one")
    async with world.store.reading() as tx:
        work = await tx.works.get((await world.jobs("Alice"))[0].work_id or "", (await world.who("Alice")).person_id)
    rows = buttons(Texts("en"), replace(work, width=1200, height=900), world.prices)
    assert "HD of this one" not in [button.text for row in rows for button in row]


async def test_a_new_picture_is_not_painted_on_from_an_old_work(world: World, alice: RoomPerson) -> None:
    await painted(alice)
    await alice.presses("100 more iterations")
    await alice.presses("Other style")
    await alice.sends_photo(a_style("lime"))
    await alice.presses("Paint")
    second, _ = await world.jobs("Alice")
    assert second.parent_work_id is None


async def test_stopped_in_the_middle(world: World, alice: RoomPerson) -> None:
    await ordered(alice)
    job = await world.painter.begins()
    await world.painter.reports(job, 42)
    world.clock.now += 5
    await world.follow.look()
    stop = alice.button("Stop")
    await alice.presses("Stop")
    assert (await world.painter.reports(job, 43)).stop_asked  # type: ignore[union-attr]  # the attempt is the newest
    await world.painter.ends(job, done=43, stopped=True)
    await world.delivers()
    await alice.sees("Stopped at 43 of 100")
    await alice.does(Pressed(stop[1].data, stop[0]))  # once more, after the end
    assert "Stopped at 43" in alice.room.lines["1"].message.text


async def test_cancelled_before_it_began(world: World, alice: RoomPerson) -> None:
    await ordered(alice)
    await alice.presses("Cancel")
    await alice.sees("nothing was charged")
    await alice.presses("Try again")
    await alice.sees("left today: 3")


async def test_a_strangers_stop_changes_nothing(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await ordered(alice)
    _, button = alice.button("Cancel")
    await bob.does(Pressed(button.data, "1"))
    await bob.sees("left over")
    assert (await world.jobs("Alice"))[0].state is JobState.QUEUED


async def test_a_failure_has_a_reason_and_costs_nothing(world: World, alice: RoomPerson) -> None:
    await ordered(alice)
    await world.painter.fails(await world.painter.begins(), "failed-memory")
    await world.delivers()
    line = await alice.sees("too large for the painter")
    assert "back on your balance" in line.message.text
    await alice.presses("Try again")
    await alice.sees("left today: 3")


@pytest.mark.parametrize("locale", locales())
@pytest.mark.parametrize("error", sorted({*FAILURES.values(), GAVE_UP, GONE}))
async def test_whatever_the_engine_refuses_is_said_in_words_and_costs_nothing(
    world: World, locale: str, error: str
) -> None:
    carol = world.person("Carol", locale)
    await carol.sends_album(a_photo(), a_style())
    await carol.presses("🎨")
    await world.painter.fails(await world.painter.begins(), error)
    await world.delivers()
    line = await carol.sees(Texts(locale)(error))
    assert Texts(locale)("result-returned") in line.message.text
    assert len(line.labels) == 1  # once more
    person = await world.who("Carol")
    async with world.store.reading() as tx:
        day = world.prices.day(await tx.now())
        assert await tx.ledger.balance(f"{person.person_id}@{day}", "free_run") == 3
        assert await tx.ledger.check() == []


async def test_cancel_stops_what_was_ordered_last(world: World, alice: RoomPerson) -> None:
    await ordered(alice)
    await alice.says("/cancel")
    assert (await world.jobs("Alice"))[0].state is JobState.STOPPED


async def test_works_are_leafed_through(world: World, alice: RoomPerson) -> None:
    await alice.says("/start")
    await world.gives("Alice", "premium_run", 8)
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("Tier")
    await alice.presses("Premium")
    for _ in range(8):
        await alice.presses("Paint")
        await alice.sees("Done!")
        await alice.presses("Again")
    await alice.says("/works")
    assert len((await alice.sees("You have 8 paintings")).message.gallery) == 6
    await alice.presses("Older")
    assert [tile.title for tile in alice.room.newest.message.gallery] == ["7", "8"]
    await alice.presses("Newer")
    assert len(alice.room.newest.message.gallery) == 6


async def test_an_opened_work_can_be_answered_and_deleted(world: World, alice: RoomPerson) -> None:
    await painted(alice)
    [job] = await world.jobs("Alice")
    await alice.says("/works")
    await alice.chooses("1")
    await alice.answers("600×450", a_style("lime"))
    await alice.sees("ready to paint")
    await alice.presses("Delete")
    await alice.presses("Yes, delete it")
    await alice.sees("The painting is deleted")
    await alice.presses("Get the file")
    await alice.sees("no longer here")
    assert job.work_id
    with pytest.raises(Missing):
        await world.store.blobs.get(f"{job.person_id}/picture/{job.work_id}")


async def test_a_saved_style_is_used_and_deleted(world: World, alice: RoomPerson) -> None:
    await painted(alice)
    await alice.presses("Save the style")
    await alice.presses("Save the style")  # twice is once
    await alice.sends_photo(a_photo("plum"))
    await alice.presses("My styles (1)")
    await alice.chooses("1")
    await alice.presses("Paint in this style")
    await alice.sees("ready to paint")
    await alice.says("/styles")
    await alice.chooses("1")
    await alice.presses("Delete")
    await alice.sees("No saved styles yet")


async def test_styles_are_added_by_sending_them(alice: RoomPerson) -> None:
    await alice.says("/styles")
    await alice.presses("Add one")
    await alice.sends_album(a_style(), a_style("lime"))
    await alice.sees("You have 2 saved styles")
    await alice.sends_photo(a_photo())
    await alice.sees("I have the photo!")


async def test_adding_styles_is_left_by_doing_anything_else(alice: RoomPerson) -> None:
    await alice.says("/styles")
    await alice.presses("Add one")
    await alice.says(next(iter(house())))
    await alice.sees("send me the photo")
    await alice.sends_photo(a_photo())
    await alice.sees("ready to paint")


async def test_nobody_counts_iterations_where_there_are_none(world: World, alice: RoomPerson) -> None:
    """From the summary to the list of works; and there is no film of one pass."""
    world.painter.offers = (OTHER_OFFER,)
    await world.painter.wakes()
    await alice.sends_photo(a_photo())
    assert "Free: up to 600 px\n" in alice.room.newest.message.text
    await alice.presses("Paint")
    job = await world.painter.begins()
    assert job.lane is Lane.QUICK
    await world.painter.reports(job, 1)
    world.clock.now += 5
    await world.follow.look()
    await alice.sees("Mixing the paints")
    await world.painter.ends(job)
    await alice.sees("Done! 600×450 in 6 s.")
    await alice.says("/works")
    await alice.chooses("1")
    assert alice.room.newest.message.text == "600×450"
    assert not any("iteration" in line.message.text for line in alice.room.news)


async def test_a_stop_of_one_pass_says_no_number(alice: RoomPerson, world: World) -> None:
    world.painter.offers = (OTHER_OFFER,)
    await world.painter.wakes()
    await alice.sends_photo(a_photo())
    await alice.presses("Paint")
    job = await world.painter.begins()
    world.clock.now += 5
    await world.follow.look()
    await alice.presses("Stop")
    await world.painter.ends(job, done=1, stopped=True)
    await alice.sees("Stopped. This is what came out: 600×450.")
