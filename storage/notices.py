"""Notices: what a person is to be told without having asked, kept until they were. Knows no words and no platform."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.till_tables import notices


@dataclass(frozen=True, slots=True)
class NewNotice:
    """`kind` says which words, `said` what stands in them. `key` is the same when the same thing is told again."""

    key: str
    person_id: str
    platform: str
    chat: str
    kind: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that waits to be sent."""

    key: str
    person_id: str
    platform: str
    chat: str
    kind: str
    said: dict[str, Any]
    tries: int


ROW = [notices.c[field.name] for field in fields(Notice)]


@dataclass(frozen=True, slots=True)
class Notices:
    """Writing down, claiming, ticking off."""

    connection: AsyncConnection

    async def add(self, new: NewNotice) -> bool:
        """To be told when the transaction commits; False when it was asked for before."""
        values = {field.name: getattr(new, field.name) for field in fields(NewNotice)}
        values |= {"said": dict(new.said), "created_at": now()}
        statement = insert(self.connection, notices).values(values).on_conflict_do_nothing()
        return (await self.connection.execute(statement.returning(notices.c.key))).scalar_one_or_none() is not None

    async def waiting(self, platforms: Collection[str]) -> bool:
        """Is there anything to be said on these platforms now?"""
        found = select(notices.c.seq).where(*_free(platforms)).limit(1)
        return (await self.connection.execute(found)).first() is not None

    async def claim(self, platforms: Collection[str], lease_s: float, limit: int = 20) -> list[Notice]:
        """What is to be said on these platforms now; nobody else gets it while the lease holds."""
        waiting = _free(platforms)
        first = select(notices.c.seq).where(*waiting).order_by(notices.c.seq).limit(limit)
        statement = (
            update(notices)
            .where(notices.c.seq.in_(first.scalar_subquery()), *waiting)
            .values(leased_until=now(lease_s), tries=notices.c.tries + 1)
            .returning(notices.c.seq, *ROW)
        )
        rows = (await self.connection.execute(statement)).all()
        claimed = [row._asdict() for row in sorted(rows, key=lambda row: row.seq)]
        return [Notice(**{name: value for name, value in one.items() if name != "seq"}) for one in claimed]

    async def sent(self, key: str) -> None:
        """They know, or cannot be told."""
        await self.connection.execute(update(notices).where(notices.c.key == key).values(sent_at=now()))

    async def later(self, key: str, after_s: float) -> None:
        """Not now."""
        await self.connection.execute(update(notices).where(notices.c.key == key).values(leased_until=now(after_s)))

    async def prune(self, older_than_s: float) -> None:
        """What was told so long ago goes."""
        await self.connection.execute(delete(notices).where(notices.c.sent_at < now(-older_than_s)))


def _free(platforms: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    unleased = or_(notices.c.leased_until.is_(None), notices.c.leased_until < now())
    return notices.c.platform.in_(platforms), notices.c.sent_at.is_(None), unleased
