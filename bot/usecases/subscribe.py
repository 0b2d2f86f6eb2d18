"""Subscriptions that run: canceled and resumed, told about, ended where nobody renews them. Knows no till by name."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from bot.till import Renews, Till, TillBusy, TillRefused
from bot.usecases.credit import is_known
from storage import Missing, StorageError, Store, Transaction
from storage.notices import NewNotice
from storage.payments import Payment
from storage.purchases import Purchase
from storage.subscriptions import Subscription, SubscriptionState

LOOK_S = 10.0
GRACE_S = 24 * 3600.0  # a renewal may come late: the till tries again, or was out of reach

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Running:
    """A subscription, and what it brings."""

    subscription: Subscription
    purchase: Purchase


@dataclass(frozen=True, slots=True)
class Subscribe:
    """What a person can do about their subscriptions. Raises TillError when the till does not do it, Missing for
    somebody else's and for one that has ended."""

    store: Store
    tills: Mapping[str, Till]

    async def running(self, person_id: str) -> list[Running]:
        async with self.store.reading() as tx:
            running = await tx.subscriptions.running(person_id)
            return [Running(one, await tx.purchases.get(one.purchase_id)) for one in running]

    async def cancel(self, person_id: str, purchase_id: str) -> None:
        """Renew it no more; what is paid stays."""
        till, payment = await self._find(person_id, purchase_id)
        await till.end(payment)
        async with self.store.transaction() as tx:
            await tx.subscriptions.move(purchase_id, SubscriptionState.CANCELED)

    async def resume(self, person_id: str, purchase_id: str) -> None:
        """Renew it again."""
        till, payment = await self._find(person_id, purchase_id)
        await till.resume(payment)
        async with self.store.transaction() as tx:
            await tx.subscriptions.move(purchase_id, SubscriptionState.ACTIVE)

    async def _find(self, person_id: str, purchase_id: str) -> tuple[Renews, Payment]:
        async with self.store.reading() as tx:
            mine = {one.purchase_id: one for one in await tx.subscriptions.running(person_id)}
            if purchase_id not in mine:
                raise Missing("subscription", purchase_id)
            one = mine[purchase_id]
            payment = await tx.payments.get(one.till, one.charge_id)
        till = self.tills.get(one.till)
        if not isinstance(till, Renews):
            raise TillRefused(f"{one.till} is closed")
        return till, payment


@dataclass(frozen=True, slots=True)
class Renewals:
    """The upkeep: what is to end is ended at its till, however long that takes; what nobody renewed has ended."""

    store: Store
    tills: Mapping[str, Till]

    async def serve(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.look()
            except StorageError as error:
                log.warning("subscriptions not looked up", error=str(error))
            await asyncio.sleep(LOOK_S)

    async def look(self) -> None:
        async with self.store.reading() as tx:
            ending = [(one, await tx.payments.get(one.till, one.charge_id)) for one in await tx.subscriptions.ending()]
            lapsed = await tx.subscriptions.lapsed(GRACE_S)
        for one, payment in ending:
            await self._end(one, payment)
        if not lapsed:  # the usual case must not take the write lock
            return
        async with self.store.transaction() as tx:
            for purchase_id in await tx.subscriptions.lapse(GRACE_S):
                await tell(tx, purchase_id, "subscription_ended", purchase_id)

    async def _end(self, subscription: Subscription, payment: Payment) -> None:
        till = self.tills.get(subscription.till)
        if till is None:
            return
        try:
            await till.end(payment)
        except TillBusy as error:
            log.warning("subscription not ended yet", charge=payment.charge_id, why=str(error))
            return
        except TillRefused as error:  # mostly it has ended there: should it be renewed, that payment tells
            log.error("subscription not ended", charge=payment.charge_id, why=str(error))
        async with self.store.transaction() as tx:
            await tx.subscriptions.ended(subscription.purchase_id)


async def changed(store: Store, purchase_id: str, state: SubscriptionState, key: str) -> None:
    """The till says how it stands; `key` names the event. The person is told, once."""
    async with store.transaction() as tx:
        if await tx.subscriptions.move(purchase_id, state):
            await tell(tx, purchase_id, f"subscription_{state}", key)


async def tell(tx: Transaction, purchase_id: str, kind: str, key: str) -> None:
    """The person is told where they subscribed, unless they were forgotten."""
    purchase = await tx.purchases.get(purchase_id)
    if not await is_known(tx, purchase.person_id):
        return
    until = (await tx.subscriptions.get(purchase_id)).paid_until
    said = {"kind": purchase.kind, "item": purchase.item, "until": until.isoformat()}
    where = (purchase.platform, purchase.chat)
    await tx.notices.add(NewNotice(f"{kind}:{key}", purchase.person_id, *where, kind, said))
