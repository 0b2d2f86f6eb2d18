"""The feed in the chat: leafing, opening, liking, painting in the style of others, reporting."""

import asyncio
from typing import Any

import pytest

from bot.chat import Pressed
from bot.usecases.adopt import Adopt
from bot.usecases.doors import POST
from bot.usecases.intake import Intake
from bot.usecases.pictures import house_key
from bot.usecases.posted import tile_key
from engine.picture import check
from storage import Missing
from storage.bans import BanScope
from storage.posts import HOUSE, PostState
from storage.styles import Style
from tests.bot.room import RoomPerson
from tests.bot.world import OFFER, TINTER, World
from tests.platforms.contract import a_grey_photo, a_photo, a_style
from tests.posts import posts_of_all, shown_post


async def shown_by(world: World, name: str, **changes: Any) -> str:
    """The id of a post of somebody in the feed."""
    await world.person(name).says("/start")
    return (await shown_post(world.store, (await world.who(name)).person_id, **changes)).post_id


async def shared(world: World, bob: RoomPerson) -> str:
    """The id of a painting of Bob's in a style that he brought, seen by its link."""
    await bob.sends_album(a_photo(), a_style())
    await bob.presses("Paint")
    await bob.sees("Done!")
    await bob.presses("Share")
    await bob.presses("Only by link")
    await bob.sees("Whoever has the link")
    [post] = await posts_of_all(world.store)
    return post.post_id


async def styles(world: World, name: str) -> list[Style]:
    who = await world.who(name)
    async with world.store.reading() as tx:
        return await tx.styles.of_person(who.person_id)


async def test_an_empty_feed_says_how_to_be_the_first(alice: RoomPerson) -> None:
    await alice.says("/feed")
    line = await alice.sees("be the first")
    assert line.labels == ["Best of the week", "My posts"]


async def test_the_feed_is_leafed_through_newest_first(world: World, alice: RoomPerson) -> None:
    for number in range(8):
        await shown_by(world, "Bob", title=f"Cat {number}")
    await shown_by(world, "Bob", title="Not in the feed", listed=False)
    await shown_by(world, "Bob", title="Not seen", state=PostState.WAITING)
    await alice.says("/feed")
    line = await alice.sees("newest first")
    assert [tile.title for tile in line.message.gallery] == [f"Cat {number}" for number in (7, 6, 5, 4, 3, 2)]
    await alice.presses("More →")
    assert [tile.title for tile in alice.room.newest.message.gallery] == ["Cat 1", "Cat 0"]
    await alice.presses("← Back")
    assert len(alice.room.newest.message.gallery) == 6


