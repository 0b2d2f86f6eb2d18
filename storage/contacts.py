"""How to reach people outside the chat, sealed: whoever copies the database reads none of it. Knows no key."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.till_tables import contacts


@dataclass(frozen=True, slots=True)
class Contacts:
    """One sealed text for each person, gone with them."""

    connection: AsyncConnection

    async def get(self, person_id: str) -> str | None:
        """What is kept of them? None for most."""
        statement = select(contacts.c.sealed).where(contacts.c.person_id == person_id)
        return (await self.connection.execute(statement)).scalar_one_or_none()

    async def put(self, person_id: str, sealed: str) -> None:
        """Keep this from now on."""
        written = insert(self.connection, contacts).values(person_id=person_id, sealed=sealed, changed_at=now())
        await self.connection.execute(
            written.on_conflict_do_update(index_elements=["person_id"], set_={"sealed": sealed, "changed_at": now()})
        )
