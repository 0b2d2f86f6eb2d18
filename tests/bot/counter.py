"""A till that a test works by hand: links are made up, money comes and goes when the test says so."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, Self

from aiohttp import web
from pydantic_settings import BaseSettings

from bot.till import Bill, Link
from storage.payments import NewPayment, Payment
from storage.purchases import Purchase

if TYPE_CHECKING:
    from bot.app import App


@dataclass(slots=True)
class Counter:
    """Each of `faults` is raised by the call that comes next."""

    name: ClassVar[str] = "counter"
    settings: ClassVar[type[BaseSettings] | None] = None
    currency: str = "RUB"
    wants_email: bool = False
    bills: list[Bill] = field(default_factory=list)
    refunds: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)

    @classmethod
    def open(cls, app: "App") -> Self | None:
        return cls()

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return ()

    async def serve(self) -> None:
        await asyncio.Event().wait()

    async def link(self, bill: Bill) -> Link:
        self._fail()
        self.bills.append(bill)
        return Link(f"https://till.example/{bill.purchase.purchase_id}", f"ext {bill.purchase.purchase_id}")

    async def refund(self, payment: Payment) -> str | None:
        self._fail()
        self.refunds.append(payment.charge_id)
        return f"refund {payment.charge_id}"

    async def end(self, payment: Payment) -> None:
        self._fail()
        self.ended.append(payment.charge_id)

    def _fail(self) -> None:
        if self.faults:
            raise self.faults.pop(0)


def payment_of(purchase: Purchase, charge_id: str = "c1", *, amount: int | None = None) -> NewPayment:
    """What a till reports when somebody has paid the price, or another amount."""
    return NewPayment(
        till=purchase.till,
        charge_id=charge_id,
        purchase_id=purchase.purchase_id,
        person_id=purchase.person_id,
        currency=purchase.currency,
        amount=purchase.price if amount is None else amount,
        paid_at=datetime(2026, 11, 21, 12, tzinfo=UTC),
    )
