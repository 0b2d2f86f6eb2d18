"""The audit log: who of those who run the service did what about whom. Rows are added, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.till_tables import audit


@dataclass(frozen=True, slots=True)
class Act:
    """`who` did `act` to `subject` (an id); `detail` says with what."""

    at: datetime
    who: str
    act: str
    subject: str
    detail: dict[str, Any]


ROW = [audit.c[field.name] for field in fields(Act)]


@dataclass(frozen=True, slots=True)
class Audit:
    """Written in the transaction of the act itself: nothing is done that is not written down."""

    connection: AsyncConnection

    async def add(self, who: str, act: str, subject: str = "", detail: Mapping[str, Any] | None = None) -> None:
        values = {"at": now(), "who": who, "act": act, "subject": subject, "detail": dict(detail or {})}
        await self.connection.execute(insert(self.connection, audit).values(values))

    async def newest(self, limit: int, subject: str | None = None) -> list[Act]:
        """What was done last, to anybody or to one?"""
        statement = select(*ROW).order_by(audit.c.seq.desc()).limit(limit)
        if subject is not None:
            statement = statement.where(audit.c.subject == subject)
        return [Act(**row._mapping) for row in await self.connection.execute(statement)]
