"""Who may not: publish in the feed, or use the service at all. Knows accounts as hashes only, so that a ban outlives
what we keep of a person, and no reason by name."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.feed_tables import bans


class BanScope(StrEnum):
    """FEED: they may paint, but neither publish nor like nor report. ALL: they are not served."""

    FEED = "feed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Ban:
    """`account` is a hash of a platform's account; `person_id` is None once the person was forgotten."""

    account: str
    person_id: str | None
    scope: BanScope
    reason: str
    who: str
    created_at: datetime


ROW = [bans.c[field.name] for field in fields(Ban)]


@dataclass(frozen=True, slots=True)
class Bans:
    """Banning, pardoning, asking."""

    connection: AsyncConnection

    async def add(self, account: str, person_id: str, scope: BanScope, reason: str, who: str) -> None:
        """Ban an account; a later ban replaces an earlier one."""
        values = {"account": account, "person_id": person_id, "scope": scope, "reason": reason, "who": who}
        made = insert(self.connection, bans).values(**values, created_at=now())
        again = made.on_conflict_do_update(index_elements=["account"], set_={**values, "created_at": now()})
        await self.connection.execute(again)

    async def lift(self, person_id: str, accounts: Collection[str] = ()) -> bool:
        """Pardon a person, and these accounts of theirs; False when neither was banned."""
        theirs = (bans.c.person_id == person_id) | bans.c.account.in_(accounts)
        return bool((await self.connection.execute(delete(bans).where(theirs).returning(bans.c.account))).all())

    async def of(self, person_id: str) -> BanScope | None:
        """What may this person not?"""
        scopes = set(
            (await self.connection.execute(select(bans.c.scope).where(bans.c.person_id == person_id))).scalars()
        )
        return next((scope for scope in (BanScope.ALL, BanScope.FEED) if scope in scopes), None)

    async def about(self, person_id: str) -> list[Ban]:
        """The bans of this person, an account each."""
        return await self._all(select(*ROW).where(bans.c.person_id == person_id))

    async def of_accounts(self, accounts: Collection[str]) -> list[Ban]:
        """The bans of these accounts."""
        return await self._all(select(*ROW).where(bans.c.account.in_(accounts)))

    async def newest(self, limit: int, offset: int = 0) -> list[Ban]:
        """Who was banned last?"""
        latest = select(*ROW).order_by(bans.c.created_at.desc(), bans.c.account)
        return await self._all(latest.limit(limit).offset(offset))

    async def returned(self, account: str, person_id: str) -> None:
        """A banned account that was forgotten is back as this person."""
        await self.connection.execute(update(bans).where(bans.c.account == account).values(person_id=person_id))

    async def _all(self, statement: Select[Any]) -> list[Ban]:
        rows = await self.connection.execute(statement)
        return [Ban(**{**row._mapping, "scope": BanScope(row.scope)}) for row in rows]


async def unname(connection: AsyncConnection, person_id: str) -> None:
    """The ban stays with the hash of the account; who that was is forgotten."""
    await connection.execute(update(bans).where(bans.c.person_id == person_id).values(person_id=None))
