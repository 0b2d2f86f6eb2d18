"""Purchases: what somebody was offered at which price, and whether it was paid. Knows no till and no prices.

A purchase is written down before the person can pay, with the price they are shown; that one holds until it expires.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, lock, now
from storage.errors import Missing
from storage.till_tables import purchases


class PurchaseState(StrEnum):
    """open -> paid -> refunded; an open one may also expire or be cancelled, and still be paid afterwards."""

    OPEN = "open"
    EXPIRED = "expired"
    CANCELED = "canceled"
    PAID = "paid"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPurchase:
    """What somebody wants to buy. `kind` names the goods, `item` says which; `price` is in the smallest unit of
    `currency`. `platform` and `chat` are where they are told how it went on."""

    purchase_id: str
    person_id: str
    platform: str
    chat: str
    kind: str
    item: Mapping[str, Any]
    till: str
    currency: str
    price: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """A purchase as it stands. `external_id` is what the till calls it, `link` where it is paid."""

    purchase_id: str
    person_id: str
    platform: str
    chat: str
    kind: str
    item: dict[str, Any]
    till: str
    currency: str
    price: int
    state: PurchaseState
    external_id: str | None
    link: str | None
    created_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    closed_at: datetime | None


ROW = [purchases.c[field.name] for field in fields(Purchase)]
UNPAID = purchases.c.paid_at.is_(None)


@dataclass(frozen=True, slots=True)
class Purchases:
    """Offering, paying, expiring, refunding."""

    connection: AsyncConnection

    async def add(self, new: NewPurchase, holds_s: float) -> Purchase:
        """Offer it for so long; an id that is known is the purchase that it was."""
        values = {field.name: getattr(new, field.name) for field in fields(NewPurchase)}
        values |= {"item": dict(new.item), "state": PurchaseState.OPEN}
        values |= {"created_at": now(), "expires_at": now(holds_s)}
        await self.connection.execute(insert(self.connection, purchases).values(values).on_conflict_do_nothing())
        return await self.get(new.purchase_id)

    async def get(self, purchase_id: str) -> Purchase:
        """The purchase with this id; raises Missing."""
        return await self._one(purchases.c.purchase_id == purchase_id, purchase_id)

    async def by_external(self, till: str, external_id: str) -> Purchase:
        """The purchase that a till knows by this id; raises Missing."""
        return await self._one((purchases.c.till == till) & (purchases.c.external_id == external_id), external_id)

    async def _one(self, where: Any, name: str) -> Purchase:
        row = (await self.connection.execute(select(*ROW).where(where))).one_or_none()
        if row is None:
            raise Missing("purchase", name)
        return to_purchase(row)

    async def of_person(self, person_id: str, limit: int) -> list[Purchase]:
        """What has somebody bought, or wanted to? The newest first."""
        return await self._list(purchases.c.person_id == person_id, limit)

    async def in_state(self, state: PurchaseState, limit: int) -> list[Purchase]:
        """The newest purchases that stand so."""
        return await self._list(purchases.c.state == state, limit)

    async def unpaid_of(self, person_id: str, kind: str, within_s: float) -> int:
        """How many of a kind has somebody begun not longer ago, and neither paid nor given up? Until the
        transaction ends nobody else who asks that begins another."""
        await lock(self.connection, f"unpaid:{person_id}:{kind}")
        wanted = UNPAID & (purchases.c.state != PurchaseState.CANCELED)
        theirs = (purchases.c.person_id == person_id, purchases.c.kind == kind, wanted)
        statement = select(func.count()).where(*theirs, purchases.c.created_at >= now(-within_s))
        return (await self.connection.execute(statement)).scalar_one()

    async def waiting(self, till: str, within_s: float) -> list[Purchase]:
        """Which were begun at this till not longer ago, and are not paid as far as we know?"""
        where = (purchases.c.till == till) & UNPAID & (purchases.c.created_at >= now(-within_s))
        return await self._list(where, None)

    async def set_link(self, purchase_id: str, link: str, external_id: str | None) -> None:
        """Where it is paid, and what the till calls it."""
        await self._set(purchase_id, link=link, external_id=external_id)

    async def pay(self, purchase_id: str) -> bool:
        """It is paid, late or not; False when it was before."""
        statement = (
            update(purchases)
            .where(purchases.c.purchase_id == purchase_id, UNPAID)
            .values(state=PurchaseState.PAID, paid_at=now())
            .returning(purchases.c.purchase_id)
        )
        return (await self.connection.execute(statement)).scalar_one_or_none() is not None

    async def refund(self, purchase_id: str) -> None:
        """The money went back."""
        await self._set(purchase_id, state=PurchaseState.REFUNDED, closed_at=now())

    async def cancel(self, purchase_id: str) -> bool:
        """Nobody wants to pay it any more; False when it was paid or closed."""
        statement = (
            update(purchases)
            .where(purchases.c.purchase_id == purchase_id, purchases.c.state == PurchaseState.OPEN)
            .values(state=PurchaseState.CANCELED, closed_at=now())
            .returning(purchases.c.purchase_id)
        )
        return (await self.connection.execute(statement)).scalar_one_or_none() is not None

    async def expire(self) -> list[str]:
        """Offers whose time is over expire; returns their ids."""
        over = (purchases.c.state == PurchaseState.OPEN) & (purchases.c.expires_at < now())
        statement = update(purchases).where(over).values(state=PurchaseState.EXPIRED, closed_at=now())
        return list((await self.connection.execute(statement.returning(purchases.c.purchase_id))).scalars())

    async def _set(self, purchase_id: str, **values: Any) -> None:
        await self.connection.execute(update(purchases).where(purchases.c.purchase_id == purchase_id).values(**values))

    async def _list(self, where: Any, limit: int | None) -> list[Purchase]:
        statement = select(*ROW).where(where).order_by(purchases.c.created_at.desc(), purchases.c.purchase_id)
        return [to_purchase(row) for row in await self.connection.execute(statement.limit(limit))]


def to_purchase(row: Any) -> Purchase:
    """A row as a record."""
    return Purchase(**{**row._mapping, "state": PurchaseState(row.state)})
