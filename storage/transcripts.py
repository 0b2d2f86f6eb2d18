"""Transcripts: the lines of the chats that we show ourselves. Knows no page and no message's meaning."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, lock
from storage.tables import transcripts

Author = Literal["person", "mazok"]


@dataclass(frozen=True, slots=True)
class Line:
    """A message: `seq` is its place in the chat, `edited_seq` its last change; both count the chat's changes."""

    chat: str
    message_id: str
    seq: int
    author: Author
    body: dict[str, Any]
    edited_seq: int


LINE = [transcripts.c[field.name] for field in fields(Line)]


@dataclass(frozen=True, slots=True)
class Transcripts:
    """Writing, editing and catching up."""

    connection: AsyncConnection

    async def put(self, chat: str, message_id: str, author: Author, body: Mapping[str, Any]) -> int:
        """Write a message, or another text of the same message; returns the number of this change."""
        await lock(self.connection, f"transcript:{chat}")
        last = select(func.max(transcripts.c.edited_seq)).where(transcripts.c.chat == chat)
        seq = ((await self.connection.execute(last)).scalar_one() or 0) + 1
        state = {"author": author, "body": dict(body), "edited_seq": seq}
        statement = insert(self.connection, transcripts).values(chat=chat, message_id=message_id, seq=seq, **state)
        await self.connection.execute(
            statement.on_conflict_do_update(index_elements=["chat", "message_id"], set_=state)
        )
        return seq

    async def since(self, chat: str, seq: int) -> list[Line]:
        """What was written or changed after the change `seq`, in the order of the chat?"""
        statement = select(*LINE).where(transcripts.c.chat == chat, transcripts.c.edited_seq > seq)
        return [Line(**row._mapping) for row in await self.connection.execute(statement.order_by(transcripts.c.seq))]

    async def get(self, chat: str, message_id: str) -> Line | None:
        """The message as it stands; None when it was never written."""
        statement = select(*LINE).where(transcripts.c.chat == chat, transcripts.c.message_id == message_id)
        row = (await self.connection.execute(statement)).one_or_none()
        return Line(**row._mapping) if row else None

    async def heads(self, chats: Collection[str]) -> dict[str, int]:
        """What is the last change of each of these chats? Those without a message are left out."""
        head = func.max(transcripts.c.edited_seq)
        statement = select(transcripts.c.chat, head).where(transcripts.c.chat.in_(chats)).group_by(transcripts.c.chat)
        return {row[0]: row[1] for row in await self.connection.execute(statement)}

    async def latest(self, chat: str, limit: int) -> list[Line]:
        """The last messages of a chat, in its order."""
        statement = select(*LINE).where(transcripts.c.chat == chat).order_by(transcripts.c.seq.desc()).limit(limit)
        return [Line(**row._mapping) for row in await self.connection.execute(statement)][::-1]
