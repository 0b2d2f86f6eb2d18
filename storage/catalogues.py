"""The prices that the owner set while everything runs: the newest are in force. Knows no price."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.till_tables import catalogues


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """A catalogue as its TOML; an empty one sends every machine back to its own file."""

    version: int
    text: str
    author: str
    created_at: datetime


ROW = [catalogues.c[field.name] for field in fields(CatalogueRow)]


@dataclass(frozen=True, slots=True)
class Catalogues:
    """Set, looked up, never changed."""

    connection: AsyncConnection

    async def add(self, text: str, author: str) -> int:
        """From now on these hold; returns their version."""
        statement = insert(self.connection, catalogues).values(text=text, author=author, created_at=now())
        version: int = (await self.connection.execute(statement.returning(catalogues.c.version))).scalar_one()
        return version

    async def newest(self) -> CatalogueRow | None:
        """Which are in force? None when none were ever set."""
        row = (await self.connection.execute(select(*ROW).order_by(catalogues.c.version.desc()).limit(1))).one_or_none()
        return CatalogueRow(**row._mapping) if row else None

    async def history(self, limit: int) -> list[CatalogueRow]:
        """Who set what, the latest first?"""
        statement = select(*ROW).order_by(catalogues.c.version.desc()).limit(limit)
        return [CatalogueRow(**row._mapping) for row in await self.connection.execute(statement)]
