"""A style of one's own: learned for iterations, kept among the styles, painted with at once."""

import pytest

from bot.chat import Pressed
from bot.usecases.pictures import house, house_key
from storage import Missing
from storage.styles import Style
from tests.bot.room import RoomPerson
from tests.bot.world import LEARNER, OFFER, RECALLER, World
from tests.platforms.contract import a_photo, a_style

LIME = a_style("lime")


@pytest.fixture(autouse=True)
async def learners(world: World) -> None:
    """The painter can learn styles."""
    world.painter.offers = (OFFER, LEARNER, RECALLER)
    await world.painter.wakes()


async def saved(person: RoomPerson) -> None:
    """One style, its page open."""
    await person.says("/styles")
    await person.presses("Add one")
    await person.sends_photo(LIME)
    await person.chooses("1")


async def learned(world: World, person: RoomPerson) -> None:
    await saved(person)
    await world.gives(person.name, "hd_iteration", 500)
    await person.presses("Make this my own style")
    await person.sends_photo(a_photo())
    await person.presses("🎨 Paint")
    await person.sees("I have learned this style")


async def styles(world: World, person: RoomPerson) -> list[Style]:
    who = await world.who(person.name)
    async with world.store.reading() as tx:
        return await tx.styles.of_person(who.person_id)


async def test_a_saved_style_is_learned_with_the_next_photo(world: World, alice: RoomPerson) -> None:
    await saved(alice)
    await world.gives("Alice", "hd_iteration", 500)
    await alice.presses("Make this my own style")
    await alice.sees("Now send me the photo")
    await alice.sends_photo(a_photo())
    summary = await alice.sees("I learn this style")
    assert "500 iterations" in summary.message.text
    assert "Costs: 500 HD iterations" in summary.message.text
    await alice.presses("🎨 Paint")
    done = await alice.sees("I have learned this style")
    assert "Save the style" not in done.labels
    [job], [style] = await world.jobs("Alice"), await styles(world, alice)
    assert (job.effect, job.tier, job.style_keys) == (LEARNER.effect, "hd", (style.picture_key,))
    assert job.cost == pytest.approx(500 * 181**2 / 1e6 + 0.64 * 0.48)  # lessons, and the photo at twice its size
    async with world.store.reading() as tx:
        work = await tx.works.get(job.work_id or "", job.person_id)
    assert style.look_key == work.state_key


async def test_the_photo_at_hand_is_the_one_that_is_learned_on(world: World, alice: RoomPerson) -> None:
    await saved(alice)
    await world.gives("Alice", "hd_iteration", 500)
    await alice.says("/new")
    await alice.sends_photo(a_photo("plum"))
    await alice.presses("My styles (1)")
    await alice.chooses("1")
    await alice.presses("Make this my own style")
    await alice.presses("🎨 Paint")
    [job] = await world.jobs("Alice")
    assert await world.store.blobs.get(job.photo_key) == a_photo("plum")


async def test_a_learned_style_paints_any_photo_at_once(world: World, alice: RoomPerson) -> None:
    await learned(world, alice)
    await alice.says("/new")
    await alice.says("/styles")
    await alice.chooses("1")
    page = await alice.sees("A style of your own")
    assert page.message.buttons[0][0].text == "Paint with it at once"
    assert page.message.buttons[0][0].style == "primary"
    await alice.presses("Paint with it at once")
    await alice.sees("Now send me the photo")
    await alice.sends_photo(a_photo("plum"))
    await alice.sees("ready to paint")
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")
    (job, _), [style] = await world.jobs("Alice"), await styles(world, alice)
    assert (job.effect, job.tier, job.look_key, job.style_keys) == (RECALLER.effect, "free", style.look_key, ())
    assert job.parent_work_id is None


async def test_from_a_result_another_photo_is_painted_by_its_look(world: World, alice: RoomPerson) -> None:
    await learned(world, alice)
    [style] = await styles(world, alice)
    for color in ("plum", "tomato"):  # from what was learned, then from what was painted by it
        await alice.presses("Another photo in this style")
        await alice.sees("Now send me the photo")
        await alice.sends_photo(a_photo(color))
        await alice.presses("🎨 Paint")
        await alice.sees("Done!")
        job = (await world.jobs("Alice"))[0]
        assert (job.effect, job.look_key) == (RECALLER.effect, style.look_key)
        assert await world.store.blobs.get(job.photo_key) == a_photo(color)
    assert await styles(world, alice) == [style]


async def test_again_paints_by_the_same_look_and_offers_no_more_iterations(world: World, alice: RoomPerson) -> None:
    await learned(world, alice)
    await alice.presses("Another photo in this style")
    await alice.sends_photo(a_photo("plum"))
    await alice.presses("🎨 Paint")
    done = await alice.sees("Done!")
    assert not any("more iterations" in label for label in done.labels)
    await alice.presses("Again")
    await alice.presses("🎨 Paint")
    again, first, _ = await world.jobs("Alice")
    assert (again.effect, again.look_key) == (first.effect, first.look_key)


