"""Switches: what whoever runs the service turned on or off, for all running machines. Knows no switch by name."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.feed_tables import switches


@dataclass(frozen=True, slots=True)
class Switch:
    """How a switch stands: `who` set it last."""

    name: str
    value: dict[str, Any]
    who: str
    changed_at: datetime


ROW = [switches.c[field.name] for field in fields(Switch)]


@dataclass(frozen=True, slots=True)
class Switches:
    """Looking and setting."""

    connection: AsyncConnection

    async def get(self, name: str) -> Switch | None:
        """How does it stand? None: nobody has ever touched it."""
        row = (await self.connection.execute(select(*ROW).where(switches.c.name == name))).one_or_none()
        return Switch(**row._mapping) if row else None

    async def set(self, name: str, value: Mapping[str, Any], who: str) -> None:
        """From now on it stands so."""
        values = {"value": dict(value), "who": who, "changed_at": now()}
        made = insert(self.connection, switches).values(name=name, **values)
        await self.connection.execute(made.on_conflict_do_update(index_elements=["name"], set_=values))
