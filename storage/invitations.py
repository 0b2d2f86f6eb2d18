"""Invitations: who came by whose link, and whether that was rewarded. Knows no reward, no link and no platform."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.till_tables import invitations, inviters
from storage.vouchers import fresh_code


@dataclass(frozen=True, slots=True)
class Invitation:
    """`person_id` came by the link of `inviter`; `client` is their account or address, hashed."""

    person_id: str
    inviter: str
    client: str | None
    invited_at: datetime


ROW = [invitations.c[name] for name in ("person_id", "inviter", "client", "invited_at")]


@dataclass(frozen=True, slots=True)
class Invitations:
    """Codes of those who invite, guests, rewards."""

    connection: AsyncConnection

    async def code_of(self, person_id: str) -> str:
        """By which somebody invites others: the same for good, and nobody's name can be told from it."""
        made = insert(self.connection, inviters).values(person_id=person_id, code=fresh_code())
        await self.connection.execute(made.on_conflict_do_nothing(index_elements=["person_id"]))
        code: str = (
            await self.connection.execute(select(inviters.c.code).where(inviters.c.person_id == person_id))
        ).scalar_one()
        return code

    async def inviter(self, code: str) -> str | None:
        """Whose code is this?"""
        statement = select(inviters.c.person_id).where(inviters.c.code == code)
        return (await self.connection.execute(statement)).scalar_one_or_none()

    async def note(self, person_id: str, inviter: str, client: str | None) -> bool:
        """They came by this link; False when they had come before."""
        values = {"person_id": person_id, "inviter": inviter, "client": client, "invited_at": now()}
        statement = insert(self.connection, invitations).values(values).on_conflict_do_nothing()
        noted = await self.connection.execute(statement.returning(invitations.c.person_id))
        return noted.scalar_one_or_none() is not None

    async def reward(self, person_id: str) -> Invitation | None:
        """The invitation of this guest, for the one who asks first; None also for who came by themselves."""
        statement = (
            update(invitations)
            .where(invitations.c.person_id == person_id, invitations.c.rewarded_at.is_(None))
            .values(rewarded_at=now())
            .returning(*ROW)
        )
        row = (await self.connection.execute(statement)).one_or_none()
        return Invitation(**row._mapping) if row else None

    async def guests(self, inviter: str) -> tuple[int, int]:
        """How many came by this link, and how many of them have had a painting?"""
        counted = select(func.count(), func.count(invitations.c.rewarded_at)).where(invitations.c.inviter == inviter)
        came, painted = (await self.connection.execute(counted)).one()
        return came, painted
