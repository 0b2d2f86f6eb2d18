"""Several styles in one painting: sent together, added one by one, weighed and left out."""

import pytest

from bot.chat import Pictures, Pressed
from bot.texts import Texts
from bot.usecases.pictures import house, house_key
from bot.usecases.style_refs import style_title
from tests.bot.room import RoomPerson, an_upload
from tests.bot.world import OFFER, OTHER_OFFER, World
from tests.platforms.contract import a_mask, a_photo, a_style

READY = "ready to paint"
LIME, GOLD, PLUM, RED, TEAL = (a_style(color) for color in ("lime", "gold", "plum", "red", "teal"))


async def ordered(world: World, person: RoomPerson) -> list[bytes]:
    """Paint; the photo and the styles of the job."""
    await person.presses("🎨 Paint")
    job = (await world.jobs(person.name))[0]
    return [await world.store.blobs.get(key) for key in (job.photo_key, *job.style_keys)]


async def test_an_album_is_a_photo_and_its_styles(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), LIME, GOLD, PLUM)
    summary = await alice.sees("Styles: picture 1, picture 2, picture 3.")
    assert "One more style" in summary.labels
    assert await ordered(world, alice) == [a_photo(), LIME, GOLD, PLUM]


async def test_another_style_joins_the_first(world: World, alice: RoomPerson) -> None:
    name = next(iter(house()))
    title = style_title(Texts("en"), name)
    await alice.sends_album(a_photo(), LIME)
    await alice.presses("One more style")
    await alice.sees("One more style then")
    await alice.chooses(title)
    await alice.sees(f"Styles: picture 1, {title}.")
    await alice.presses("One more style")
    await alice.sends_photo(GOLD)
    await alice.sees(f"Styles: picture 1, {title}, picture 3.")
    await alice.presses("🎨 Paint")
    [job] = await world.jobs("Alice")
    assert len(job.style_keys) == 3
    assert job.style_keys[1] == house_key(name)


async def test_a_style_is_left_out_by_its_button(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), LIME, GOLD, PLUM)
    await alice.presses("✕ picture 2")
    await alice.sees("Styles: picture 1, picture 2.")
    await alice.presses("✕ picture 1")
    summary = await alice.sees(READY)
    assert not any("✕" in label for label in summary.labels)
    assert await ordered(world, alice) == [a_photo(), PLUM]


async def test_the_same_style_counts_once(world: World, alice: RoomPerson) -> None:
    title = style_title(Texts("en"), next(iter(house())))
    await alice.sends_photo(a_photo())
    await alice.chooses(title)
    await alice.presses("One more style")
    await alice.chooses(title)
    await alice.presses("🎨 Paint")
    assert len((await world.jobs("Alice"))[0].style_keys) == 1


async def test_four_styles_are_enough(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), LIME, GOLD)
    message_id, button = alice.button("One more style")
    await alice.presses("One more style")
    await alice.sends_album(PLUM, RED, TEAL)
    summary = await alice.sees("4 styles at most")
    assert "One more style" not in summary.labels
    await alice.does(Pressed(button.data, message_id))  # drawn when there was room
    await alice.sees("4 styles at most")
    assert await ordered(world, alice) == [a_photo(), LIME, GOLD, PLUM, RED]


async def test_an_album_after_the_photo_may_be_its_styles(world: World, alice: RoomPerson) -> None:
    await alice.sends_photo(a_photo())
    await alice.sends_album(LIME, GOLD)
    await alice.sees("2 pictures came. Are they all styles")
    await alice.presses("All of them are styles")
    assert await ordered(world, alice) == [a_photo(), LIME, GOLD]


async def test_an_album_after_the_photo_may_bring_a_new_one(world: World, alice: RoomPerson) -> None:
    await alice.sends_photo(a_photo())
    await alice.sends_album(a_photo("plum"), LIME, GOLD)
    await alice.presses("The first is the photo")
    assert await ordered(world, alice) == [a_photo("plum"), LIME, GOLD]


async def test_an_album_that_was_asked_for_is_all_styles(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), PLUM)
    await alice.presses("Other style")
    await alice.sends_album(LIME, GOLD)
    assert await ordered(world, alice) == [a_photo(), LIME, GOLD]


