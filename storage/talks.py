"""Talks: where a conversation stands, so that it survives a restart. Knows no scene by name."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.tables import talks


@dataclass(frozen=True, slots=True)
class Talk:
    """One person in one chat: the scene they are in and what it has to remember. `updated_at` is set when loaded."""

    platform: str
    chat: str
    person_id: str
    scene: str
    data: dict[str, Any] = field(default_factory=dict)
    updated_at: datetime | None = None


TALK = [talks.c[f.name] for f in fields(Talk)]


@dataclass(frozen=True, slots=True)
class Talks:
    """Loading and saving."""

    connection: AsyncConnection

    async def load(self, platform: str, chat: str, person_id: str) -> Talk | None:
        """Where were we? None at the beginning."""
        statement = select(*TALK).where(
            talks.c.platform == platform, talks.c.chat == chat, talks.c.person_id == person_id
        )
        row = (await self.connection.execute(statement)).one_or_none()
        return Talk(**row._mapping) if row else None

    async def save(self, talk: Talk) -> None:
        """Here we are."""
        key = {"platform": talk.platform, "chat": talk.chat, "person_id": talk.person_id}
        state = {"scene": talk.scene, "data": talk.data, "updated_at": now()}
        statement = insert(self.connection, talks).values(**key, **state)
        await self.connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=state))
