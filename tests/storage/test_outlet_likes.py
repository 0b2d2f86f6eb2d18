"""What is said of a post where it was spread."""

import pytest

from storage import Store
from storage.feed_tables import spreads
from storage.people import Person
from storage.posts import PostState
from tests.posts import a_post

ALBUM = "-100:5,-100:6"


@pytest.mark.parametrize(
    ("stands", "place", "likes"),
    [
        ("-100:5", "-100:5", 7),
        ("-100:5", "-100:6", 0),
        ("-100:5", "-100:", 0),
        ("-100:5", "%", 0),
        (ALBUM, "-100:5", 7),
        (ALBUM, "-100:6", 7),
        (ALBUM, ALBUM, 7),
        (ALBUM, "100:6", 0),
        (ALBUM, "-100:", 0),
    ],
)
async def test_likes_of_a_place_are_counted_there_only(
    store: Store, alice: Person, stands: str, place: str, likes: int
) -> None:
    """Where a post is several things in an outlet, any of them is its place."""
    post = a_post(alice.person_id, state=PostState.SHOWN)
    async with store.transaction() as tx:
        await tx.posts.add(post)
        row = {"post_id": post.post_id, "outlet": "messenger.channel", "state": "posted", "place": stands}
        await tx.connection.execute(spreads.insert().values(**row, due_at=await tx.now()))
        await tx.spreads.liked("messenger.channel", place, 7)
        assert (await tx.connection.execute(spreads.select())).one().likes == likes
