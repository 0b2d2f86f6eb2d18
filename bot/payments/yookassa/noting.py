"""What became of a payment at YooKassa is noted here, once, whoever brings the news. Believes the API alone."""

from dataclasses import dataclass

import structlog

from bot.payments.yookassa.client import Charge, Client, Refund
from bot.payments.yookassa.settings import NAME
from bot.usecases.credit import Credit
from bot.usecases.refund import gone_back
from storage import Missing, Store
from storage.payments import NewPayment, Payment, PaymentState

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Noting:
    """`for_tests`: the shop is one where test money is what people pay with."""

    client: Client
    store: Store
    credit: Credit
    for_tests: bool

    async def payment(self, charge_id: str) -> None:
        """Something happened to this payment. Raises TillError and StorageError; then it may be said again."""
        await self.charge(await self.client.charge(charge_id))

    async def charge(self, charge: Charge) -> None:
        """A payment as YooKassa has it."""
        if charge.purchase_id is None:
            log.info("a payment of somebody else in the same shop", charge=charge.id)
        elif charge.status == "succeeded" and await self._known(charge.id) is None:
            paid = await self._paid(charge, charge.purchase_id)
            await self.credit(paid, play=charge.test and not self.for_tests)
        elif charge.status == "canceled":
            await self._canceled(charge)

    async def _paid(self, charge: Charge, purchase_id: str) -> NewPayment:
        money = charge.amount.money
        return NewPayment(
            till=NAME,
            charge_id=charge.id,
            purchase_id=purchase_id,
            person_id=await self._buyer(purchase_id),
            currency=money.currency,
            amount=money.minor,
            paid_at=charge.captured_at or charge.created_at,
        )

    async def _canceled(self, charge: Charge) -> None:
        """The purchase is over, unless it was paid, or its buyer has been given another way to pay it since."""
        async with self.store.transaction() as tx:
            try:
                purchase = await tx.purchases.by_external(NAME, charge.id)
            except Missing:
                return
            if await tx.purchases.cancel(purchase.purchase_id):
                why = charge.cancellation_details.reason if charge.cancellation_details else None
                log.info("not paid", purchase=purchase.purchase_id, charge=charge.id, why=why)

    async def refund(self, refund_id: str) -> None:
        """Something happened to this refund. Raises TillError and StorageError; then it may be said again."""
        await self.back(await self.client.refund(refund_id))

    async def back(self, refund: Refund) -> None:
        """Money went back, for us or by the owner's hand in YooKassa's cabinet."""
        known = await self._known(refund.payment_id)
        if refund.status != "succeeded" or (known and known.state is PaymentState.REFUNDED):
            return
        charge = await self.client.charge(refund.payment_id)
        await self.charge(charge)  # this news may have overtaken that of the payment itself
        known = await self._known(refund.payment_id)
        if known is None:
            return
        if charge.whole_back:
            await gone_back(self.store, known, refund.id)
        else:
            log.warning("a part went back, the goods stay", charge=charge.id, refund=refund.id)

    async def _known(self, charge_id: str) -> Payment | None:
        async with self.store.reading() as tx:
            try:
                return await tx.payments.get(NAME, charge_id)
            except Missing:
                return None

    async def _buyer(self, purchase_id: str) -> str | None:
        async with self.store.reading() as tx:
            try:
                return (await tx.purchases.get(purchase_id)).person_id
            except Missing:
                return None
