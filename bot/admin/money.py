"""Purchases and payments: what was bought, what was paid, what is to be decided about."""

from collections.abc import Mapping
from typing import Any

from bot.admin.desk import Asked, Desk
from bot.talk import wares
from bot.usecases.decide import creditable, name, refundable
from storage import Missing
from storage.payments import PaymentState
from storage.purchases import PurchaseState
from storage.registers import Which


async def payments(desk: Desk, asked: Asked) -> Mapping[str, Any]:
    """The newest, or those that stand so, were paid there or by somebody."""
    async with desk.store.reading() as tx:
        found = await tx.registers.payments(asked.which)
    return {"asked": asked, "found": found.rows, "turn": asked.turn(more=found.more), **choices(desk, PaymentState)}


async def payment(desk: Desk, asked: Asked) -> Mapping[str, Any]:
    """One payment with everything around it, and what can be decided."""
    async with desk.store.reading() as tx:
        one = await tx.payments.get(asked.word("till"), asked.word("charge"))
        try:
            purchase = await tx.purchases.get(one.purchase_id or "")
        except Missing:
            purchase = None
        done = await tx.registers.acts(Which(), name(one))
    return {
        "asked": asked,
        "payment": one,
        "purchase": purchase,
        "what": wares.title(asked.texts, purchase.kind, purchase.item) if purchase else "–",
        "creditable": creditable(one) and purchase is not None,
        "refundable": refundable(one),
        "acts_done": done.rows,
    }


async def purchases(desk: Desk, asked: Asked) -> Mapping[str, Any]:
    """The newest, or those that stand so, are paid there or were begun by somebody."""
    async with desk.store.reading() as tx:
        found = await tx.registers.purchases(asked.which)
    return {
        "asked": asked,
        "found": [(one, wares.title(asked.texts, one.kind, one.item)) for one in found.rows],
        "turn": asked.turn(more=found.more),
        **choices(desk, PurchaseState),
    }


def choices(desk: Desk, states: type[PaymentState] | type[PurchaseState]) -> Mapping[str, Any]:
    """What one may ask for: the tills are those of this process."""
    return {"states": [state.value for state in states], "tills": sorted(desk.tills)}