async def test_of_an_album_another_one_may_be_the_photo(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(LIME, GOLD, a_photo())
    await alice.presses("Another one is the photo")
    await alice.sees("Which one is the photo?")
    await alice.chooses("3")
    assert await ordered(world, alice) == [a_photo(), LIME, GOLD]


async def test_a_third_picture_may_be_a_second_style(world: World, alice: RoomPerson) -> None:
    for picture in (a_photo(), LIME, GOLD):
        await alice.sends_photo(picture)
    await alice.sees("new photo or a new style?")
    await alice.presses("One more style")
    assert await ordered(world, alice) == [a_photo(), LIME, GOLD]


async def test_changing_ones_mind_wants_no_second_style(alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), LIME)
    await alice.presses("One more style")
    await alice.presses("Back")
    await alice.sees(READY)
    await alice.sends_photo(GOLD)
    await alice.sees("new photo or a new style?")


async def test_a_reply_with_an_album_paints_in_all_of_them(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), PLUM)
    await alice.presses("Paint")
    done = await alice.sees("Done!")
    await alice.sends_photo(RED)
    await alice.does(Pictures((an_upload(LIME), an_upload(GOLD))), reply_to=done.message_id)
    assert await ordered(world, alice) == [a_photo(), LIME, GOLD]


async def test_again_and_more_keep_every_style_and_its_weight(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), LIME, GOLD)
    await alice.presses("Options")
    await alice.presses("More…")
    await alice.presses("−")  # of the first
    assert {"Share of style 1: 40", "Share of style 2: 50"} <= set(alice.room.newest.labels)
    await alice.presses("Done")
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")
    for button in ("Again", "100 more iterations"):
        await alice.presses(button)
        await alice.presses("🎨 Paint")
        await alice.sees("Done!")
    jobs = await world.jobs("Alice")
    assert len({job.style_keys for job in jobs}) == 1
    assert [job.options["style_weights"] for job in jobs] == [[40, 50]] * 3
    assert jobs[0].parent_work_id


async def test_weights_of_other_styles_are_not_ordered(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), LIME, GOLD)
    await alice.presses("Options")
    await alice.presses("More…")
    await alice.presses("+")
    await alice.presses("Done")
    await alice.presses("✕ picture 2")
    await alice.presses("🎨 Paint")
    assert "style_weights" not in (await world.jobs("Alice"))[0].options


async def test_saving_keeps_each_style_of_ones_own(alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), LIME, GOLD)
    await alice.presses("Save the style")
    await alice.says("/styles")
    await alice.sees("You have 2 saved styles")


@pytest.mark.parametrize("number", ["2", "-1", "x", ""])
async def test_a_forged_number_leaves_out_nothing(world: World, alice: RoomPerson, number: str) -> None:
    await alice.sends_album(a_photo(), LIME, GOLD)
    message_id, button = alice.button("✕ picture 1")
    await alice.does(Pressed(f"{button.data.rpartition(':')[0]}:{number}", message_id))
    assert await ordered(world, alice) == [a_photo(), LIME, GOLD]


async def test_an_effect_without_styles_asks_for_none(world: World, alice: RoomPerson) -> None:
    world.painter.offers = (OFFER, OTHER_OFFER)
    await world.painter.wakes()
    await alice.sends_album(a_photo(), LIME, GOLD)
    await alice.presses("Effect")
    await alice.presses("Tint")
    assert not any("style" in label for label in alice.room.newest.labels)
    assert await ordered(world, alice) == [a_photo()]


async def test_a_mask_gives_each_of_two_styles_its_part(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), LIME, GOLD)
    await alice.presses("Only a part")
    await alice.sends_photo(a_mask())
    await alice.sees("The first style paints the bright part")
    await alice.presses("Done")
    await alice.sees("Styles: picture 1, picture 2.\nThe first style paints the bright part")
    await alice.presses("✕ picture 2")
    await alice.sees("Only the bright part is painted")
    assert await ordered(world, alice) == [a_photo(), LIME]
    assert (await world.jobs("Alice"))[0].mask_key
