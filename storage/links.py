"""Codes by which a person says on another platform who they are. Knows no code, only the hash of each: whoever copies
the database cannot use one."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.feed_tables import link_codes


@dataclass(frozen=True, slots=True)
class Link:
    """A code of `person_id`; `used_at` is when somebody has joined them by it."""

    person_id: str
    expires_at: datetime
    used_at: datetime | None


ROW = [link_codes.c[field.name] for field in fields(Link)]


@dataclass(frozen=True, slots=True)
class Links:
    """Given out, looked at, used once."""

    connection: AsyncConnection

    async def give(self, person_id: str, code_hash: str, life_s: float) -> None:
        """For so long, whoever has the code of this hash may join the person; codes that they had before are void."""
        await self.connection.execute(delete(link_codes).where(link_codes.c.person_id == person_id))
        values = {"code_hash": code_hash, "person_id": person_id, "created_at": now(), "expires_at": now(life_s)}
        await self.connection.execute(insert(self.connection, link_codes).values(values))

    async def get(self, code_hash: str) -> Link | None:
        """What is known of this code? None for one that was never given out, or is void."""
        statement = select(*ROW).where(link_codes.c.code_hash == code_hash)
        row = (await self.connection.execute(statement)).one_or_none()
        return Link(**row._mapping) if row else None

    async def use(self, code_hash: str) -> str | None:
        """Use the code up and tell whose it is; None for everybody but the first, and after its time."""
        good = (link_codes.c.code_hash == code_hash, link_codes.c.used_at.is_(None), link_codes.c.expires_at > now())
        used = update(link_codes).where(*good).values(used_at=now()).returning(link_codes.c.person_id)
        whose: str | None = (await self.connection.execute(used)).scalar_one_or_none()
        return whose
