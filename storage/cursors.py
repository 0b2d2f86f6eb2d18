"""Cursors: how far something has got in a list that is somebody else's. Knows no list."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.till_tables import cursors


@dataclass(frozen=True, slots=True)
class Cursors:
    """Read and moved."""

    connection: AsyncConnection

    async def get(self, name: str) -> str | None:
        """Where does it stand? None before its first move."""
        statement = select(cursors.c.value).where(cursors.c.name == name)
        return (await self.connection.execute(statement)).scalar_one_or_none()

    async def move(self, name: str, value: str) -> None:
        """It stands here now."""
        written = insert(self.connection, cursors).values(name=name, value=value, moved_at=now())
        await self.connection.execute(
            written.on_conflict_do_update(index_elements=["name"], set_={"value": value, "moved_at": now()})
        )
