"""The title of a post changes after it was published; in the feed a moderator reads it before anybody else."""

import pytest

from bot.chat import Pressed
from bot.texts import Texts, locales
from bot.usecases.doors import POST
from bot.usecases.marks import REPORTS_TO_HIDE
from storage.bans import BanScope
from storage.posts import Look, Post, PostState
from tests.bot.room import RoomPerson
from tests.bot.world import World
from tests.platforms.contract import a_photo
from tests.posts import posts_of_all, shown_post


async def posted(world: World, person: RoomPerson, **changes: object) -> Post:
    """A post of theirs, whose card they have opened."""
    await person.says("/start")
    who = (await world.who(person.name)).person_id
    post = await shown_post(world.store, who, style_ref="house-mosaic", **changes)
    await person.says("/posts")
    await person.chooses("● A cat")
    return post


async def found(world: World, word: str) -> list[str]:
    async with world.store.reading() as tx:
        return [post.title for post in await tx.posts.page(Look(words=word))]


@pytest.mark.parametrize("locale", locales())
async def test_in_the_feed_a_moderator_reads_it_first(world: World, locale: str) -> None:
    texts, vera, bob = Texts(locale), world.person("Vera", locale), world.person("Bob")
    post = await posted(world, vera)
    await vera.presses(texts("button-other-title"))
    await vera.sees(texts("post-title-moderated"))
    assert await found(world, "cat") == ["A cat"]  # nothing has changed yet
    await vera.says("Dog")
    line = await vera.sees(texts("post-waiting-link"))
    assert texts("post-titled", title="Dog") in line.message.text
    assert await found(world, "dog") == []
    await bob.says(f"/start {POST}{post.post_id}")
    await bob.sees("Dog")
    async with world.store.transaction() as tx:
        await tx.posts.decide(post.post_id, PostState.SHOWN)
    assert await found(world, "dog") == await found(world, "mosaic") == ["Dog"]


async def test_by_link_it_is_called_so_at_once(world: World, alice: RoomPerson) -> None:
    await posted(world, alice, listed=False)
    await alice.presses("Another title")
    line = await alice.sees("What is it called?")
    assert "moderator" not in line.message.text
    await alice.says("see t.me/mazok")
    await alice.sees("cannot hold a link")
    await alice.says("Dog")
    await alice.sees("“Dog”\nWhoever has the link sees it")
    await alice.presses("Into the feed")
    await alice.sees("Waits for a moderator")


async def test_a_title_that_is_taken_away_needs_no_moderator(world: World, alice: RoomPerson) -> None:
    await posted(world, alice)
    await alice.presses("Another title")
    await alice.presses("Without a title")
    line = await alice.sees("A painting\nIn the feed")
    assert "Give it a title" in line.labels
    assert await found(world, "mosaic") == [""]
    await alice.says("Dog")
    await alice.sees("pictures better than words")


async def test_the_same_title_changes_nothing(world: World, alice: RoomPerson) -> None:
    await posted(world, alice)
    await alice.presses("Another title")
    await alice.says("A cat")
    await alice.sees("In the feed")


async def test_a_title_is_left_by_sending_a_picture(world: World, alice: RoomPerson) -> None:
    await posted(world, alice)
    await alice.presses("Another title")
    await alice.sends_photo(a_photo())
    await alice.sees("I have the photo")
    await alice.says("Dog")
    assert [post.title for post in await posts_of_all(world.store)] == ["A cat"]


async def test_nobody_else_and_nobody_banned_changes_a_title(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await posted(world, alice)
    _, button = alice.button("Another title")
    await bob.does(Pressed(button.data, "1"))
    await bob.sees("not there any more")
    await alice.presses("Another title")
    async with world.store.transaction() as tx:
        await tx.bans.add("hash", (await world.who("Alice")).person_id, BanScope.FEED, "spam", "Olga")
    await alice.says("Dog")
    await alice.sees("You cannot publish any more")
    assert [post.title for post in await posts_of_all(world.store)] == ["A cat"]


@pytest.mark.parametrize("how", ["refused", "reported"])
async def test_while_moderators_have_the_word_its_title_stays(world: World, alice: RoomPerson, how: str) -> None:
    post = await posted(world, alice)
    _, button = alice.button("Another title")
    await alice.presses("Another title")
    async with world.store.transaction() as tx:
        if how == "refused":
            await tx.posts.decide(post.post_id, PostState.REFUSED, "spam")
        else:
            for name in range(REPORTS_TO_HIDE):
                person = await tx.people.arrive("room", f"Bob {name}", "en")
                await tx.marks.report(post.post_id, person.person_id, "spam")
            await tx.posts.send_back(post.post_id)
    await alice.says("Dog")
    await alice.sees("not there any more" if how == "refused" else "Others have reported it")
    await alice.does(Pressed(button.data, "1"))
    line = await alice.sees("Not accepted" if how == "refused" else "Others have reported it")
    assert "Another title" not in line.labels
    assert [post.title for post in await posts_of_all(world.store)] == ["A cat"]
