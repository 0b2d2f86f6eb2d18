"""Sign-ins of those who run the service: links that open once, and the sessions that they open. Knows no token, only
the hash of each: whoever copies the database cannot sign in with it."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.till_tables import sign_ins


class SignInKind(StrEnum):
    """A link is used once; a session until it ends."""

    LINK = "link"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class SignIn:
    """A link or a session of `who`. `used_at`: the link was opened, or the session signed out."""

    kind: SignInKind
    who: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


ROW = [sign_ins.c[field.name] for field in fields(SignIn)]


@dataclass(frozen=True, slots=True)
class SignIns:
    """Made, used once, ended, pruned."""

    connection: AsyncConnection

    async def add(self, token_hash: str, kind: SignInKind, who: str, life_s: float) -> None:
        """From now on, and for so long, whoever has the token of this hash is `who`."""
        values = {"token_hash": token_hash, "kind": kind, "who": who, "created_at": now(), "expires_at": now(life_s)}
        await self.connection.execute(insert(self.connection, sign_ins).values(values))

    async def get(self, token_hash: str, kind: SignInKind) -> SignIn | None:
        """What is known of this token? None for one that we did not make."""
        row = (await self.connection.execute(select(*ROW).where(*_named(token_hash, kind)))).one_or_none()
        return SignIn(**{**row._mapping, "kind": SignInKind(row.kind)}) if row else None

    async def living(self, token_hash: str, kind: SignInKind) -> str | None:
        """Whose is this token? None for one that is over, or that was never ours."""
        statement = select(sign_ins.c.who).where(*_named(token_hash, kind), *_lives())
        who: str | None = (await self.connection.execute(statement)).scalar_one_or_none()
        return who

    async def use(self, token_hash: str, kind: SignInKind) -> str | None:
        """Use the token up and tell whose it was; None for everybody but the first, and after its time."""
        statement = update(sign_ins).where(*_named(token_hash, kind), *_lives()).values(used_at=now())
        used: str | None = (await self.connection.execute(statement.returning(sign_ins.c.who))).scalar_one_or_none()
        return used

    async def prune(self, older_than_s: float) -> None:
        """What was over so long ago goes."""
        await self.connection.execute(delete(sign_ins).where(sign_ins.c.expires_at < now(-older_than_s)))


def _named(token_hash: str, kind: SignInKind) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return sign_ins.c.token_hash == token_hash, sign_ins.c.kind == kind


def _lives() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return sign_ins.c.used_at.is_(None), sign_ins.c.expires_at > now()
