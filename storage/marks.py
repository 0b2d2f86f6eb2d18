"""What people say of posts: that they like one, that one should not be there. Knows no page."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.feed_tables import likes, posts, reports


@dataclass(frozen=True, slots=True)
class ReportRow:
    """Somebody says that a post should not be there, and why."""

    person_id: str
    reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Marks:
    """Each person likes a post once and reports it once; counts go with the rows, in one transaction."""

    connection: AsyncConnection

    async def like(self, post_id: str, person_id: str, client: str | None = None) -> bool:
        """They like it; False when they did already. `client` is by whom they come, hashed."""
        row = {"post_id": post_id, "person_id": person_id, "client": client, "created_at": now()}
        made = insert(self.connection, likes).values(row).on_conflict_do_nothing().returning(likes.c.post_id)
        new = (await self.connection.execute(made)).one_or_none() is not None
        if new:
            await self._count(post_id, 1)
        return new

    async def unlike(self, post_id: str, person_id: str) -> bool:
        """They do not any more; False when they did not."""
        theirs = delete(likes).where(likes.c.post_id == post_id, likes.c.person_id == person_id)
        gone = (await self.connection.execute(theirs.returning(likes.c.post_id))).one_or_none() is not None
        if gone:
            await self._count(post_id, -1)
        return gone

    async def liked(self, person_id: str, post_ids: list[str]) -> set[str]:
        """Which of these posts do they like?"""
        theirs = select(likes.c.post_id).where(likes.c.person_id == person_id, likes.c.post_id.in_(post_ids))
        return set((await self.connection.execute(theirs)).scalars())

    async def likes_by(self, post_id: str, client: str) -> int:
        """How many likes of the post came by one address or account?"""
        statement = select(func.count()).where(likes.c.post_id == post_id, likes.c.client == client)
        return (await self.connection.execute(statement)).scalar_one()

    async def report(self, post_id: str, person_id: str, reason: str, client: str | None = None) -> int:
        """They say that it should not be there; returns how many have said so since somebody last decided. `client` is
        by whom they come, hashed: those who come by the same count once."""
        heard = await self._reported_by(post_id, client) if client else False
        row = {"post_id": post_id, "person_id": person_id, "reason": reason, "client": client, "created_at": now()}
        made = insert(self.connection, reports).values(row).on_conflict_do_nothing().returning(reports.c.post_id)
        new = (await self.connection.execute(made)).one_or_none() is not None
        counted = (
            update(posts).where(posts.c.post_id == post_id).values(reports=posts.c.reports + int(new and not heard))
        )
        so_many: int = (await self.connection.execute(counted.returning(posts.c.reports))).scalar_one()
        return so_many

    async def reports(self, post_id: str) -> list[ReportRow]:
        """Who said so, the newest first?"""
        rows = select(reports.c.person_id, reports.c.reason, reports.c.created_at).where(reports.c.post_id == post_id)
        found = await self.connection.execute(rows.order_by(reports.c.created_at.desc()))
        return [ReportRow(**row._mapping) for row in found]

    async def _reported_by(self, post_id: str, client: str) -> bool:
        theirs = select(func.count()).where(reports.c.post_id == post_id, reports.c.client == client)
        return bool((await self.connection.execute(theirs)).scalar_one())

    async def _count(self, post_id: str, more: int) -> None:
        counted = update(posts).where(posts.c.post_id == post_id).values(likes=posts.c.likes + more)
        await self.connection.execute(counted)
