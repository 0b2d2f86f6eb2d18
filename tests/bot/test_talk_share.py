"""Publishing a painting from the chat, and what becomes of it."""

import asyncio

import pytest

from bot.chat import Pressed, Text, Unsupported
from bot.texts import Texts, locales
from bot.usecases.doors import POST
from bot.usecases.posted import tile_key
from storage.bans import BanScope
from storage.posts import Post, PostState
from tests.bot.room import RoomPerson
from tests.bot.world import TINTER, World
from tests.platforms.contract import a_grey_photo, a_photo, a_style
from tests.posts import posts_of_all


async def painted(person: RoomPerson) -> None:
    await person.sends_album(a_photo(), a_style())
    await person.presses("🎨")
    await person.sees("600×450")


async def sharing(person: RoomPerson) -> None:
    await painted(person)
    await person.presses("Share")
    await person.sees("Others will see this painting")


async def listed(world: World, person: RoomPerson) -> Post:
    """Somebody's post that waits for a moderator."""
    await sharing(person)
    await person.presses("Publish in the feed")
    await person.sees("Waits for a moderator")
    [post] = await posts_of_all(world.store)
    return post


async def decided(world: World, post: Post, state: PostState, reason: str | None = None) -> None:
    async with world.store.transaction() as tx:
        await tx.posts.decide(post.post_id, state, reason)


async def test_nothing_is_published_before_the_button_that_says_so(world: World, alice: RoomPerson) -> None:
    await sharing(alice)
    await alice.presses("Without the photo")
    await alice.presses("Do not publish")
    await alice.sees("Nothing is published")
    assert await posts_of_all(world.store) == []
    await alice.presses("Share")
    await alice.sees("With the photo")


async def test_what_the_message_shows_is_what_is_published(world: World, alice: RoomPerson) -> None:
    await sharing(alice)
    assert alice.room.newest.message.before
    await alice.presses("Without the photo")
    line = await alice.sees("Without the photo")
    assert line.message.before is None
    await alice.presses("Give it a title")
    await alice.sees("What is it called?")
    await alice.says("  The house\non the \u202ehill ")
    await alice.sees("Title: The house on the hill")
    await alice.presses("Publish in the feed")
    await alice.sees("“The house on the hill”\nWaits for a moderator")
    [post] = await posts_of_all(world.store)
    assert (post.title, post.photo_key) == ("The house on the hill", None)
    assert (post.state, post.listed) == (PostState.WAITING, True)


