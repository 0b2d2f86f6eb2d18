"""Styles as things of their own: who brought one first, and what it is called. Knows keys of blobs; knows no pixels.

The same picture is the same style, whoever sends it: `style_ref` is made from its bytes. Those of the house are files.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.errors import Missing
from storage.feed_tables import posts, shared_styles
from storage.forgetting import unneeded
from storage.posts import IN_FEED, PUBLIC
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
SHARED = select(*STYLE, people.c.name.label("credit")).select_from(shared_styles.join(people))
# How many posts of the feed were made with which style.
TIMES = func.count().label("times")
USES = select(posts.c.style_ref, TIMES).where(*IN_FEED).group_by(posts.c.style_ref)


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
        found = await self.find(style_ref)
        if found is None:
            raise Missing("shared style", style_ref)
        return found

    async def find(self, style_ref: str) -> SharedStyle | None:
        """The style; None when nobody shares it."""
        row = (await self.connection.execute(SHARED.where(shared_styles.c.style_ref == style_ref))).one_or_none()
        return SharedStyle(**row._mapping) if row else None

    async def seen(self, style_ref: str, person_id: str | None) -> SharedStyle:
        """The style as far as this person (None: anybody) may see it; raises Missing, to all but who brought it also
        while others see no post that was made with it: each waits for a moderator, is hidden or refused."""
        style = await self.get(style_ref)
        made = select(PUBLIC).where(posts.c.style_ref == style_ref).distinct()
        shown = set((await self.connection.execute(made)).scalars())
        if shown == {False} and style.person_id != person_id:
            raise Missing("shared style", style_ref)
        return style

    async def rename(self, style_ref: str, person_id: str, title: str) -> None:
        """Whoever brought it calls it so; of anybody else nothing happens."""
        theirs = (shared_styles.c.style_ref == style_ref, shared_styles.c.person_id == person_id)
        await self.connection.execute(update(shared_styles).where(*theirs).values(title=title))

    async def stop(self, style_ref: str, person_id: str) -> list[str]:
        """Whoever brought it does not let others use it any more; what they made with it stays. Returns the blobs that
        nothing needs any more. Raises Missing."""
        theirs = (shared_styles.c.style_ref == style_ref, shared_styles.c.person_id == person_id)
        keys = await self._withdraw(*theirs)
        if keys is None:
            raise Missing("shared style", style_ref)
        return keys

    async def take_down(self, style_ref: str) -> list[str]:
        """Nobody may use it any more, unless a post that others see was made with it; returns the blobs that nothing
        needs then. Who has saved it keeps a copy of their own."""
        seen = exists().where(posts.c.style_ref == style_ref, PUBLIC)
        return await self._withdraw(shared_styles.c.style_ref == style_ref, ~seen) or []

    async def _withdraw(self, *which: ColumnElement[bool]) -> list[str] | None:
        """None when it was not shared."""
        picture = (shared_styles.c.person_id, shared_styles.c.picture_key, shared_styles.c.thumbnail_key)
        gone = (await self.connection.execute(delete(shared_styles).where(*which).returning(*picture))).one_or_none()
        return gone and await unneeded(self.connection, gone.person_id, (gone.picture_key, gone.thumbnail_key))

    async def used(self, style_ref: str) -> int:
        """How many posts of the feed were made with it?"""
        return (await self.uses([style_ref])).get(style_ref, 0)

    async def uses(self, style_refs: Collection[str]) -> dict[str, int]:
        """How many posts of the feed were made with each of these? Those without any are left out."""
        counted = await self.connection.execute(USES.where(posts.c.style_ref.in_(style_refs)))
        return {row.style_ref: row.times for row in counted}

    async def any_in_feed(self) -> bool:
        """Is there a style of people that a post of the feed was made with?"""
        brought = select(posts.c.post_id).join(shared_styles, shared_styles.c.style_ref == posts.c.style_ref)
        return (await self.connection.execute(brought.where(*IN_FEED).limit(1))).first() is not None

    async def in_feed(self, offset: int, limit: int) -> list[tuple[SharedStyle, int]]:
        """The styles of people that posts of the feed were made with, the most used first, and how often each was."""
        counted = USES.subquery()
        most = SHARED.add_columns(counted.c.times).join(counted, counted.c.style_ref == shared_styles.c.style_ref)
        most = most.order_by(counted.c.times.desc(), shared_styles.c.style_ref).offset(offset).limit(limit)
        found = [dict(row._mapping) for row in await self.connection.execute(most)]
        return [(SharedStyle(**{k: v for k, v in one.items() if k != "times"}), one["times"]) for one in found]

    async def popular(self, limit: int) -> list[tuple[str, int]]:
        """The styles that most posts of the feed were made with, and how many."""
        most = USES.where(posts.c.style_ref.is_not(None)).order_by(TIMES.desc(), posts.c.style_ref).limit(limit)
        return [(row.style_ref, row.times) for row in await self.connection.execute(most)]
