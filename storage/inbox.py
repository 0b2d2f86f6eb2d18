"""The inbox: updates of platforms, written down before they are confirmed, handled in order per chat.

Knows whose turn it is; knows no update's meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, lock, now
from storage.tables import inbox


@dataclass(frozen=True, slots=True)
class Update:
    """An update as the platform sent it. `tries` counts how often it was taken up, this time included."""

    seq: int
    platform: str
    update_id: str
    chat: str
    payload: dict[str, Any]
    tries: int


UPDATE = [inbox.c[field.name] for field in fields(Update)]
UNHANDLED = inbox.c.handled_at.is_(None)


@dataclass(frozen=True, slots=True)
class Inbox:
    """Writing down, taking up, having handled."""

    connection: AsyncConnection

    async def write(
        self, platform: str, update_id: str, chat: str, payload: Mapping[str, Any], *, author: str = ""
    ) -> bool:
        """Keep an update; False when it is known. `author` is the sender's account, by which it can be forgotten."""
        statement = (
            insert(self.connection, inbox)
            .values(platform=platform, update_id=update_id, chat=chat, author=author, payload=dict(payload))
            .values(written_at=now())
            .on_conflict_do_nothing()
            .returning(inbox.c.seq)
        )
        return (await self.connection.execute(statement)).scalar_one_or_none() is not None

    async def pending(self, platform: str, owner: str, lease_s: float, *, limit: int = 100) -> list[Update]:
        """Take up the oldest updates that wait, in order. A chat in which another owner has leased any is left out, so
        one chat is never handled in two places; an owner gets what is new in the chats it holds, to put it behind."""
        await lock(self.connection, f"inbox:{platform}")
        # Aliases, or SQLAlchemy takes the inner tables for the outer one.
        held, waiting = inbox.alias("held"), inbox.alias("waiting")
        leased = (held.c.platform == platform, held.c.handled_at.is_(None), held.c.leased_until > now())
        free = (
            select(waiting.c.seq)
            .where(waiting.c.platform == platform, waiting.c.handled_at.is_(None))
            .where(waiting.c.seq.not_in(select(held.c.seq).where(*leased)))
            .where(waiting.c.chat.not_in(select(held.c.chat).where(*leased, held.c.owner != owner)))
            .order_by(waiting.c.seq)
            .limit(limit)
        )
        statement = (
            update(inbox)
            .where(inbox.c.seq.in_(free))
            .values(owner=owner, leased_until=now(lease_s), tries=inbox.c.tries + 1)
            .returning(*UPDATE)
        )
        taken = [Update(**row._mapping) for row in await self.connection.execute(statement)]
        return sorted(taken, key=lambda update: update.seq)

    async def keep(self, platform: str, owner: str, lease_s: float) -> None:
        """The owner is still at it: its leases begin anew."""
        await self.connection.execute(self._of(platform, owner).values(leased_until=now(lease_s)))

    async def let_go(self, platform: str, owner: str) -> None:
        """The owner stops: what it has not handled waits for others, at once."""
        await self.connection.execute(self._of(platform, owner).values(owner=None, leased_until=None))

    async def handled(self, platform: str, update_id: str) -> None:
        """It is done: what it said is wiped, its id stays so that a repeated one is known."""
        statement = update(inbox).where(inbox.c.platform == platform, inbox.c.update_id == update_id, UNHANDLED)
        done = {"handled_at": now(), "payload": {}, "author": "", "owner": None, "leased_until": None}
        await self.connection.execute(statement.values(done))

    async def waiting(self, platform: str) -> int:
        """How many updates are not handled?"""
        statement = select(func.count()).select_from(inbox).where(inbox.c.platform == platform, UNHANDLED)
        return (await self.connection.execute(statement)).scalar_one()

    async def prune(self, older_than: timedelta) -> int:
        """Forget the ids of updates handled so long ago that no platform repeats them; returns how many."""
        statement = delete(inbox).where(inbox.c.handled_at < now(-older_than.total_seconds()))
        return len((await self.connection.execute(statement.returning(inbox.c.seq))).all())

    def _of(self, platform: str, owner: str) -> Any:
        return update(inbox).where(inbox.c.platform == platform, inbox.c.owner == owner, UNHANDLED)
