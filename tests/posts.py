"""Made-up posts for tests."""

import uuid
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from bot.usecases.posted import copies
from storage import Store, Transaction
from storage.feed_tables import shared_styles
from storage.posts import NewPost, Post, PostState
from storage.shared_styles import SharedStyle
from tests.platforms.contract import a_style


def a_post(person_id: str, **changes: Any) -> NewPost:
    """A post that waits for a moderator; its blobs are named after it."""
    post_id = uuid.uuid4().hex[:16]
    post = NewPost(
        post_id=post_id,
        person_id=person_id,
        work_id=uuid.uuid4().hex,
        state=PostState.WAITING,
        listed=True,
        title="A cat",
        effect="gatys",
        tier="free",
        iterations=100,
        seconds=6.0,
        width=600,
        height=450,
        style_ref=None,
        style_title="",
        photo_key=f"{person_id}/posted/{post_id}-photo",
        style_key=f"{person_id}/posted/{post_id}-style",
        picture_key=f"{person_id}/posted/{post_id}-picture",
        card_key=f"{person_id}/posted/{post_id}-card",
        video_key=None,
    )
    return replace(post, **changes)


async def shown_post(store: Store, person_id: str, words: str = "", **changes: Any) -> Post:
    """A post that stands in the feed, with its pictures; it is found by its title or by these words."""
    new = a_post(person_id, **{"state": PostState.SHOWN, **changes})
    for key in copies([key for key in (new.photo_key, new.style_key, new.picture_key, new.card_key) if key]):
        await store.blobs.put(key, a_style())
    async with store.transaction() as tx:
        post = await tx.posts.add(new)
        await tx.posts.found_by(post.post_id, words or post.title)
        return post


async def styles_of(tx: Transaction, person_id: str) -> list[SharedStyle]:
    """What the person has brought for others."""
    found = await tx.connection.execute(select(shared_styles.c.style_ref).where(shared_styles.c.person_id == person_id))
    return [await tx.shared_styles.get(style_ref) for style_ref in found.scalars()]


async def posts_of_all(store: Store) -> list[Post]:
    """Whatever anybody has published, in whatever state."""
    async with store.reading() as tx:
        people = await tx.people.newest(50)
        return [post for person in people for post in await tx.posts.of_person(person.person_id, 0, 50)]
