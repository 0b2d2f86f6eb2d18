"""People and the accounts by which platforms know them. Knows identities; knows no platform by name."""

import uuid
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import forgetting, former
from storage.dialects import insert, now
from storage.errors import Missing
from storage.tables import identities, people, talks


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes to us, by whatever platforms. `name` is how they want to be called beside what they publish;
    `news`: whether they want to hear from the house."""

    person_id: str
    locale: str
    created_at: datetime
    name: str | None = None
    news: bool = True


@dataclass(frozen=True, slots=True)
class Identity:
    """An account of a person on a platform; `gone_at` is set while they do not want to hear from us. `since` is when it
    became theirs, None where that was not written down."""

    platform: str
    external_id: str
    gone_at: datetime | None
    since: datetime | None


PERSON = [people.c[field.name] for field in fields(Person)]
IDENTITY = [identities.c[field.name] for field in fields(Identity)]


@dataclass(frozen=True, slots=True)
class People:
    """Arriving, speaking a language, leaving, being forgotten."""

    connection: AsyncConnection

    async def arrive(self, platform: str, external_id: str, locale: str) -> Person:
        """The person behind this account; a stranger becomes one, who speaks `locale`."""
        known = await self.by_identity(platform, external_id)
        if known is not None:
            return known
        person_id = uuid.uuid4().hex
        await self.connection.execute(
            insert(self.connection, people).values(person_id=person_id, locale=locale, created_at=now())
        )
        statement = (
            insert(self.connection, identities)
            .values(platform=platform, external_id=external_id, person_id=person_id, since=now())
            .on_conflict_do_nothing()
            .returning(identities.c.person_id)
        )
        if (await self.connection.execute(statement)).scalar_one_or_none() is None:
            # Another process met them a moment ago: its person stays, ours was never seen.
            await self.connection.execute(delete(people).where(people.c.person_id == person_id))
        arrived = await self.by_identity(platform, external_id)
        assert arrived is not None
        return arrived

    async def by_identity(self, platform: str, external_id: str) -> Person | None:
        """Who is this account? None for a stranger."""
        statement = select(*PERSON).join(identities).where(*_account(platform, external_id))
        row = (await self.connection.execute(statement)).one_or_none()
        return Person(**row._mapping) if row else None

    async def get(self, person_id: str) -> Person:
        """The person with this id; raises Missing."""
        statement = select(*PERSON).where(people.c.person_id == person_id)
        row = (await self.connection.execute(statement)).one_or_none()
        if row is None:
            raise Missing("person", person_id)
        return Person(**row._mapping)

    async def known(self, person_id: str) -> bool:
        """Is this somebody, or was it until they joined another person?"""
        who = await former.present(self.connection, person_id)
        return (await self.connection.execute(select(literal(1)).where(people.c.person_id == who))).first() is not None

    async def newest(self, limit: int) -> list[Person]:
        """Who came last?"""
        statement = select(*PERSON).order_by(people.c.created_at.desc(), people.c.person_id).limit(limit)
        return [Person(**row._mapping) for row in await self.connection.execute(statement)]

    async def set_locale(self, person_id: str, locale: str) -> None:
        """From now on they speak `locale`."""
        await self.connection.execute(update(people).where(people.c.person_id == person_id).values(locale=locale))

    async def set_name(self, person_id: str, name: str | None) -> None:
        """Others read this beside what they publish; None: nothing."""
        await self.connection.execute(update(people).where(people.c.person_id == person_id).values(name=name))

    async def set_news(self, person_id: str, *, wanted: bool) -> None:
        """Whether letters to everybody go to them too."""
        await self.connection.execute(update(people).where(people.c.person_id == person_id).values(news=wanted))

    async def identities(self, person_id: str) -> list[Identity]:
        """By which accounts do we know them?"""
        statement = (
            select(*IDENTITY)
            .where(identities.c.person_id == person_id)
            .order_by(identities.c.platform, identities.c.external_id)
        )
        return [Identity(**row._mapping) for row in await self.connection.execute(statement)]

    async def gone(self, platform: str, external_id: str) -> None:
        """They blocked us or left: nothing is sent to this account until it is back."""
        statement = update(identities).where(*_account(platform, external_id), identities.c.gone_at.is_(None))
        await self.connection.execute(statement.values(gone_at=now()))

    async def back(self, platform: str, external_id: str) -> None:
        """They wrote to us again."""
        await self.connection.execute(update(identities).where(*_account(platform, external_id)).values(gone_at=None))

    async def forget(self, person_id: str) -> list[str]:
        """Delete every row about them but the money records, which name nobody; the blobs to delete are returned."""
        return await forgetting.forget(self.connection, person_id)

    async def owners(self, person_id: str) -> tuple[str, ...]:
        """With which ids do the keys of their blobs begin: their own, and those of all who have joined them."""
        return await former.owners(self.connection, person_id)

    async def home(self, person_id: str) -> Identity | None:
        """Where they talked to us alone last; None when they do not want to hear from us anywhere."""
        # The chat with a person alone has the id of their account on every platform that we speak.
        talk = (talks.c.platform == identities.c.platform, talks.c.chat == identities.c.external_id)
        last = select(func.max(talks.c.updated_at)).where(*talk).scalar_subquery()
        theirs = (identities.c.person_id == person_id, identities.c.gone_at.is_(None))
        newest = (last.is_(None), last.desc(), identities.c.platform, identities.c.external_id)
        statement = select(*IDENTITY).where(*theirs).order_by(*newest).limit(1)
        row = (await self.connection.execute(statement)).one_or_none()
        return Identity(**row._mapping) if row else None

    async def named(self, person_id: str) -> set[str]:
        """Which blobs of the person does anything name? None of a person who was forgotten; of one who has joined
        another, those of the other too."""
        return await forgetting.named(self.connection, person_id)


def _account(platform: str, external_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return identities.c.platform == platform, identities.c.external_id == external_id
