"""Payments: money that a till reported, each charge once, and the way of its refund. Knows no goods.

A refund is asked for, then tried until the till has done it: the outbox is the rows whose state is REFUNDING.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.errors import Missing
from storage.till_tables import payments, purchases


class PaymentState(StrEnum):
    """credited -> refunding -> refunded; held ones wait for the owner to credit or refund them."""

    CREDITED = "credited"
    HELD = "held"
    REFUNDING = "refunding"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPayment:
    """What a till reports. `purchase_id` is what the payment says it is for; `amount` is in the smallest unit of
    `currency`; `recurring` is a renewal that nobody pressed a button for; `payer` is the account that paid, where the
    till asks for it when money goes back."""

    till: str
    charge_id: str
    purchase_id: str | None
    person_id: str | None
    currency: str
    amount: int
    paid_at: datetime
    recurring: bool = False
    payer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A payment as it stands. `why` tells why it is held or goes back; `short` are the units that were spent before
    they could be taken back."""

    till: str
    charge_id: str
    purchase_id: str | None
    person_id: str | None
    currency: str
    amount: int
    state: PaymentState
    why: str | None
    recurring: bool
    payer: str | None
    paid_at: datetime
    noted_at: datetime
    refund_id: str | None
    refund_asked_at: datetime | None
    refund_tries: int
    refunded_at: datetime | None
    short: int


ROW = [payments.c[field.name] for field in fields(Payment)]


@dataclass(frozen=True, slots=True)
class Payments:
    """Noting, holding, refunding."""

    connection: AsyncConnection

    async def note(self, new: NewPayment, state: PaymentState, why: str | None = None) -> bool:
        """Write a charge down; False when it is known."""
        values = {field.name: getattr(new, field.name) for field in fields(NewPayment)}
        values |= {"state": state, "why": why, "noted_at": now()}
        statement = insert(self.connection, payments).values(values).on_conflict_do_nothing()
        noted = await self.connection.execute(statement.returning(payments.c.charge_id))
        return noted.scalar_one_or_none() is not None

    async def get(self, till: str, charge_id: str) -> Payment:
        """The payment of this charge; raises Missing."""
        row = (await self.connection.execute(select(*ROW).where(*_charge(till, charge_id)))).one_or_none()
        if row is None:
            raise Missing("payment", f"{till}:{charge_id}")
        return to_payment(row)

    async def known(self, till: str, charge_id: str) -> bool:
        """Is this charge written down?"""
        found = select(payments.c.charge_id).where(*_charge(till, charge_id))
        return (await self.connection.execute(found)).first() is not None

    async def of_purchase(self, purchase_id: str) -> list[Payment]:
        """Everything that was paid for a purchase, in order."""
        statement = select(*ROW).where(payments.c.purchase_id == purchase_id)
        return await self._list(statement.order_by(payments.c.paid_at, payments.c.charge_id))

    async def of_person(self, person_id: str, limit: int) -> list[Payment]:
        """What was paid for the purchases of somebody, the newest first?"""
        theirs = purchases.c.person_id == person_id
        statement = select(*ROW).join(purchases, purchases.c.purchase_id == payments.c.purchase_id).where(theirs)
        return await self._list(statement.order_by(payments.c.paid_at.desc(), payments.c.charge_id).limit(limit))

    async def in_state(self, state: PaymentState, limit: int) -> list[Payment]:
        """The newest payments that stand so."""
        statement = select(*ROW).where(payments.c.state == state).order_by(payments.c.noted_at.desc())
        return await self._list(statement.limit(limit))

    async def move(self, payment: Payment, state: PaymentState, why: str | None = None) -> bool:
        """From the state that it is known in to another; False when somebody else moved it."""
        return await self._change(payment, state=state, why=why)

    async def ask_refund(self, payment: Payment, why: str, short: int = 0) -> bool:
        """It is to go back, whatever it takes; False when somebody else decided about it before."""
        asked = {"refund_asked_at": now(), "refund_due_at": now()}
        return await self._change(payment, state=PaymentState.REFUNDING, why=why, short=short, **asked)

    async def due(self, till: str, limit: int = 100) -> list[Payment]:
        """Which refunds are to be tried now, the oldest first?"""
        waiting = (payments.c.till == till) & (payments.c.state == PaymentState.REFUNDING)
        statement = select(*ROW).where(waiting, payments.c.refund_due_at <= now())
        return await self._list(statement.order_by(payments.c.refund_due_at).limit(limit))

    async def try_later(self, payment: Payment, after_s: float) -> None:
        """The refund did not succeed yet."""
        await self._change(payment, refund_tries=payments.c.refund_tries + 1, refund_due_at=now(after_s))

    async def refunded(self, payment: Payment, refund_id: str | None) -> bool:
        """The money is back; True for the first who says so."""
        return await self._change(payment, state=PaymentState.REFUNDED, refund_id=refund_id, refunded_at=now())

    async def _change(self, payment: Payment, **values: Any) -> bool:
        """Change a payment that is still as it is known."""
        unmoved = (*_charge(payment.till, payment.charge_id), payments.c.state == payment.state)
        statement = update(payments).where(*unmoved).values(**values).returning(payments.c.charge_id)
        return (await self.connection.execute(statement)).scalar_one_or_none() is not None

    async def _list(self, statement: Any) -> list[Payment]:
        return [to_payment(row) for row in await self.connection.execute(statement)]


def _charge(till: str, charge_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return payments.c.till == till, payments.c.charge_id == charge_id


def to_payment(row: Any) -> Payment:
    """A row as a record."""
    return Payment(**{**row._mapping, "state": PaymentState(row.state)})
