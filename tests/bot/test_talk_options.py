"""The pages of options: what is on which, and what a forged button may not do."""

from dataclasses import replace

import pytest
from PIL import Image

from bot.chat import Pressed
from bot.talk import dials
from bot.talk.scenes import options
from bot.talk.scenes import words as scene
from bot.talk.turn import sketch_id
from bot.texts import Texts, locales, messages
from bot.usecases.plan import SIDE
from engine.catalogue import offers
from engine.effect import Offer
from engine.house import examples
from engine.ladder import Ladder
from engine.options import OptionSpec
from engine.picture import decode
from tests.bot.room import RoomPerson
from tests.bot.world import OFFER, World
from tests.platforms.contract import a_photo, a_style, packed, proportions

PREPARED = "Show the prepared style"
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
    assert "Brush size: how large strokes and patterns become" in alice.room.newest.message.text


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


async def turned(person: RoomPerson, name: str, direction: int) -> None:
    """Press − or + of one option."""
    message_id, button = person.button("Done")
    sketch_id = button.data.rpartition(":")[2]
    await person.does(Pressed(options.step.data(sketch_id, name, direction), message_id))


async def test_a_prepared_style_is_shown_where_it_differs(alice: RoomPerson) -> None:
    assert PREPARED not in await opened(alice, a_style(size=(400, 400)))
    await turned(alice, "style_scale", -1)
    await alice.presses(PREPARED)
    await alice.sees("as large as its strokes will be")
    prepared = await alice.shown_picture()
    assert prepared
    assert abs(proportions(prepared) - 4 / 3) < 0.02  # the photo's
    await alice.presses("Back")
    assert "Brush size: 75 %" in alice.room.newest.labels
    await turned(alice, "style_scale", 0)
    assert PREPARED not in alice.room.newest.labels


async def test_each_preparation_looks_different(alice: RoomPerson) -> None:
    await opened(alice, a_style(size=(400, 400)), a_style("lime"))
    seen = set()
    for _ in range(2):
        await turned(alice, "style_scale", -1)
        await alice.presses(PREPARED)
        await alice.sees("as large as their strokes will be")
        picture = await alice.shown_picture()
        assert picture
        assert proportions(picture) > 8 / 3  # two, side by side
        seen.add(picture)
        await alice.presses("Back")
    assert len(seen) == 2


async def test_a_style_without_anything_to_see_is_named(alice: RoomPerson) -> None:
    nothing = packed(Image.new("RGBA", (300, 300)), "PNG")
    await alice.sends_album(a_photo(), nothing)
    await alice.presses("Options")
    await turned(alice, "style_scale", -1)
    await alice.presses(PREPARED)
    await alice.sees("transparent all over")


async def test_a_style_that_was_deleted_is_not_prepared(world: World, alice: RoomPerson) -> None:
    await opened(alice)
    await turned(alice, "style_scale", -1)
    person = await world.who("Alice")
    await world.store.blobs.delete(await world.store.blobs.list(f"{person.person_id}/"))
    await alice.presses(PREPARED)
    await alice.sees("no longer have that picture")


@pytest.mark.parametrize("locale", locales())
async def test_every_option_of_the_catalogue_can_be_drawn_and_said(world: World, locale: str) -> None:
    """The room refuses labels, texts and data that a platform would cut off."""
    texts, person = Texts(locale), world.person("Alice", locale)
    for offer in offers():
        world.painter.offers = (replace(offer, takes_look=False),)  # as for who has a look
        await world.painter.wakes()
        await person.says("/new")
        styles = [a_style(color) for color in ("lime", "gold", "plum", "red")]
        await person.sends_album(a_photo(), *styles[: offer.most_styles])
        await person.presses(texts("button-options"))
        for spec in offer.options:
            key = f"option-{dials.dashed(spec.name)}"
            words = [f"{key}-{dials.dashed(word)}" for word in spec.choices if word not in spec.operator_words]
            if spec.audience != "operator" and spec.name != SIDE:
                assert [one for one in (key, *words) if one not in messages(locale)] == []
        while texts("button-more-options") in person.room.newest.labels:
            await person.presses(texts("button-more-options"))
        assert "options." in person.button(texts("button-back"))[1].data
        assert all(pick_data(spec, word) for spec in offer.options for word in spec.choices)


def pick_data(spec: OptionSpec, word: str) -> str:
    """What a button carries that picks this word. Raises TooLong."""
    return scene.pick.data(sketch_id("any"), spec.name, word)


async def test_very_many_words_are_leafed_through(world: World, alice: RoomPerson) -> None:
    words = tuple(f"paper {number}" for number in range(20))
    paper = OptionSpec("paper", "Paper", "choice", words[9], choices=words)
    world.painter.offers = (replace(OFFER, options=(paper,)),)
    await world.painter.wakes()
    await opened(alice)
    await alice.presses("Paper")
    assert alice.room.newest.labels == [*words[8:9], f"✓ {words[9]}", *words[10:16], "Back", "More…"]
    await alice.presses("More…")
    assert alice.room.newest.labels == [*words[16:], "Back"]
    await alice.presses("Back")
    await alice.presses("Back")
    assert alice.room.newest.labels == [*words[:8], "More…"]
    await alice.presses(words[3])
    assert f"Paper: {words[3]}" in alice.room.newest.labels


async def test_looks_are_chosen_by_their_examples(world: World, alice: RoomPerson) -> None:
    look = OptionSpec("style", "Style", "choice", "wave", choices=("wave", *sorted(examples())[:2]), pictured=True)
    world.painter.offers = (OFFER, Offer("washing", 0, (look,), Ladder()))
    await world.painter.wakes()
    await opened(alice)
    await alice.presses("Done")
    await alice.presses("Effect")
    await alice.presses("Washing")
    gallery = alice.room.newest
    assert len(gallery.message.gallery) == 2
    assert gallery.labels[:1] == ["✓ wave"]  # it has no example
    for tile in gallery.message.gallery:
        assert decode(await tile.picture.read()).image.size == (256, 256)
    await alice.chooses(gallery.message.gallery[1].title)
    assert any(label.startswith("Style: ") and not label.endswith("wave") for label in alice.room.newest.labels)
    await alice.presses("🎨 Paint")
    [job] = await world.jobs("Alice")
    assert job.options["style"] == look.choices[2]


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
        "words.pick:{}:finish:secret",
        "words.pick:{}:finish:tar",
        "words.pick:{}:strength:5",
        "words.open_:{}:strength:0",
        "words.open_:{}:tile_px:0",
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
