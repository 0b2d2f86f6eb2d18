"""Refusals: what a moderator refused stays refused for that painting when its post is gone. Knows no reason by name.

The same picture is known again by its fingerprint, though it was painted anew.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, delete, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import Missing
from storage.feed_tables import posts, refusals
from storage.withdrawal import REFUSED


@dataclass(frozen=True, slots=True)
class Refusal:
    """A post that was refused, and that its owner has deleted at `created_at`."""

    post_id: str
    person_id: str
    work_id: str
    reason: str
    created_at: datetime


ROW = [refusals.c[field.name] for field in fields(Refusal)]


@dataclass(frozen=True, slots=True)
class Refusals:
    """They are written where posts go: storage.withdrawal."""

    connection: AsyncConnection

    async def of(self, person_id: str, work_id: str, fingerprint: str | None = None) -> str | None:
        """Why was this painting of the person refused, or another one of theirs that is the same picture, whether its
        post is still there or not? None where it was not; empty where no reason was given."""
        there = _same(posts, person_id, work_id, fingerprint).where(posts.c.state == REFUSED)
        either = union_all(there, _same(refusals, person_id, work_id, fingerprint)).limit(1)
        reason: str | None = (await self.connection.execute(either)).scalar_one_or_none()
        return reason

    async def of_person(self, person_id: str) -> list[Refusal]:
        """The newest first."""
        theirs = select(*ROW).where(refusals.c.person_id == person_id)
        newest = theirs.order_by(refusals.c.created_at.desc(), refusals.c.post_id)
        return [Refusal(**row._mapping) for row in await self.connection.execute(newest)]

    async def counts(self, person_ids: Collection[str]) -> dict[str, int]:
        """How many has each of these people? Those without any are left out."""
        theirs = select(refusals.c.person_id, func.count()).where(refusals.c.person_id.in_(person_ids))
        found = await self.connection.execute(theirs.group_by(refusals.c.person_id))
        return {row[0]: row[1] for row in found}

    async def pardon(self, post_id: str) -> Refusal:
        """The painting may be published anew; raises Missing."""
        gone = delete(refusals).where(refusals.c.post_id == post_id).returning(*ROW)
        row = (await self.connection.execute(gone)).one_or_none()
        if row is None:
            raise Missing("refusal", post_id)
        return Refusal(**row._mapping)


def _same(table: Table, person_id: str, work_id: str, fingerprint: str | None) -> Select[Any]:
    painting = [table.c.work_id == work_id, *([table.c.fingerprint == fingerprint] if fingerprint else [])]
    return select(func.coalesce(table.c.reason, "")).where(table.c.person_id == person_id, or_(*painting))
