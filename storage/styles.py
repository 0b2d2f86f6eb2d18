"""Style pictures that people keep. Knows keys of blobs; knows no pixels."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.errors import Missing
from storage.forgetting import unneeded
from storage.tables import styles


@dataclass(frozen=True, slots=True)
class NewStyle:
    """A style picture as it is saved; the person may leave the title empty. `look_key` is what was learned from it,
    `style_ref` the name that the style has among everybody's; None in rows of an older release."""

    style_id: str
    person_id: str
    picture_key: str
    thumbnail_key: str
    title: str = ""
    look_key: str | None = None
    style_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """A style picture that somebody keeps; with a look any photo is painted in it at once."""

    style_id: str
    person_id: str
    picture_key: str
    thumbnail_key: str
    title: str
    look_key: str | None
    style_ref: str | None
    created_at: datetime


STYLE = [styles.c[field.name] for field in fields(Style)]


@dataclass(frozen=True, slots=True)
class Styles:
    """Keeping, naming, deleting. The styles of another person are Missing."""

    connection: AsyncConnection

    async def add(self, new: NewStyle) -> Style:
        """Keep a style picture; one that is kept already stays as it is."""
        values = {field.name: getattr(new, field.name) for field in fields(NewStyle)}
        statement = insert(self.connection, styles).values(**values, created_at=now())
        await self.connection.execute(statement.on_conflict_do_nothing())
        return await self.get(new.style_id, new.person_id)

    async def get(self, style_id: str, person_id: str) -> Style:
        """The person's style with this id; raises Missing."""
        row = (await self.connection.execute(select(*STYLE).where(*_theirs(style_id, person_id)))).one_or_none()
        if row is None:
            raise Missing("style", style_id)
        return Style(**row._mapping)

    async def of_person(self, person_id: str) -> list[Style]:
        """The person's styles, newest first."""
        statement = select(*STYLE).where(styles.c.person_id == person_id)
        newest = statement.order_by(styles.c.created_at.desc(), styles.c.style_id.desc())
        return [Style(**row._mapping) for row in await self.connection.execute(newest)]

    async def known(self, person_id: str, style_ref: str) -> Style | None:
        """The person's style of that name among everybody's; None when they have not saved it."""
        named = select(*STYLE).where(styles.c.person_id == person_id, styles.c.style_ref == style_ref)
        row = (await self.connection.execute(named.order_by(styles.c.created_at).limit(1))).one_or_none()
        return Style(**row._mapping) if row else None

    async def refer(self, style_id: str, person_id: str, style_ref: str) -> None:
        """It has this name among everybody's."""
        await self.connection.execute(update(styles).where(*_theirs(style_id, person_id)).values(style_ref=style_ref))

    async def rename(self, style_id: str, person_id: str, title: str) -> None:
        """Give it another title; raises Missing."""
        statement = update(styles).where(*_theirs(style_id, person_id)).values(title=title)
        if (await self.connection.execute(statement.returning(styles.c.style_id))).one_or_none() is None:
            raise Missing("style", style_id)

    async def learned(self, style_id: str, person_id: str, look_key: str) -> Style:
        """Paint with this look from now on; raises Missing."""
        statement = update(styles).where(*_theirs(style_id, person_id)).values(look_key=look_key).returning(*STYLE)
        row = (await self.connection.execute(statement)).one_or_none()
        if row is None:
            raise Missing("style", style_id)
        return Style(**row._mapping)

    async def delete(self, style_id: str, person_id: str) -> list[str]:
        """Delete the style; returns the blobs that nothing needs any more. Raises Missing."""
        style = await self.get(style_id, person_id)
        await self.connection.execute(delete(styles).where(*_theirs(style_id, person_id)))
        return await unneeded(self.connection, person_id, (style.picture_key, style.thumbnail_key, style.look_key))


def _theirs(style_id: str, person_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return styles.c.style_id == style_id, styles.c.person_id == person_id
