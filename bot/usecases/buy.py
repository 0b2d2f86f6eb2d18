"""Beginning a purchase: the price that the person was shown is written down before they can pay. Knows no chat."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.catalogue import Catalogue
from bot.prices import Money
from bot.till import Bill, Till, TillError
from bot.usecases.maintenance import open_now
from storage import Missing, Store
from storage.purchases import NewPurchase, Purchase, PurchaseState

PURCHASES = uuid.UUID("6d617a6f-6b00-5000-8000-000000000002")  # namespace of purchase ids


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to buy, where, and what it costs there."""

    person_id: str
    platform: str
    chat: str
    kind: str
    item: Mapping[str, Any]
    price: Money


@dataclass(frozen=True, slots=True)
class Buy:
    """Each time a person asks for something it is a purchase of its own, at the price of that moment."""

    store: Store
    catalogue: Catalogue

    async def __call__(self, wish: Wish, till: Till, *, update_key: str) -> Purchase:
        """The purchase, to be paid; the same update begins the same one. Raises Closed."""
        new = NewPurchase(
            purchase_id=uuid.uuid5(PURCHASES, update_key).hex,
            person_id=wish.person_id,
            platform=wish.platform,
            chat=wish.chat,
            kind=wish.kind,
            item=wish.item,
            till=till.name,
            currency=wish.price.currency,
            price=wish.price.minor,
        )
        async with self.store.transaction() as tx:
            await open_now(tx)
            return await tx.purchases.add(new, self.catalogue.prices.shown_minutes * 60)

    async def begun(self, purchase_id: str, person_id: str) -> Purchase | None:
        """What this person has begun to buy and may still pay at the price they were shown."""
        async with self.store.reading() as tx:
            try:
                purchase = await tx.purchases.get(purchase_id)
            except Missing:
                return None
            over = purchase.state is not PurchaseState.OPEN or purchase.expires_at < await tx.now()
        return None if over or purchase.person_id != person_id else purchase

    async def link(self, bill: Bill, till: Till, *, anew: bool = False) -> str:
        """Where it is paid; `anew` when the bill is another one now. Raises Closed and TillError; the purchase stays,
        and may be asked for again."""
        if bill.purchase.link and not anew:
            return bill.purchase.link
        async with self.store.reading() as tx:
            await open_now(tx)
        link = await till.link(bill)
        if not link.url.startswith(("https://", "http://")):
            raise TillError(f"{till.name} gives no address to pay at")
        async with self.store.transaction() as tx:
            await tx.purchases.set_link(bill.purchase.purchase_id, link.url, link.external_id)
        return link.url
