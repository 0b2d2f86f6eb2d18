"""The part of the contract of platforms that takes two: what one publishes, the other sees, likes and paints with."""

from bot.usecases.doors import POST
from storage import Store
from storage.posts import Post, PostState
from tests.platforms.contract import Person, a_photo, a_photo_becomes_a_painting, proportions
from tests.posts import posts_of_all

CARD = 1200 / 630  # width to height


async def two_people_share(alice: Person, bob: Person, store: Store) -> None:
    """By link first, then in the feed; both speak English."""
    await a_photo_becomes_a_painting(alice)
    post = await is_given_by_link(alice, store)
    await comes_by_the_link(bob, post)
    await paints_in_its_style(bob)
    await wants_it_in_the_feed(alice)
    async with store.transaction() as tx:
        await tx.posts.decide(post.post_id, PostState.SHOWN)
    await finds_it_in_the_feed(bob)
    await hides_it(alice)
    await bob.says(f"/start {POST}{post.post_id}")
    await bob.sees("not shown, or not any more")


async def is_given_by_link(alice: Person, store: Store) -> Post:
    """With a title; nothing is published before the button."""
    await alice.presses("Share")
    await alice.sees("Others will see this painting")
    assert await alice.shown_picture()
    await alice.presses("Give it a title")
    await alice.sees("What is it called?")
    await alice.says("My house")
    await alice.sees("Title: My house")
    assert await posts_of_all(store) == []
    await alice.presses("Only by link")
    await alice.sees("Whoever has the link sees it")
    [post] = await posts_of_all(store)
    await alice.says("/posts")
    await alice.sees("Your posts")
    await alice.chooses("● My house")
    await alice.sees(POST + post.post_id)
    return post


async def comes_by_the_link(bob: Person, post: Post) -> None:
    """Photo, style and painting side by side; a like is counted, taken back and counted again."""
    await bob.says(f"/start {POST}{post.post_id}")
    await bob.sees("“My house”")
    card = await bob.shown_picture()
    assert card
    assert abs(proportions(card) - CARD) < 0.02
    for label in ("Like · 0", "You like it · 1", "Like · 0"):
        await bob.presses(label)
        await bob.sees("“My house”")


async def paints_in_its_style(bob: Person) -> None:
    await bob.presses("Paint in this style")
    await bob.sees("send me the photo")
    await bob.sends_photo(a_photo("orange"))
    await bob.sees("ready to paint")
    await bob.presses("🎨 Paint")
    await bob.sees("Done!")


async def wants_it_in_the_feed(alice: Person) -> None:
    await alice.presses("Into the feed")
    await alice.sees("Waits for a moderator")


async def finds_it_in_the_feed(bob: Person) -> None:
    await bob.says("/feed")
    await bob.sees("newest first")
    await bob.presses("Search")
    await bob.sees("What are you looking for?")
    await bob.says("HOUS")
    await bob.sees("Found in the feed by “HOUS”")
    await bob.chooses("My house ♥1")
    await bob.sees("“My house”")
    await bob.presses("Report")
    await bob.sees("What is wrong with it?")
    await bob.presses("Something else")
    await bob.sees("a moderator will look at it")


async def hides_it(alice: Person) -> None:
    await alice.says("/posts")
    await alice.sees("Your posts")
    await alice.chooses("● My house")
    await alice.sees("In the feed")
    await alice.presses("Hide")
    await alice.sees("only you see it")