async def test_by_link_it_is_seen_at_once(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await sharing(alice)
    await alice.presses("Only by link")
    await alice.sees("Whoever has the link sees it")
    [post] = await posts_of_all(world.store)
    assert f"/start {POST}{post.post_id}" in alice.room.newest.message.text  # a room has no links
    await bob.says(f"/start {POST}{post.post_id}")
    assert await bob.shown_picture() == await world.store.blobs.get(post.card_key)


async def test_a_link_is_a_page_where_there_are_pages(world: World, alice: RoomPerson) -> None:
    world.public_url = "https://mazok.example"
    world.restarts()
    await sharing(alice)
    await alice.presses("Only by link")
    [post] = await posts_of_all(world.store)
    await alice.sees(f"https://mazok.example/feed/{post.post_id}")
    assert alice.button("Its page")[1].url == f"https://mazok.example/feed/{post.post_id}"
    await alice.says(f"/start {POST}{post.post_id}")
    assert "Its page" in alice.room.newest.labels


async def test_pressed_twice_and_twice_at_once_there_is_one_post(world: World, alice: RoomPerson) -> None:
    await sharing(alice)
    message_id, button = alice.button("Publish in the feed")
    await asyncio.gather(*(alice.does(Pressed(button.data, message_id)) for _ in range(2)))
    await alice.does(Pressed(button.data, message_id))
    await alice.sees("Waits for a moderator")
    [post] = await posts_of_all(world.store)
    posted = await world.store.blobs.list(f"{post.person_id}/posted")
    assert all(post.post_id in key or "style-" in key for key in posted)  # what the slower press drew is gone


async def test_a_button_of_another_title_shows_the_title_first(world: World, alice: RoomPerson) -> None:
    await sharing(alice)
    message_id, untitled = alice.button("Publish in the feed")
    await alice.presses("Give it a title")
    await alice.says("Home")
    await alice.does(Pressed(untitled.data, message_id))
    assert await posts_of_all(world.store) == []
    await alice.sees("Title: Home")
    await alice.presses("Publish in the feed")
    assert (await posts_of_all(world.store))[0].title == "Home"


@pytest.mark.parametrize(
    ("words", "answer"),
    [("x" * 81, "too long"), ("see t.me/mazok", "cannot hold a link"), ("\u200b \n", "could not read")],
)
async def test_a_title_that_cannot_be_is_asked_for_again(alice: RoomPerson, words: str, answer: str) -> None:
    await sharing(alice)
    await alice.presses("Give it a title")
    await alice.does(Text(words))
    await alice.sees(answer)
    await alice.says("J. R. R.")
    await alice.sees("Title: J. R. R.")


async def test_a_title_is_left_by_doing_anything_else(alice: RoomPerson) -> None:
    await sharing(alice)
    await alice.presses("Give it a title")
    await alice.sends_photo(a_photo("plum"))
    await alice.sees("I have the photo")
    await alice.says("A title?")
    await alice.sees("pictures better than words")
    await alice.says("/works")
    await alice.chooses("1")
    await alice.presses("Share")
    await alice.presses("Give it a title")
    await alice.presses("Without a title")
    await alice.sees("No title")
    await alice.presses("Give it a title")
    await alice.says("/balance")
    await alice.sees("Your balance")
    await alice.says("A title?")
    await alice.sees("pictures better than words")
    await alice.presses("Give it a title")
    await alice.does(Unsupported("sticker"))
    await alice.says("A title?")
    await alice.sees("pictures better than words")


async def test_a_published_painting_shows_how_it_stands(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    post = await listed(world, alice)
    await decided(world, post, PostState.SHOWN)
    await alice.presses("Share")
    line = await alice.sees("In the feed: everybody sees it.")
    assert line.labels == ["Only by link", "Give it a title", "Hide", "Delete the post"]
    assert "♥" not in line.message.text  # nobody has liked it yet
    await bob.says("/start")
    async with world.store.transaction() as tx:
        await tx.marks.like(post.post_id, (await world.who("Bob")).person_id)
    await alice.presses("Share")
    await alice.sees("In the feed: everybody sees it.\n♥ 1 like")
    await alice.presses("Hide")
    line = await alice.sees("Hidden: only you see it")
    assert line.labels == ["Into the feed", "Only by link", "Give it a title", "Delete the post"]
    await bob.says(f"/start {POST}{post.post_id}")
    await bob.sees("not shown, or not any more")
    await alice.presses("Into the feed")
    await alice.sees("In the feed")  # it was allowed there
    await alice.presses("Only by link")
    await alice.sees("Whoever has the link")


async def test_a_refused_one_says_why_and_can_only_be_deleted(world: World, alice: RoomPerson) -> None:
    post = await listed(world, alice)
    _, hide = alice.button("Hide")
    await decided(world, post, PostState.REFUSED, "copyright")
    await alice.says("/posts")
    await alice.chooses("✕ 1")
    line = await alice.sees("Not accepted: it is somebody else’s.")
    assert line.labels == ["Delete the post"]
    await alice.does(Pressed(hide.data, line.message_id))
    await alice.sees("not there any more")
    await alice.presses("Delete the post")
    await alice.presses("Yes, delete the post")
    await alice.sees("The painting is still among your works")
    assert await posts_of_all(world.store) == []


async def test_what_waits_can_be_taken_out_of_the_queue(world: World, alice: RoomPerson) -> None:
    await listed(world, alice)
    await alice.presses("Only by link")
    await alice.sees("Whoever has the link")
    await alice.presses("Into the feed")
    await alice.sees("Waits for a moderator before it appears in the feed")
    async with world.store.reading() as tx:
        assert await tx.posts.count(PostState.WAITING) == 1


async def test_what_people_have_reported_waits_for_a_moderator_whatever_is_pressed(
    world: World, alice: RoomPerson
) -> None:
    post = await listed(world, alice)
    await decided(world, post, PostState.SHOWN)
    await alice.presses("Share")
    await alice.sees("In the feed")
    by_link, hide = (alice.button(label)[1] for label in ("Only by link", "Hide"))
    for name in ("Bob", "Carol", "Dave"):
        person = world.person(name)
        await person.says(f"/start {POST}{post.post_id}")
        await person.presses("Report")
        await person.presses("Nudity")
        await person.sees("a moderator will look")
    await alice.presses("Share")
    line = await alice.sees("Others have reported it")
    assert line.labels == ["Hide", "Delete the post"]
    for button in (by_link, hide, by_link):
        await alice.does(Pressed(button.data, line.message_id))
    await alice.sees("Others have reported it")
    [post] = await posts_of_all(world.store)
    assert post.state is PostState.HIDDEN
    await decided(world, post, PostState.SHOWN)
    await alice.presses("Share")
    await alice.sees("In the feed")


async def test_who_is_banned_is_told_so(world: World, alice: RoomPerson) -> None:
    await sharing(alice)
    who = await world.who("Alice")
    async with world.store.transaction() as tx:
        await tx.bans.add("hash", who.person_id, BanScope.FEED, "spam", "owner")
    await alice.presses("Publish in the feed")
    await alice.sees("You cannot publish any more")
    await alice.presses("Share")
    await alice.sees("You cannot publish any more")
    assert await posts_of_all(world.store) == []


async def test_a_painting_that_is_deleted_takes_its_post_along(
    world: World, alice: RoomPerson, bob: RoomPerson
) -> None:
    post = await listed(world, alice)
    await alice.says("/works")
    await alice.chooses("1")
    await alice.presses("Delete")
    await alice.sees("its post goes with it")
    await alice.presses("Yes, delete it")
    assert await posts_of_all(world.store) == []
    assert not await world.store.blobs.exists(post.card_key)
    await alice.presses("Hide")
    await alice.sees("not there any more")


async def test_what_was_deleted_is_not_published(world: World, alice: RoomPerson) -> None:
    await sharing(alice)
    [job] = await world.jobs("Alice")
    assert job.work_id
    async with world.store.transaction() as tx:
        await tx.works.delete(job.work_id, job.person_id)
    await alice.presses("Publish in the feed")
    await alice.sees("no longer here")
    assert await posts_of_all(world.store) == []


async def test_without_its_photo_a_painting_can_still_be_shared(world: World, alice: RoomPerson) -> None:
    await sharing(alice)
    [job] = await world.jobs("Alice")
    await world.store.blobs.delete([job.photo_key.replace("/photo/", "/view/")])
    await alice.presses("Publish in the feed")
    await alice.sees("A picture is gone that others would see")
    await alice.presses("Without the photo")
    await alice.presses("Publish in the feed")
    await alice.sees("Waits for a moderator")


async def test_a_strangers_buttons_publish_and_change_nothing(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await sharing(alice)
    _, publish = alice.button("Publish in the feed")
    await bob.does(Pressed(publish.data, "1"))
    await bob.sees("no longer here")
    assert await posts_of_all(world.store) == []
    await alice.presses("Publish in the feed")
    await alice.sees("Waits for a moderator")
    for label in ("Only by link", "Hide", "Delete the post"):
        _, button = alice.button(label)
        await bob.does(Pressed(button.data, "1"))
        await bob.sees("not there any more")
    assert (await posts_of_all(world.store))[0].state is PostState.WAITING


async def test_of_several_results_the_chosen_one_is_shared(world: World, alice: RoomPerson) -> None:
    world.painter.offers = (TINTER,)
    await world.painter.wakes()
    await alice.sends_photo(a_grey_photo())
    await alice.presses("Paint")
    await alice.sees("Done!")
    await alice.presses("3")
    chosen = await alice.shown_picture()
    await alice.presses("Share")
    await alice.sees("Others will see this painting")
    assert await alice.shown_picture() == chosen


async def test_my_posts_are_opened_also_without_their_picture(world: World, alice: RoomPerson) -> None:
    await alice.says("/posts")
    await alice.sees("You have not published anything yet")
    post = await listed(world, alice)
    await alice.says("/posts")
    line = await alice.sees("Your posts")
    assert [tile.title for tile in line.message.gallery] == ["⏳ 1"]
    await world.store.blobs.delete([tile_key(post.picture_key), post.card_key])
    await alice.says("/posts")
    await alice.presses("⏳ 1")
    await alice.sees("Waits for a moderator")
    assert await alice.shown_picture() is None


@pytest.mark.parametrize("locale", locales())
async def test_everything_is_said_in_every_language(world: World, locale: str) -> None:
    texts, vera = Texts(locale), world.person("Vera", locale)
    await painted(vera)
    await vera.presses(texts("button-share"))
    await vera.sees(texts("share-rules"))
    await vera.presses(texts("button-title"))
    await vera.says("Дом")
    await vera.sees("Дом")
    await vera.presses(texts("button-publish"))
    line = await vera.sees(texts("post-waiting"))
    assert texts("post-titled", title="Дом") in line.message.text
    await vera.says("/name Вера")
    await vera.sees(texts("name-taken", name="Вера"))
    [post] = await posts_of_all(world.store)
    await decided(world, post, PostState.SHOWN)
    await vera.says("/feed")
    await vera.sees(texts("feed-newest"))
    await vera.chooses("Дом")
    line = await vera.sees(texts("post-author", name="Вера"))
    assert texts("button-like", likes=0) in line.labels