async def test_more_iterations_learn_on_from_what_is_known(world: World, alice: RoomPerson) -> None:
    await learned(world, alice)
    [before] = await styles(world, alice)
    await world.gives("Alice", "hd_iteration", 100)
    await alice.presses("100 more iterations")
    await alice.presses("🎨 Paint")
    await alice.sees("I have learned this style")
    (second, first), [after] = await world.jobs("Alice"), await styles(world, alice)
    assert (second.parent_work_id, second.look_key) == (first.work_id, None)
    assert after.look_key not in (None, before.look_key)


async def test_a_style_that_was_not_saved_joins_when_it_is_learned(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), LIME)
    await alice.presses("Effect")
    await alice.presses("Study")
    await alice.sees("I learn this style")
    await alice.presses("🎨 Paint")
    await alice.sees("I have learned this style")
    [job], [style] = await world.jobs("Alice"), await styles(world, alice)
    assert style.picture_key == job.style_keys[0]
    assert style.look_key


async def test_a_style_of_the_house_can_become_the_own_of_two(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    from bot.texts import Texts
    from bot.usecases.style_refs import style_title

    name = next(iter(house()))
    for person in (alice, bob):
        await person.sends_photo(a_photo())
        await person.chooses(style_title(Texts("en"), name))
        await person.presses("Effect")
        await person.presses("Study")
        await person.presses("🎨 Paint")
        await person.sees("I have learned this style")
        [style] = await styles(world, person)
        assert style.picture_key == house_key(name)
        await person.says("/styles")
        await person.chooses(style_title(Texts("en"), name))
        await person.presses("Delete")
        await person.sees("No saved styles yet")


async def test_what_was_learned_stopped_early_is_kept_too(world: World, alice: RoomPerson) -> None:
    await saved(alice)
    await world.gives("Alice", "hd_iteration", 500)
    await alice.presses("Make this my own style")
    await alice.sends_photo(a_photo())
    await alice.presses("🎨 Paint")
    job = await world.painter.begins()
    await world.painter.ends(job, done=120, stopped=True)
    await world.delivers()
    line = await alice.sees("Stopped at")
    assert "I have learned this style" in line.message.text
    assert (await styles(world, alice))[0].look_key


async def test_who_has_too_few_iterations_is_told_the_price(world: World, alice: RoomPerson) -> None:
    await saved(alice)
    await alice.presses("Make this my own style")
    await alice.sends_photo(a_photo())
    line = await alice.sees("500 HD iterations")
    assert "50\N{NO-BREAK SPACE}₽" in line.message.text
    assert "🎨 Paint" not in line.labels
    assert await world.jobs("Alice") == []


async def test_after_a_lesson_the_next_painting_is_as_before(world: World, alice: RoomPerson) -> None:
    """Nobody orders a second lesson by sending the next photo."""
    await learned(world, alice)
    await alice.sends_album(a_photo("plum"), a_style())
    await alice.presses("🎨 Paint")
    job = (await world.jobs("Alice"))[0]
    assert (job.effect, job.tier) == (OFFER.effect, "free")


async def test_another_style_lets_go_of_the_look(world: World, alice: RoomPerson) -> None:
    await learned(world, alice)
    await alice.presses("Another photo in this style")
    await alice.sends_photo(a_photo("plum"))
    await alice.presses("Effect")
    assert "Recite" in alice.room.newest.labels
    await alice.presses("Gatys" if "Gatys" in alice.room.newest.labels else "Painting after a picture")
    await alice.presses("Other style")
    await alice.sends_photo(a_style())
    await alice.presses("Effect")
    assert "Recite" not in alice.room.newest.labels


async def test_the_painting_may_go_and_the_style_is_painted_with_still(world: World, alice: RoomPerson) -> None:
    await learned(world, alice)
    [style] = await styles(world, alice)
    await alice.says("/works")
    await alice.chooses("1")
    await alice.presses("Delete")
    await alice.presses("Yes, delete it")
    assert style.look_key
    assert await world.store.blobs.get(style.look_key) == b"state"
    await alice.says("/styles")
    await alice.chooses("1")
    await alice.presses("Delete")
    with pytest.raises(Missing):
        await world.store.blobs.get(style.look_key)


async def test_without_a_painter_who_learns_it_is_not_offered(world: World, alice: RoomPerson) -> None:
    await saved(alice)
    message_id, button = alice.button("Make this my own style")
    world.painter.offers = (OFFER,)
    await world.painter.wakes()
    await alice.does(Pressed(button.data, message_id))  # drawn when there was one
    await alice.sees("The painters are still waking up")
    await alice.says("/styles")
    await alice.chooses("1")
    assert "Make this my own style" not in alice.room.newest.labels


async def test_a_strangers_style_is_nobody_elses(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await learned(world, alice)
    await alice.says("/styles")
    await alice.chooses("1")
    _, at_once = alice.button("Paint with it at once")
    _, another = alice.button("Another photo in this style")
    await bob.says("/start")
    for data, answer in ((at_once.data, "That style is no longer here"), (another.data, "no longer here")):
        await bob.does(Pressed(data, "1"))
        await bob.sees(answer)