async def test_the_best_of_the_week_is_what_was_liked_most(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    [cat, _] = [await shown_by(world, "Bob", title=title) for title in ("Cat", "Dog")]
    await alice.says(f"/start {POST}{cat}")
    await alice.presses("Like")
    await alice.says("/feed")
    assert [tile.title for tile in alice.room.newest.message.gallery] == ["Dog", "Cat ♥1"]
    await alice.presses("Best of the week")
    await alice.sees("liked most this week")
    assert [tile.title for tile in alice.room.newest.message.gallery] == ["Cat ♥1", "Dog"]


async def test_a_post_tells_who_made_it_in_which_style(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await bob.says("/name Bob the painter")
    post_id = await shared(world, bob)
    await alice.says(f"/start {POST}{post_id}")
    line = await alice.sees("A painting\nby Bob the painter\nThe style was brought by Bob the painter")
    assert line.labels == [
        "♡ Like · 0",
        "Paint in this style",
        "Save the style",
        "More in this style",
        "Report",
        "Feed",
    ]
    await bob.says(f"/start {POST}{post_id}")
    assert "My post" in (await bob.sees("by Bob the painter")).labels
    await bob.presses("My post")
    await bob.sees("Whoever has the link")


async def test_a_like_is_counted_once_and_taken_back(world: World, alice: RoomPerson) -> None:
    post_id = await shown_by(world, "Bob")
    await alice.says(f"/start {POST}{post_id}")
    message_id, like = alice.button("Like")
    for _ in range(2):
        await alice.does(Pressed(like.data, message_id))
        assert "♥ You like it · 1" in alice.room.newest.labels
    _, unlike = alice.button("You like it")
    for _ in range(2):
        await alice.does(Pressed(unlike.data, message_id))
        assert "♡ Like · 0" in alice.room.newest.labels


async def test_two_people_like_it_at_once(world: World, alice: RoomPerson) -> None:
    post_id = await shown_by(world, "Bob")
    likers = [alice, world.person("Carol"), world.person("Dave")]
    await asyncio.gather(*(one.says(f"/start {POST}{post_id}") for one in likers))
    await asyncio.gather(*(one.presses("Like") for one in likers))
    async with world.store.reading() as tx:
        assert (await tx.posts.get(post_id)).likes == 3


async def test_who_is_banned_neither_likes_nor_reports(world: World, alice: RoomPerson) -> None:
    post_id = await shown_by(world, "Bob")
    await alice.says(f"/start {POST}{post_id}")
    async with world.store.transaction() as tx:
        await tx.bans.add("hash", (await world.who("Alice")).person_id, BanScope.FEED, "spam", "owner")
    await alice.presses("Like")
    await alice.sees("cannot count this")
    await alice.presses("Report")
    await alice.presses("Advertising")
    await alice.sees("cannot count this")


async def test_ones_own_is_not_reported(world: World, alice: RoomPerson) -> None:
    post_id = await shown_by(world, "Alice")
    await alice.does(Pressed(f"view.report:{post_id}:spam", "1"))
    await alice.sees("cannot count this")
    await alice.does(Pressed(f"view.report:{post_id}:boredom", "1"))
    await alice.sees("left over")


async def test_another_photo_in_the_style_of_a_post(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    """The painting keeps the style when whoever brought it has deleted everything."""
    post_id = await shared(world, bob)
    await alice.says(f"/start {POST}{post_id}")
    await alice.presses("Paint in this style")
    await alice.sees("send me the photo")
    assert await styles(world, "Alice") == []
    await bob.says("/deletemydata")
    await bob.presses("Yes, delete everything")
    await alice.sends_photo(a_photo("plum"))
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")
    [job] = await world.jobs("Alice")
    assert check(await world.store.blobs.get(job.style_keys[0])) == check(a_style())
    await alice.presses("Other style")  # of whoever goes with the photo
    await alice.sees("Now the style")


async def test_the_photo_at_hand_is_painted_in_the_style_of_a_post(world: World, alice: RoomPerson) -> None:
    post_id = await shown_by(world, "Bob", style_ref="house-mosaic")
    await alice.sends_photo(a_photo())
    await alice.says(f"/start {POST}{post_id}")
    await alice.sees("Style: Mosaic")
    await alice.presses("Paint in this style")
    await alice.sees("ready to paint")
    await alice.presses("🎨 Paint")
    assert (await world.jobs("Alice"))[0].style_keys == (house_key("mosaic"),)


async def test_who_painted_last_without_a_style_paints_with_it_now(world: World, alice: RoomPerson) -> None:
    world.painter.offers = (OFFER, TINTER)
    await world.painter.wakes()
    post_id = await shown_by(world, "Bob", style_ref="house-mosaic")
    await alice.sends_photo(a_grey_photo())
    await alice.presses("Something else with this photo")
    await alice.presses("inge")
    await alice.sees("ready to paint")
    await alice.says(f"/start {POST}{post_id}")
    await alice.presses("Paint in this style")
    await alice.sees("ready to paint")
    await alice.presses("🎨 Paint")
    [job] = await world.jobs("Alice")
    assert (job.effect, job.style_keys) == (OFFER.effect, (house_key("mosaic"),))


async def test_a_style_is_kept_once_however_often_it_is_saved(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    post_id = await shared(world, bob)
    await alice.says(f"/start {POST}{post_id}")
    for _ in range(2):
        await alice.presses("Save the style")
        await alice.sees("The style is saved")
    [style] = await styles(world, "Alice")
    assert check(await world.store.blobs.get(style.picture_key)) == check(a_style())
    assert await world.store.blobs.exists(style.thumbnail_key)


async def test_what_nobody_shares_cannot_be_adopted(world: World, alice: RoomPerson) -> None:
    post_id = await shown_by(world, "Bob", style_ref="0" * 24)
    await alice.says(f"/start {POST}{post_id}")
    await alice.presses("Save the style")
    await alice.sees("no longer")
    await alice.presses("Paint in this style")
    await alice.sees("no longer")
    adopt = Adopt(world.store, Intake(world.store))
    with pytest.raises(Missing):
        await adopt((await world.who("Alice")).person_id, "0" * 24)


async def test_more_in_one_style(world: World, alice: RoomPerson) -> None:
    for title, ref in (("Cat", "house-mosaic"), ("Dog", "house-mosaic"), ("Cow", "house-wave")):
        await shown_by(world, "Bob", title=title, style_ref=ref)
    await alice.says("/feed")
    await alice.chooses("Cat")
    await alice.presses("More in this style")
    await alice.sees("Painted in the style “Mosaic”")
    assert [tile.title for tile in alice.room.newest.message.gallery] == ["Dog", "Cat"]
    await alice.presses("Best of the week")
    assert len(alice.room.newest.message.gallery) == 2
    await alice.presses("All styles")
    await alice.sees("newest first")


async def test_words_are_looked_for_in_the_feed(world: World, alice: RoomPerson) -> None:
    for number in range(8):
        await shown_by(world, "Bob", title=f"Cat {number}")
    await shown_by(world, "Bob", title="Dog")
    await alice.says("/feed")
    await alice.presses("Search")
    await alice.sees("What are you looking for?")
    await alice.says("cat")
    line = await alice.sees("Found in the feed by “cat”")
    assert [tile.title for tile in line.message.gallery] == [f"Cat {number}" for number in (7, 6, 5, 4, 3, 2)]
    await alice.presses("More →")
    assert [tile.title for tile in alice.room.newest.message.gallery] == ["Cat 1", "Cat 0"]
    await alice.presses("← Back")
    assert len(alice.room.newest.message.gallery) == 6
    await alice.chooses("Cat 7")
    await alice.sees("“Cat 7”")
    await alice.presses("The whole feed")
    assert alice.room.newest.message.gallery[0].title == "Dog"


async def test_words_behind_the_command_are_looked_for(world: World, alice: RoomPerson) -> None:
    await shown_by(world, "Bob", title="My grey cat")
    await shown_by(world, "Bob", title="My grey dog")
    await alice.says("/feed GRE ca")
    line = await alice.sees("Found in the feed by “GRE ca”")
    assert [tile.title for tile in line.message.gallery] == ["My grey cat"]


async def test_where_nothing_is_found_other_words_may_find(world: World, alice: RoomPerson) -> None:
    await shown_by(world, "Bob", title="Cat")
    await alice.says("/feed zeppelin")
    line = await alice.sees("Nothing in the feed is found by “zeppelin”")
    assert line.labels == ["🔎 Another search", "The whole feed"]
    await alice.says("😀")
    await alice.sees("Nothing in the feed is found by “😀”")
    await alice.says("c" * 4000)
    await alice.sees("Fewer words find more")
    await alice.says("cat")
    await alice.sees("Found in the feed by “cat”")
    await alice.says("cat")  # is not looked for any more
    await alice.sees("Send me")


async def test_a_photo_instead_of_words_is_painted(world: World, alice: RoomPerson) -> None:
    await alice.says("/feed zeppelin")
    await alice.presses("Another search")
    await alice.sends_photo(a_photo())
    await alice.sees("Now the style")


async def test_pages_of_another_search_are_closed(world: World, alice: RoomPerson) -> None:
    for number in range(7):
        await shown_by(world, "Bob", title=f"Grey cat {number}")
    await alice.says("/feed cat")
    message_id, more = alice.button("More →")
    await alice.sends_photo(a_photo())
    await alice.does(Pressed(more.data, message_id))
    assert [tile.title for tile in alice.room.newest.message.gallery] == ["Grey cat 0"]
    await alice.says("/feed grey")
    for data in (more.data, "find.page:6:", "find.page:-1:0", "find.page:many:0"):
        await alice.does(Pressed(data, message_id))
        await alice.sees("That was another search")
    await alice.presses("Another search")
    await alice.sees("What are you looking for?")


async def test_nobody_is_found_by_a_name_they_do_not_have_any_more(
    world: World, alice: RoomPerson, bob: RoomPerson
) -> None:
    await bob.says("/name Rembrandt")
    post_id = await shared(world, bob)
    async with world.store.transaction() as tx:
        await tx.posts.show(post_id, (await world.who("Bob")).person_id, listed=True)
        await tx.posts.decide(post_id, PostState.SHOWN)
    await alice.says("/feed rembr")
    assert len((await alice.sees("Found in the feed")).message.gallery) == 1
    await bob.says("/name Vermeer")
    await alice.says("/feed rembrandt")
    await alice.sees("Nothing in the feed")
    await alice.says("vermeer")
    await alice.sees("Found in the feed")
    await bob.presses("Without a name")
    await alice.says("/feed vermeer")
    await alice.sees("Nothing in the feed")


async def test_what_is_not_public_says_so(world: World, alice: RoomPerson) -> None:
    post_id = await shown_by(world, "Bob", state=PostState.HIDDEN)
    for link in (post_id, "nobody", "../etc"):
        await alice.says(f"/start {POST}{link}")
        await alice.sees("not shown, or not any more")
    for name in ("like", "unlike", "paint", "save", "ask_report"):
        await alice.does(Pressed(f"view.{name}:{post_id}", "1"))
        await alice.sees("not shown, or not any more")
    await alice.does(Pressed(f"view.report:{post_id}:spam", "1"))
    await alice.sees("not shown, or not any more")


async def test_whose_picture_is_gone_is_not_in_the_feed(world: World, alice: RoomPerson) -> None:
    post_id = await shown_by(world, "Bob", title="Gone")
    await shown_by(world, "Bob", title="There")
    await alice.says("/feed")
    _, gone = alice.room.newest.message.gallery
    async with world.store.reading() as tx:
        post = await tx.posts.get(post_id)
    await world.store.blobs.delete([tile_key(post.picture_key), post.card_key])
    await alice.does(Pressed(gone.data, "1"))
    await alice.sees("The picture of this post is gone")
    await alice.says("/feed")
    assert [tile.title for tile in alice.room.newest.message.gallery] == ["There"]


async def test_a_forged_page_is_answered(alice: RoomPerson) -> None:
    for data in ("feed.page:worst:0", "feed.page:newest:-1", "feed.page:newest:many"):
        await alice.does(Pressed(data, "1"))
        await alice.sees("left over")
    await alice.does(Pressed("feed.page:newest:600", "1"))
    await alice.sees("be the first")


async def test_the_houses_own_examples_are_nobodys(world: World, alice: RoomPerson) -> None:
    post = await shown_post(world.store, HOUSE, title="An example")
    await alice.says(f"/start {POST}{post.post_id}")
    line = await alice.sees("An example")
    assert "by " not in line.message.text
