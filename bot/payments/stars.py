"""Stars: the money of a platform that takes it itself. Finds the platform by its gate and names none."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Self

import structlog
from aiohttp import web

from bot.gate import StarGate, StarPayment, StarTransfer, TakesStars
from bot.prices import PERIOD_S, STARS
from bot.till import Bill, Link, TillBusy, TillError, TillRefused
from bot.usecases.refund import gone_back
from bot.usecases.subscribe import changed
from storage import Missing, StorageError, Store, Transaction
from storage.payments import NewPayment, Payment, PaymentState
from storage.subscriptions import SubscriptionState

if TYPE_CHECKING:
    from pydantic_settings import BaseSettings

    from bot.app import App

HOUR_S = 3600.0
PAUSE_S = 30.0  # after a failure of our own
PERIOD = timedelta(seconds=PERIOD_S)
OVERLAP = 100  # lines that are read again: two that come at one moment may change places

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Stars:
    """Everything is told by the gate as it happens, and once more by its book."""

    app: "App" = field(repr=False)
    gate: StarGate
    _news: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    name: ClassVar[str] = "stars"
    settings: ClassVar["type[BaseSettings] | None"] = None
    currency: ClassVar[str] = STARS
    wants_email: ClassVar[bool] = False

    @classmethod
    def open(cls, app: "App") -> Self | None:
        gate = next((one.stars for one in app.platforms.values() if isinstance(one, TakesStars)), None)
        if gate is None:
            return None
        till = cls(app, gate)
        gate.attach(till)
        return till

    @property
    def _store(self) -> Store:
        return self.app.store

    @property
    def _cursor(self) -> str:
        return f"{self.name}.transactions"

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return ()

    async def link(self, bill: Bill) -> Link:
        return Link(await self.gate.invoice(bill, self.app.checkout.sign(bill.purchase)))

    async def refund(self, payment: Payment) -> str | None:
        """And nothing is renewed that this payment began: it may be the second one of a bill, which no row names."""
        payer = payer_of(payment)
        await self.gate.refund(payer, payment.charge_id)
        if await self._of_subscription(payment):
            with suppress(TillRefused):  # it began nothing, or that is over
                await self.gate.renew(payer, payment.charge_id, wanted=False)
        return None

    async def _of_subscription(self, payment: Payment) -> bool:
        try:
            async with self._store.reading() as tx:
                await tx.subscriptions.get(payment.purchase_id or "")
        except Missing:
            return False
        return True

    async def end(self, payment: Payment) -> None:
        await self.gate.renew(payer_of(payment), payment.charge_id, wanted=False)

    async def resume(self, payment: Payment) -> None:
        await self.gate.renew(payer_of(payment), payment.charge_id, wanted=True)

    async def paid(self, payment: StarPayment) -> None:
        purchase_id = self.app.checkout.read(payment.payload)
        async with self._store.reading() as tx:
            person = await tx.people.by_identity(payment.payer.platform, payment.payer.account)
            renewal = await is_renewal(tx, purchase_id, payment)
        await self.app.credit(
            NewPayment(
                till=self.name,
                charge_id=payment.charge_id,
                purchase_id=purchase_id,
                person_id=person.person_id if person else None,
                currency=STARS,
                amount=payment.amount,
                paid_at=payment.paid_at,
                recurring=renewal,
                payer=payment.payer.account,
            )
        )

    async def gone_back(self, charge_id: str) -> None:
        try:
            async with self._store.reading() as tx:
                payment = await tx.payments.get(self.name, charge_id)
        except Missing:  # what it was paid by stands before it in the book, which will be read
            log.warning("refund of an unknown payment", charge=charge_id)
            return
        if payment.state is not PaymentState.REFUNDED:
            await gone_back(self._store, payment, None)

    async def subscription(self, payload: str, state: SubscriptionState, key: str) -> None:
        purchase_id = self.app.checkout.read(payload)
        if purchase_id is not None:
            await changed(self._store, purchase_id, state, key)

    async def serve(self) -> None:
        while True:
            hurried = self._news.is_set()
            self._news.clear()
            try:
                await self.reconcile()
                pause_s = PAUSE_S if hurried else HOUR_S  # the book may be a little behind what was told
            except TillBusy as error:
                pause_s = error.after_s
                log.warning("stars not reconciled", why=str(error), again_s=pause_s)
            except (TillError, StorageError) as error:
                pause_s = PAUSE_S
                log.warning("stars not reconciled", why=str(error), again_s=pause_s)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), pause_s)

    async def look(self) -> None:
        """At once, in the task that does so each hour."""
        self._news.set()

    async def reconcile(self) -> None:
        """Read the platform's book from a little before where it was read to: what nobody told is found there. Raises
        TillError, StorageError."""
        async with self._store.reading() as tx:
            read = int(await tx.cursors.get(self._cursor) or 0)
        start = max(0, read - OVERLAP)
        lines = await self.gate.transfers(start)
        if not lines and start:  # it was longer: this is another account's book
            log.warning("stars are counted anew", read=read)
            start, lines = 0, await self.gate.transfers(0)
        while lines:
            for line in filter(None, lines):
                await self._settle(line)
            start += len(lines)
            async with self._store.transaction() as tx:
                await tx.cursors.move(self._cursor, str(start))
            lines = await self.gate.transfers(start)

    async def _settle(self, line: StarTransfer) -> None:
        if line.payment is None:
            await self.gone_back(line.charge_id)
            return
        async with self._store.reading() as tx:
            if await tx.payments.known(self.name, line.charge_id):
                return
        if not line.payment.silent:
            log.warning("a payment that nobody told", charge=line.charge_id)
        await self.paid(line.payment)


async def is_renewal(tx: Transaction, purchase_id: str | None, paid: StarPayment) -> bool:
    """What the book does not tell: a payment is one when the one before it was paid for a period that is over."""
    if paid.renewal is not None:
        return paid.renewal
    earlier = await tx.payments.of_purchase(purchase_id or "")
    others = [one.paid_at for one in earlier if one.charge_id != paid.charge_id]
    return bool(others) and max(others) < paid.paid_at - PERIOD / 2


def payer_of(payment: Payment) -> str:
    """The account that money goes back to, known also when the person is forgotten."""
    if payment.payer is None:
        raise TillRefused("nobody knows who has paid")
    return payment.payer


TILL = Stars
