"""The house's own examples in the feed, beside what people have published. Knows no picture and no effect."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.feed_tables import posts
from storage.posts import HOUSE, IN_FEED


@dataclass(frozen=True, slots=True)
class Examples:
    """Counting and finding; they are added and deleted as other posts are."""

    connection: AsyncConnection

    async def in_feed(self, most: int) -> int:
        """How many posts the feed has, theirs and people's; counted no further than `most`."""
        return await self._count(most)

    async def of_people(self, most: int) -> int:
        """How many of them are people's?"""
        return await self._count(most, posts.c.person_id != HOUSE)

    async def made(self) -> set[str]:
        """Which were made, in whatever state? What a moderator refused is not made again."""
        return set((await self.connection.execute(select(posts.c.post_id).where(posts.c.person_id == HOUSE))).scalars())

    async def oldest(self) -> str | None:
        """Which stands in the feed for the longest time?"""
        shown = select(posts.c.post_id).where(posts.c.person_id == HOUSE, *IN_FEED)
        first = shown.order_by(posts.c.shown_at, posts.c.post_id).limit(1)
        return (await self.connection.execute(first)).scalar_one_or_none()

    async def _count(self, most: int, *which: ColumnElement[bool]) -> int:
        some = select(posts.c.post_id).where(*IN_FEED, *which).limit(most).subquery()
        return (await self.connection.execute(select(func.count()).select_from(some))).scalar_one()
