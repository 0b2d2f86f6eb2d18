"""The pages of options: what is on which, and what a forged button may not do."""

import pytest

from bot.chat import Pressed
from tests.bot.room import RoomPerson
from tests.bot.world import World
from tests.platforms.contract import a_photo, a_style

MOST_ROWS = 10  # what VK lets a keyboard have


async def opened(person: RoomPerson, *styles: bytes) -> list[str]:
    """The labels of the first page of options."""
    await person.sends_album(a_photo(), *(styles or (a_style(),)))
    await person.presses("Options")
    return (await person.sees("Choose how to paint")).labels


async def test_the_curious_find_more_behind_a_button(alice: RoomPerson) -> None:
    first = await opened(alice)
    await alice.presses("More…")
    second = (await alice.sees("Choose how to paint")).labels
    assert "Strength: 100 %" in first
    assert "Chance: 0" not in first
    assert {"Chance: 0", "Finish: oil"} <= set(second)
    assert "Strength: 100 %" not in second
    await alice.presses("Back")
    assert alice.room.newest.labels == first


async def test_each_option_is_explained(alice: RoomPerson) -> None:
    await opened(alice)
    assert "how large strokes and patterns become" in alice.room.newest.message.text


async def test_a_press_stays_on_its_page(alice: RoomPerson) -> None:
    await opened(alice)
    await alice.presses("More…")
    await alice.presses("Chance")
    labels = alice.room.newest.labels
    assert "Finish: oil" in labels
    assert "Chance: 0" not in labels


async def test_a_press_goes_to_the_next_of_few_words(world: World, alice: RoomPerson) -> None:
    await opened(alice)
    for words in ("of the photo, exactly", "in the photo's tone", "of the style", "of the photo, exactly"):
        await alice.presses("Colors: ")
        assert f"Colors: {words}" in alice.room.newest.labels
    await alice.presses("Done")
    await alice.presses("🎨 Paint")
    assert (await world.jobs("Alice"))[0].options["colors"] == "luminance"


async def test_many_words_are_a_list(world: World, alice: RoomPerson) -> None:
    await opened(alice)
    await alice.presses("More…")
    await alice.presses("Finish")
    assert alice.room.newest.labels == ["✓ oil", "wax", "ink", "chalk", "gouache"]  # not what is the operator's
    await alice.presses("gouache")
    assert "Finish: gouache" in alice.room.newest.labels
    await alice.presses("Done")
    await alice.presses("🎨 Paint")
    assert (await world.jobs("Alice"))[0].options["finish"] == "gouache"


async def test_weights_are_shown_for_several_styles_only(alice: RoomPerson) -> None:
    await opened(alice)
    await alice.presses("More…")
    assert not any("Share" in label for label in alice.room.newest.labels)
    await alice.says("/new")
    await opened(alice, *(a_style(color) for color in ("lime", "gold", "plum", "red")))
    await alice.presses("More…")
    assert sum("Share of style" in label for label in alice.room.newest.labels) == 4


async def test_every_page_fits_into_the_smallest_keyboard(alice: RoomPerson) -> None:
    await opened(alice, *(a_style(color) for color in ("lime", "gold", "plum", "red")))
    pages = 1
    while "More…" in alice.room.newest.labels:
        assert len(alice.room.newest.message.buttons) <= MOST_ROWS
        await alice.presses("More…")
        pages += 1
    assert len(alice.room.newest.message.buttons) <= MOST_ROWS
    assert pages > 1


@pytest.mark.parametrize(
    "forged",
    [
        "options.step:{}:tile_px:1",  # the operator's
        "options.step:{}:side_px:1",  # the tier's
        "options.step:{}:no_such:1",
        "options.step:{}:strength:99",
        "options.step:{}:strength:x",
        "options.step:{}:style_weights:1",  # of one style
        "options.weigh:{}:strength:1:1",
        "options.weigh:{}:style_weights:0:1",
        "options.pick:{}:finish:secret",
        "options.pick:{}:finish:tar",
        "options.pick:{}:strength:5",
        "options.words:{}:strength",
        "options.words:{}:tile_px",
        "options.leaf:{}:99",
        "options.leaf:{}:-1",
        "options.leaf:{}:x",
    ],
)
async def test_forged_choices_change_nothing(world: World, alice: RoomPerson, forged: str) -> None:
    await opened(alice)
    message_id, button = alice.button("Done")
    await alice.does(Pressed(forged.format(button.data.rpartition(":")[2]), message_id))
    await alice.presses("Done")
    await alice.presses("🎨 Paint")
    [job] = await world.jobs("Alice")
    assert job.options == {"side_px": 600, "iterations": 100}
