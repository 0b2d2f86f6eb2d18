"""May this be paid now? Asked by a till in the moment before, so it is one look at one row. Knows no till.

What a till carries for us is signed: whoever makes a bill up cannot name a purchase, and no bill serves two people.
"""

import asyncio
import hmac
from dataclasses import dataclass, field
from hashlib import sha256

from bot.prices import Money
from bot.usecases.maintenance import outage
from storage import Missing, StorageError, Store
from storage.purchases import Purchase, PurchaseState

PATIENCE_S = 1.5  # Telegram gives 10 s and people less; a locked database is a "no, later"
SIGNATURE = 32


@dataclass(frozen=True, slots=True)
class Payer:
    """An account on a platform."""

    platform: str
    account: str


@dataclass(frozen=True, slots=True)
class Checkout:
    """`key` signs; it is derived for this purpose."""

    store: Store
    key: bytes = field(repr=False)

    def sign(self, purchase: Purchase) -> str:
        """The purchase as a till may carry it: at most 65 bytes."""
        return f"{purchase.purchase_id}.{self._signature(purchase.purchase_id)}"

    def read(self, signed: str) -> str | None:
        """The id of the purchase that was signed; None for what we did not write."""
        purchase_id, _, signature = signed.partition(".")
        genuine = hmac.compare_digest(self._signature(purchase_id).encode(), signature.encode())
        return purchase_id if genuine else None

    async def refusal(self, signed: str, payer: Payer, price: Money) -> str | None:
        """The key of a text that says why not; None: go on."""
        purchase_id = self.read(signed)
        if purchase_id is None:
            return "checkout-unknown"
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await self._look(purchase_id, payer, price)
        except (StorageError, TimeoutError):
            return "checkout-busy"

    async def _look(self, purchase_id: str, payer: Payer, price: Money) -> str | None:
        async with self.store.reading() as tx:
            try:
                purchase = await tx.purchases.get(purchase_id)
            except Missing:
                return "checkout-unknown"
            person = await tx.people.by_identity(payer.platform, payer.account)
            expired, away = purchase.expires_at < await tx.now(), await outage(tx)
        if person is None or person.person_id != purchase.person_id:
            return "checkout-not-yours"
        if price != Money(purchase.price, purchase.currency):
            return "checkout-changed"
        if purchase.paid_at is not None:
            return "checkout-paid"
        if expired or purchase.state is not PurchaseState.OPEN:
            return "checkout-expired"
        if away:
            return "checkout-maintenance"
        return None

    def _signature(self, purchase_id: str) -> str:
        return hmac.digest(self.key, purchase_id.encode(), sha256).hex()[:SIGNATURE]
