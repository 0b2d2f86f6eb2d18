"""Styles as things, in the chat: naming one, sharing it by link, coming by a link, choosing one from the feed."""

from types import SimpleNamespace
from typing import cast

import pytest

from bot.chat import Pressed
from bot.platform import Platform
from bot.texts import Texts
from bot.usecases.pictures import house
from bot.usecases.style_refs import style_title
from storage.bans import BanScope
from tests.bot.room import RoomPerson
from tests.bot.world import OFFER, OTHER_OFFER, World
from tests.platforms.contract import a_photo, a_style
from tests.posts import shown_post

LIME = a_style("lime")
HOUSE = next(iter(house()))


@pytest.fixture
def world(world: World) -> World:
    room = SimpleNamespace(
        money=None,
        invites=True,
        start_link=lambda argument: f"https://room.example/?s={argument}",
        share_link=lambda link, text: f"https://room.example/share?{link}&{text}",
    )
    world.platforms["room"] = cast("Platform", room)
    return world


async def saved(person: RoomPerson, picture: bytes = LIME) -> None:
    """One style, its page open."""
    await person.says("/styles")
    await person.presses("Add one")
    await person.sends_photo(picture)
    await person.chooses("1")


async def named(person: RoomPerson, name: str = "Waves") -> None:
    await person.presses("Name it")
    await person.sees("What do you call this style?")
    await person.says(name)


async def shared(person: RoomPerson, name: str = "Waves") -> str:
    """A style that others may use: its name in links."""
    await saved(person)
    await named(person, name)
    await person.presses("Share by link")
    await person.presses("Yes, share it")
    line = await person.sees("The style is here")
    return line.message.text.partition("?s=s_")[2].strip()


async def painted_with(world: World, ref: str, times: int = 1) -> None:
    """So many posts of the feed, by somebody else."""
    async with world.store.transaction() as tx:
        carol = await tx.people.arrive("room", "Carol", "en")
    for number in range(times):
        await shown_post(world.store, carol.person_id, style_ref=ref, title=f"Cat {number}")


async def test_a_style_is_called_by_the_next_words(world: World, alice: RoomPerson) -> None:
    await saved(alice)
    await named(alice, "  Night \n waves ")
    await alice.sees("Night waves")
    await alice.says("/styles")
    await alice.chooses("Night waves")
    await alice.presses("Name it")
    for words, answer in (("x" * 61, "60 characters at most"), ("see spam.example", "cannot hold a link")):
        await alice.says(words)
        await alice.sees(answer)
    await alice.says("x" * 60)
    await alice.sees("x" * 60)
    await alice.says("hello")  # nothing is asked any more
    await alice.says("/styles")
    assert alice.room.newest.message.gallery[0].title == "x" * 29 + "…"


async def test_who_sends_a_photo_instead_of_a_name_has_gone_on(alice: RoomPerson) -> None:
    await saved(alice)
    await alice.presses("Name it")
    await alice.sends_photo(a_photo())
    await alice.sees("I have the photo!")


async def test_a_style_that_was_deleted_meanwhile_gets_no_name(alice: RoomPerson) -> None:
    await saved(alice)
    message_id, button = alice.button("Delete")
    await alice.presses("Name it")
    scene = alice.room.newest.message_id
    await alice.does(Pressed(button.data, message_id))
    await alice.does(Pressed(f"style_name.ask:{button.data.partition(':')[2]}", scene))
    await alice.sees("That style is no longer here")


async def test_sharing_is_asked_for_and_tells_what_others_will_see(world: World, alice: RoomPerson) -> None:
    await saved(alice)
    await alice.presses("Share by link")
    asked = await alice.sees("Let others use this style?")
    assert "not who has brought it" in asked.message.text
    alice_id = (await world.who("Alice")).person_id
    async with world.store.reading() as tx:
        [style] = await tx.styles.of_person(alice_id)
        assert style.style_ref
        assert await tx.shared_styles.find(style.style_ref) is None
    await alice.presses("Back")
    await named(alice)
    async with world.store.transaction() as tx:
        await tx.people.set_name(alice_id, "Alice A.")
    await alice.presses("Share by link")
    asked = await alice.sees("Let others use this style?")
    assert "“Waves”" in asked.message.text
    assert "“Alice A.”" in asked.message.text
    await alice.presses("Yes, share it")
    line = await alice.sees("The style is here: https://room.example/?s=s_")
    [way] = [button for row in line.message.buttons for button in row if button.text == "Pass it on"]
    assert way.url
    assert "in the style “Waves”" in way.url


async def test_where_there_are_no_links_others_write_a_word(world: World, alice: RoomPerson) -> None:
    world.platforms.clear()
    await saved(alice)
    await alice.presses("Share by link")
    await alice.presses("Yes, share it")
    line = await alice.sees("/start s_")
    assert "Pass it on" not in line.labels


