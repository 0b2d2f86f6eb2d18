"""Prints: canvases that were ordered, and their way from the order to the door. Knows no price, no picture and no key.

A row outlives the person, as its purchase does; the address and the name of the picture go when they are not needed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.errors import Missing
from storage.tables import people
from storage.till_tables import print_moves, prints


class PrintState(StrEnum):
    """ordered (not paid yet) -> paid -> in production -> sent -> delivered; the money of a returned or cancelled one
    goes back."""

    ORDERED = "ordered"
    PAID = "paid"
    IN_PRODUCTION = "in_production"
    SENT = "sent"
    DELIVERED = "delivered"
    RETURNED = "returned"
    CANCELED = "canceled"

    @property
    def before(self) -> tuple["PrintState", ...]:
        """From which states one comes to this one."""
        return BEFORE[self]


BEFORE = {
    PrintState.ORDERED: (),
    PrintState.PAID: (PrintState.ORDERED,),
    PrintState.IN_PRODUCTION: (PrintState.PAID,),
    PrintState.SENT: (PrintState.IN_PRODUCTION, PrintState.SENT),  # sent again, or with another track number
    PrintState.DELIVERED: (PrintState.SENT,),
    PrintState.RETURNED: (PrintState.SENT, PrintState.DELIVERED),
    PrintState.CANCELED: (PrintState.ORDERED, PrintState.PAID, PrintState.IN_PRODUCTION),
}
ENDED = (PrintState.DELIVERED, PrintState.RETURNED, PrintState.CANCELED)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPrint:
    """A canvas that is wanted: `size` is its name in the catalogue, `crop` which part of the picture and how large,
    `picture_key` a copy that nobody else names, `address` sealed."""

    purchase_id: str
    person_id: str
    work_id: str
    size: str
    crop: Mapping[str, Any]
    picture_key: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A canvas as it stands; without `picture_key` and `address` when they are not needed any more."""

    purchase_id: str
    person_id: str
    work_id: str
    size: str
    crop: dict[str, Any]
    picture_key: str
    address: str | None
    state: PrintState
    track: str | None
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class PrintMove:
    """When it came into a state, and what was noted then."""

    state: PrintState
    note: str
    moved_at: datetime


ROW = [prints.c[field.name] for field in fields(Print)]
MOVE = [print_moves.c[field.name] for field in fields(PrintMove)]


@dataclass(frozen=True, slots=True)
class Prints:
    """Ordering, moving, tidying up."""

    connection: AsyncConnection

    async def add(self, new: NewPrint) -> None:
        """Wanted, and not paid yet; one that is known stays as it is."""
        values = {field.name: getattr(new, field.name) for field in fields(NewPrint)}
        values |= {"crop": dict(new.crop), "state": PrintState.ORDERED, "moved_at": now()}
        statement = insert(self.connection, prints).values(values).on_conflict_do_nothing()
        added = await self.connection.execute(statement.returning(prints.c.purchase_id))
        if added.scalar_one_or_none() is not None:
            await self._note(new.purchase_id, PrintState.ORDERED, "")

    async def get(self, purchase_id: str) -> Print:
        """The print of this purchase; raises Missing."""
        found = await self._list(prints.c.purchase_id == purchase_id)
        if not found:
            raise Missing("print", purchase_id)
        return found[0]

    async def of_person(self, person_id: str) -> list[Print]:
        """What somebody ordered, what moved last first."""
        return await self._list(prints.c.person_id == person_id)

    async def in_state(self, state: PrintState | None, limit: int) -> list[Print]:
        """Which stand so (None: any), what moved last first?"""
        return await self._list(prints.c.state == state if state else None, limit)

    async def move(self, purchase_id: str, state: PrintState, note: str = "", track: str | None = None) -> bool:
        """On to this state; False when there is no way from where it is."""
        return await self._move(purchase_id, state, state.before, note, {"track": track} if track else {})

    async def withdraw(self, purchase_id: str) -> bool:
        """The person does not want it any more; False when it is too late, or over."""
        return await self._move(purchase_id, PrintState.CANCELED, (PrintState.ORDERED, PrintState.PAID), "", {})

    async def moves(self, purchase_id: str) -> list[PrintMove]:
        """Its way until now, from the order on."""
        statement = select(*MOVE).where(print_moves.c.purchase_id == purchase_id).order_by(print_moves.c.seq)
        rows = await self.connection.execute(statement)
        return [PrintMove(PrintState(row.state), row.note, row.moved_at) for row in rows]

    async def give_up(self, older_than_s: float) -> list[str]:
        """What was ordered so long ago and never paid is cancelled; returns the ids of the purchases."""
        return await self._give_up(prints.c.moved_at < now(-older_than_s))

    async def over(self, older_than_s: float) -> list[Print]:
        """Whose picture and address are kept for nothing: it ended so long ago, or the person was forgotten since."""
        nobodys = prints.c.person_id.not_in(select(people.c.person_id))
        long_ago = or_(prints.c.moved_at < now(-older_than_s), nobodys)
        kept = or_(prints.c.picture_key != "", prints.c.address.is_not(None))
        return await self._list(prints.c.state.in_(ENDED) & kept & long_ago)

    async def clear(self, purchase_id: str) -> None:
        """Picture and address of an ended one are gone."""
        ended = (prints.c.purchase_id == purchase_id, prints.c.state.in_(ENDED))
        await self.connection.execute(update(prints).where(*ended).values(picture_key="", address=None))

    async def forget(self, person_id: str) -> list[str]:
        """What nobody has paid is cancelled, what has ended is cleared; what is paid is still made, and cleared then.
        Returns the keys of the pictures that nothing needs any more."""
        await self._give_up(prints.c.person_id == person_id)
        ended = await self._list((prints.c.person_id == person_id) & prints.c.state.in_(ENDED))
        for one in ended:
            await self.clear(one.purchase_id)
        return [one.picture_key for one in ended if one.picture_key]

    async def _give_up(self, where: ColumnElement[bool]) -> list[str]:
        statement = update(prints).where(where, prints.c.state == PrintState.ORDERED)
        canceled = statement.values(state=PrintState.CANCELED, moved_at=now()).returning(prints.c.purchase_id)
        ids = list((await self.connection.execute(canceled)).scalars())
        for purchase_id in ids:
            await self._note(purchase_id, PrintState.CANCELED, "")
        return ids

    async def _move(
        self, purchase_id: str, state: PrintState, before: Sequence[PrintState], note: str, values: Mapping[str, Any]
    ) -> bool:
        allowed = (prints.c.purchase_id == purchase_id, prints.c.state.in_(before))
        moved = update(prints).where(*allowed).values(state=state, moved_at=now(), **values)
        if (await self.connection.execute(moved.returning(prints.c.purchase_id))).scalar_one_or_none() is None:
            return False
        await self._note(purchase_id, state, note)
        return True

    async def _note(self, purchase_id: str, state: PrintState, note: str) -> None:
        values = {"purchase_id": purchase_id, "state": state, "note": note, "moved_at": now()}
        await self.connection.execute(insert(self.connection, print_moves).values(values))

    async def _list(self, where: ColumnElement[bool] | None, limit: int | None = None) -> list[Print]:
        statement = select(*ROW).order_by(prints.c.moved_at.desc(), prints.c.purchase_id).limit(limit)
        rows = await self.connection.execute(statement if where is None else statement.where(where))
        return [Print(**{**row._mapping, "state": PrintState(row.state)}) for row in rows]
