"""Sending money back: the goods are taken back and the refund asked for at once, the till is asked until it is done."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from bot.goods import goods
from bot.till import Till, TillBusy, TillRefused
from bot.usecases.credit import tell
from storage import Missing, StorageError, Store, Transaction
from storage.payments import Payment, PaymentState

LOOK_S = 2.0
FIRST_PAUSE_S = 5.0
LAST_PAUSE_S = 3600.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Refund:
    """Asking is all or nothing; afterwards the outbox of `Refunds` owns it."""

    store: Store

    async def __call__(self, payment: Payment, why: str) -> bool:
        """False when somebody decided about this payment a moment ago, or it is on its way already."""
        async with self.store.transaction() as tx:
            return await ask(tx, payment, why)


async def ask(tx: Transaction, payment: Payment, why: str) -> bool:
    """Within a transaction: what was spent of the goods by now is written down as short."""
    if payment.state not in (PaymentState.CREDITED, PaymentState.HELD):
        return False
    short = payment.short + (await take_back(tx, payment) if payment.state is PaymentState.CREDITED else 0)
    if short:
        log.warning("refunded, though spent", charge=payment.charge_id, short=short)
    return await tx.payments.ask_refund(payment, why, short)


async def take_back(tx: Transaction, payment: Payment) -> int:
    """What it bought is the house's again; returns how much of it is not there any more."""
    purchase = await tx.purchases.get(payment.purchase_id or "")
    return await goods(purchase.kind).take_back(tx, purchase, payment)


async def gone_back(store: Store, payment: Payment, refund_id: str | None) -> bool:
    """The money is back with whoever paid; True for the first who says so. Also for what a till did by itself."""
    async with store.transaction() as tx:
        payment = await tx.payments.get(payment.till, payment.charge_id)
        if payment.state is PaymentState.REFUNDED:
            return False
        if payment.state is PaymentState.CREDITED:  # nobody here has asked for it
            await ask(tx, payment, "refunded by the till")
            payment = await tx.payments.get(payment.till, payment.charge_id)
        if not await tx.payments.refunded(payment, refund_id):
            return False
        await tx.ledger.receive(
            f"back:{payment.till}:{payment.charge_id}", payment.till, payment.currency, -payment.amount
        )
        try:
            purchase = await tx.purchases.get(payment.purchase_id or "")
        except Missing:
            return True
        if not any(one.state is PaymentState.CREDITED for one in await tx.payments.of_purchase(purchase.purchase_id)):
            await tx.purchases.refund(purchase.purchase_id)
        await tell(tx, purchase, "refunded", payment)
    return True


@dataclass(frozen=True, slots=True)
class Refunds:
    """The outbox: every refund that is asked for is tried until its till has done it or refuses for good."""

    store: Store
    tills: Mapping[str, Till]

    async def serve(self) -> None:
        """Until cancelled."""
        while True:
            for till in self.tills.values():
                try:
                    await self.look(till)
                except StorageError as error:
                    log.warning("refunds not looked up", till=till.name, error=str(error))
            await asyncio.sleep(LOOK_S)

    async def look(self, till: Till) -> None:
        """Try what is due."""
        async with self.store.reading() as tx:
            due = await tx.payments.due(till.name)
        for payment in due:
            await self.attempt(till, payment)

    async def attempt(self, till: Till, payment: Payment) -> None:
        try:
            refund_id = await till.refund(payment)
        except TillRefused as error:
            log.error("refund refused", till=till.name, charge=payment.charge_id, why=str(error))
            async with self.store.transaction() as tx:
                await tx.payments.move(payment, PaymentState.HELD, f"refund refused: {error}")
        except TillBusy as error:
            pause = max(error.after_s, min(FIRST_PAUSE_S * 2**payment.refund_tries, LAST_PAUSE_S))
            log.warning("refund not done yet", till=till.name, charge=payment.charge_id, why=str(error), again_s=pause)
            async with self.store.transaction() as tx:
                await tx.payments.try_later(payment, pause)
        else:
            await gone_back(self.store, payment, refund_id)