async def test_whoever_comes_by_the_link_sees_paints_and_saves(
    world: World, alice: RoomPerson, bob: RoomPerson
) -> None:
    ref = await shared(alice)
    await painted_with(world, ref)
    await bob.says(f"/start s_{ref}")
    line = await bob.sees("Waves")
    assert "1 painting of the feed was made with it" in line.message.text
    assert "Stop sharing" not in line.labels
    assert await bob.shown_picture()
    await bob.presses("Save the style")
    await bob.sees("The style is saved")
    await bob.presses("Paint in this style")
    await bob.sees("Now send me the photo")
    await bob.sends_photo(a_photo())
    await bob.presses("🎨 Paint")
    await bob.sees("Done!")
    [job], bob_id = await world.jobs("Bob"), (await world.who("Bob")).person_id
    assert job.style_keys == (f"{bob_id}/photo/style-{ref}",)
    await bob.says("/styles")
    await bob.chooses("Waves")


async def test_what_was_made_with_a_style_is_looked_through(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    ref = await shared(alice)
    await painted_with(world, ref, times=7)
    await bob.says(f"/start s_{ref}")
    await bob.presses("Made with it · 7")
    page = await bob.sees("Painted in")
    assert [tile.title for tile in page.message.gallery] == [f"Cat {number}" for number in (6, 5, 4, 3, 2, 1)]
    await bob.presses("More →")
    await bob.chooses("Cat 0")
    await bob.sees("“Cat 0”")


async def test_whoever_brought_it_reads_how_often_it_was_used(world: World, alice: RoomPerson) -> None:
    ref = await shared(alice)
    await painted_with(world, ref, times=2)
    await alice.says("/styles")
    await alice.sees("Waves: 2 paintings of the feed")
    await alice.chooses("Waves")
    line = await alice.sees("Others may paint with it")
    assert "Made with it · 2" in line.labels


async def test_sharing_ends_by_a_button_and_begins_again(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    ref = await shared(alice)
    await alice.presses("Stop sharing")
    await alice.sees("Nobody else sees the style any more")
    await bob.says(f"/start s_{ref}")
    await bob.sees("That style is no longer here")
    await alice.says("/styles")
    await alice.chooses("Waves")
    await alice.presses("Share by link")
    await alice.presses("Yes, share it")
    await bob.says(f"/start s_{ref}")
    await bob.sees("Waves")


async def test_a_deleted_style_is_shared_no_more(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    ref = await shared(alice)
    await alice.presses("Back")
    await alice.presses("Delete")
    await alice.sees("No saved styles yet")
    await bob.says(f"/start s_{ref}")
    await bob.sees("That style is no longer here")
    assert not [key for key in await world.store.blobs.list((await world.who("Alice")).person_id) if ref in key]


async def test_nobody_stops_what_another_shares(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    ref = await shared(alice)
    await bob.says("/start")
    await bob.does(Pressed(f"style_link.stop:{ref}", "1"))
    await bob.sees("You do not share this style")
    await bob.says(f"/start s_{ref}")
    await bob.sees("Waves")


async def test_who_may_not_share_is_told_so(world: World, alice: RoomPerson) -> None:
    await saved(alice)
    async with world.store.transaction() as tx:
        await tx.bans.add("hash", (await world.who("Alice")).person_id, BanScope.FEED, "spam", "owner")
    await alice.presses("Share by link")
    await alice.presses("Yes, share it")
    await alice.sees("You cannot share any more")


async def test_a_style_of_the_house_has_a_link_too(alice: RoomPerson) -> None:
    title = style_title(Texts("en"), HOUSE)
    await alice.says(f"/start s_house-{HOUSE}")
    await alice.sees(title)
    await alice.presses("Save the style")
    await alice.says("/styles")
    await alice.chooses(title)
    await alice.presses("Its link")
    line = await alice.sees(f"?s=s_house-{HOUSE}")
    assert "Stop sharing" not in line.labels


@pytest.mark.parametrize("ref", ["0" * 24, "house-nowhere", ""])
async def test_a_link_to_nothing_says_so(alice: RoomPerson, ref: str) -> None:
    await alice.says(f"/start s_{ref}")
    await alice.sees("That style is no longer here")


async def test_a_style_is_chosen_from_the_feed(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await bob.sends_photo(a_photo())
    assert "Styles from the feed" not in bob.room.newest.labels
    ref = await shared(alice)
    await painted_with(world, ref)
    await bob.says("/style")
    await bob.presses("Styles from the feed")
    await bob.sees("Styles that people have brought")
    await bob.chooses("Waves")
    await bob.presses("Paint in this style")
    await bob.presses("🎨 Paint")
    await bob.sees("Done!")
    [job] = await world.jobs("Bob")
    assert job.style_keys[0].endswith(f"/photo/style-{ref}")


async def test_whoever_paints_with_a_style_wants_an_effect_that_takes_one(
    world: World, alice: RoomPerson, bob: RoomPerson
) -> None:
    world.painter.offers = (OFFER, OTHER_OFFER)
    await world.painter.wakes()
    ref = await shared(alice)
    await bob.sends_album(a_photo(), a_style())
    await bob.presses("Effect")
    await bob.presses("Tint")
    await bob.says(f"/start s_{ref}")
    await bob.presses("Paint in this style")
    await bob.presses("🎨 Paint")
    [job] = await world.jobs("Bob")
    assert job.effect == OFFER.effect


async def test_a_forged_page_of_styles_is_an_old_button(alice: RoomPerson) -> None:
    await alice.says("/start")
    await alice.does(Pressed("manner.popular:x", "1"))
    await alice.sees("left over from an earlier conversation")
