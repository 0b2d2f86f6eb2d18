"""Tier, options, effect and price: what is chosen before the one press that orders."""

from bot.chat import Pressed
from tests.bot.room import RoomPerson
from tests.bot.world import OFFER, OTHER_OFFER, World
from tests.platforms.contract import a_photo, a_style


async def chosen(person: RoomPerson) -> None:
    await person.sends_album(a_photo(), a_style())


async def test_the_summary_tells_price_place_and_waiting_time(alice: RoomPerson) -> None:
    await chosen(alice)
    line = await alice.sees("ready to paint")
    assert "600 px, 100 iterations" in line.message.text
    assert "left today: 3" in line.message.text
    assert "Starts at once" in line.message.text
    assert " s" in line.message.text


async def test_free_runs_are_three_a_day(world: World, alice: RoomPerson) -> None:
    for left in (3, 2, 1):
        await chosen(alice)
        await alice.sees(f"left today: {left}")
        await alice.presses("Paint")
    await chosen(alice)
    line = await alice.sees("free paintings are used up")
    assert "🎨 Paint" not in line.labels
    assert len(await world.jobs("Alice")) == 3


async def test_a_tier_that_is_too_dear_offers_the_one_that_is_not(world: World, alice: RoomPerson) -> None:
    await chosen(alice)
    await alice.presses("Tier")
    await alice.presses("HD")
    line = await alice.sees("Missing: 500 HD iterations")
    assert "1,000 HD iterations for 250\N{NO-BREAK SPACE}₽" in line.message.text
    await alice.presses("Take the Free tier")
    await alice.sees("ready to paint")


async def test_hd_is_painted_for_who_has_the_credits(world: World, alice: RoomPerson) -> None:
    await chosen(alice)
    await world.gives("Alice", "hd_iteration", 300)
    await alice.presses("Tier")
    await alice.presses("HD")
    await alice.sees("Missing: 200 HD iterations")
    await alice.presses("Options")
    for value in (400, 300):
        await alice.presses("−")
        assert f"Iterations: {value}" in alice.room.newest.labels
    await alice.presses("Done")
    await alice.sees("Costs: 300 HD iterations")
    await alice.presses("Paint")
    [job] = await world.jobs("Alice")
    assert (job.tier, job.total, job.options["side_px"]) == ("hd", 300, 1200)


async def test_options_are_drawn_from_the_offer(world: World, alice: RoomPerson) -> None:
    await chosen(alice)
    await alice.presses("Options")
    labels = alice.room.newest.labels
    assert "Strength: 100 %" in labels  # its own title: no text of ours knows this option
    assert "Outlines: no" in labels
    assert "Colors: of the style" in labels
    assert not any("Size" in label or "Iterations" in label for label in labels)  # the tier decides these
    await alice.presses("Outlines")
    await alice.presses("+")
    await alice.presses("Done")
    await alice.presses("Paint")
    [job] = await world.jobs("Alice")
    assert (job.options["outlines"], job.options["strength"]) == (True, 125)


async def test_an_option_stops_at_its_bounds_and_goes_back_to_its_default(alice: RoomPerson) -> None:
    await chosen(alice)
    await alice.presses("Options")
    for _ in range(8):
        await alice.presses("−")
    assert "Strength: 10 %" in alice.room.newest.labels
    await alice.presses("Strength")
    assert "Strength: 100 %" in alice.room.newest.labels


async def test_effects_are_offered_when_there_are_several(world: World, alice: RoomPerson) -> None:
    world.painter.offers = (OFFER, OTHER_OFFER)
    await world.painter.wakes()
    await chosen(alice)
    await alice.presses("Effect: Painting after a picture")
    await alice.presses("Tint")
    await alice.presses("Paint")
    [job] = await world.jobs("Alice")
    assert (job.effect, job.style_keys) == ("tint", ())


async def test_while_the_painters_sleep_the_sketch_is_kept(world: World, alice: RoomPerson) -> None:
    await world.painter.sleeps()
    await chosen(alice)
    await alice.sees("still waking up")
    await alice.presses("Try again")
    await alice.sees("still waking up")
    await world.painter.wakes()
    await alice.presses("Try again")
    await alice.presses("Paint")
    assert len(await world.jobs("Alice")) == 1


async def test_painters_that_left_before_the_press_cost_nothing(world: World, alice: RoomPerson) -> None:
    await chosen(alice)
    await world.painter.sleeps()
    await alice.presses("Paint")
    await alice.sees("still waking up")
    assert not await world.jobs("Alice")


async def test_two_presses_order_once(world: World, alice: RoomPerson) -> None:
    await chosen(alice)
    message_id, button = alice.button("Paint")
    for _ in range(3):
        await alice.does(Pressed(button.data, message_id))
    assert len(await world.jobs("Alice")) == 1


async def test_an_update_that_comes_twice_orders_once(world: World, alice: RoomPerson) -> None:
    await chosen(alice)
    pressed = await alice.presses("Paint")
    await alice.comes(pressed)
    assert len(await world.jobs("Alice")) == 1


async def test_buttons_of_an_older_sketch_are_harmless(world: World, alice: RoomPerson) -> None:
    await chosen(alice)
    old = [(line.message_id, b) for line in alice.room.lines.values() for row in line.message.buttons for b in row]
    await alice.says("/new")
    for message_id, button in old:
        if "Other style" not in button.text:  # which is a way to the gallery, at any time
            await alice.does(Pressed(button.data, message_id))
            await alice.sees("left over from an earlier conversation")
    assert not await world.jobs("Alice")


async def test_forged_buttons_are_harmless(alice: RoomPerson) -> None:
    for data in (
        "",
        ":",
        "paint.order",
        "paint.order:a:b:c",
        "order.cancel:1",
        "no.such",
        "works.open_:x",
        "result.file:y",
    ):
        await alice.does(Pressed(data, "1"))
        assert alice.room.newest.message.text


async def test_twenty_unfinished_jobs_are_enough(world: World, alice: RoomPerson) -> None:
    await alice.says("/start")
    await world.gives("Alice", "premium_run", 30)
    await chosen(alice)
    await alice.presses("Tier")
    await alice.presses("Premium")
    for _ in range(world.prices.unfinished_jobs):
        await alice.presses("Paint")
        await chosen(alice)
    await alice.presses("Paint")
    await alice.sees("20 unfinished paintings already")
    assert len(await world.jobs("Alice")) == world.prices.unfinished_jobs


async def test_what_needs_no_style_is_reached_without_one(world: World, alice: RoomPerson) -> None:
    world.painter.offers = (OFFER, OTHER_OFFER)
    await world.painter.wakes()
    await alice.sends_photo(a_photo())
    await alice.presses("Something else with this photo…")
    await alice.presses("Tint")
    await alice.presses("🎨 Paint")
    [job] = await world.jobs("Alice")
    assert (job.effect, job.style_keys) == ("tint", ())
