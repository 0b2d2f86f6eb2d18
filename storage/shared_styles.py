"""Styles as things of their own: who brought one first, and what it is called. Knows keys of blobs; knows no pixels.

The same picture is the same style, whoever sends it: `style_ref` is made from its bytes. Those of the house are files.
"""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.errors import Missing
from storage.feed_tables import posts, shared_styles
from storage.forgetting import unneeded
from storage.posts import IN_FEED, PostState
from storage.tables import people


@dataclass(frozen=True, slots=True)
class NewSharedStyle:
    """A style that somebody lets others use: copies of its picture, and what they call it."""

    style_ref: str
    person_id: str
    picture_key: str
    thumbnail_key: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class SharedStyle(NewSharedStyle):
    """A style that others may use; `credit` is how whoever brought it wants to be called, None: not at all."""

    created_at: datetime | None = None
    credit: str | None = None


STYLE = [*(shared_styles.c[field.name] for field in fields(SharedStyle) if field.name in shared_styles.c)]


@dataclass(frozen=True, slots=True)
class SharedStyles:
    """Sharing, finding, naming."""

    connection: AsyncConnection

    async def share(self, new: NewSharedStyle) -> SharedStyle:
        """Others may use it from now on; whoever brought it first stays the one who did."""
        values = {field.name: getattr(new, field.name) for field in fields(NewSharedStyle)}
        made = insert(self.connection, shared_styles).values(**values, created_at=now())
        await self.connection.execute(made.on_conflict_do_nothing())
        return await self.get(new.style_ref)

    async def get(self, style_ref: str) -> SharedStyle:
        """The style; raises Missing when nobody shares it."""
        named = select(*STYLE, people.c.name.label("credit")).join(people).where(shared_styles.c.style_ref == style_ref)
        row = (await self.connection.execute(named)).one_or_none()
        if row is None:
            raise Missing("shared style", style_ref)
        return SharedStyle(**row._mapping)

    async def rename(self, style_ref: str, person_id: str, title: str) -> None:
        """Whoever brought it calls it so; of anybody else nothing happens."""
        theirs = (shared_styles.c.style_ref == style_ref, shared_styles.c.person_id == person_id)
        await self.connection.execute(update(shared_styles).where(*theirs).values(title=title))

    async def take_down(self, style_ref: str) -> list[str]:
        """Nobody may use it any more, unless a post that others see was made with it; returns the blobs that nothing
        needs then. Who has saved it keeps a copy of their own."""
        seen = exists().where(posts.c.style_ref == style_ref, posts.c.state == PostState.SHOWN)
        columns = (shared_styles.c.person_id, shared_styles.c.picture_key, shared_styles.c.thumbnail_key)
        gone = delete(shared_styles).where(shared_styles.c.style_ref == style_ref, ~seen).returning(*columns)
        row = (await self.connection.execute(gone)).one_or_none()
        return await unneeded(self.connection, row.person_id, [row.picture_key, row.thumbnail_key]) if row else []

    async def used(self, style_ref: str) -> int:
        """How many posts of the feed were made with it?"""
        counted = select(func.count()).select_from(posts).where(*IN_FEED, posts.c.style_ref == style_ref)
        return (await self.connection.execute(counted)).scalar_one()

    async def popular(self, limit: int) -> list[tuple[str, int]]:
        """The styles that most posts of the feed were made with, and how many."""
        times = func.count().label("times")
        counted = (
            select(posts.c.style_ref, times)
            .where(*IN_FEED, posts.c.style_ref.is_not(None))
            .group_by(posts.c.style_ref)
            .order_by(times.desc(), posts.c.style_ref)
            .limit(limit)
        )
        return [(row.style_ref, row.times) for row in await self.connection.execute(counted)]
