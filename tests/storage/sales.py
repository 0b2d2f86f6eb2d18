"""Sales for tests of the storage: what somebody buys, pays and gets back, as the journal and the rows have it."""

from datetime import UTC, datetime

from storage import Transaction
from storage.ledger import Charge
from storage.payments import NewPayment, Payment, PaymentState
from storage.purchases import NewPurchase, Purchase

ASSET, UNITS, PRICE = "hd_iteration", 1000, 25000
TILL = "counter"
PAID_AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


def a_purchase(person_id: str, purchase_id: str = "p1", *, kind: str = "pack", units: int = UNITS) -> NewPurchase:
    """1000 HD iterations for 250 roubles."""
    return NewPurchase(
        purchase_id=purchase_id,
        person_id=person_id,
        platform="web",
        chat=person_id,
        kind=kind,
        item={"asset": ASSET, "amount": units},
        till=TILL,
        currency="RUB",
        price=PRICE,
    )


def a_payment(purchase: Purchase | NewPurchase, charge_id: str = "c1", amount: int = PRICE) -> NewPayment:
    return NewPayment(
        till=purchase.till,
        charge_id=charge_id,
        purchase_id=purchase.purchase_id,
        person_id=purchase.person_id,
        currency=purchase.currency,
        amount=amount,
        paid_at=PAID_AT,
    )


async def pay(tx: Transaction, purchase: Purchase, charge_id: str = "c1") -> bool:
    """The money comes, and the units go out; False when this charge is known."""
    if not await tx.payments.note(a_payment(purchase, charge_id), PaymentState.CREDITED):
        return False
    payment = await tx.payments.get(TILL, charge_id)
    await tx.purchases.pay(purchase.purchase_id)
    await tx.ledger.receive(payment.key, TILL, payment.currency, payment.amount)
    await tx.ledger.grant(payment.key, purchase.person_id, ASSET, purchase.item["amount"], "purchase")
    return True


async def ask_back(tx: Transaction, payment: Payment) -> bool:
    """The units go back at once, as far as they are there."""
    purchase = await tx.purchases.get(payment.purchase_id or "")
    charge = Charge(purchase.person_id, ASSET, purchase.item["amount"])
    taken = await tx.ledger.take_back(payment.key, charge, "refund")
    return await tx.payments.ask_refund(payment, "asked", 0 if taken is None else charge.amount - taken)


async def give_back(tx: Transaction, payment: Payment) -> bool:
    """The till has sent the money back."""
    if not await tx.payments.refunded(payment, "r"):
        return False
    await tx.ledger.receive(f"back:{TILL}:{payment.charge_id}", TILL, payment.currency, -payment.amount)
    await tx.purchases.refund(payment.purchase_id or "")
    return True


async def sell(tx: Transaction, person_id: str, purchase_id: str = "p1", charge_id: str = "c1") -> Payment:
    """A purchase, paid."""
    await pay(tx, await tx.purchases.add(a_purchase(person_id, purchase_id), 3600), charge_id)
    return await tx.payments.get(TILL, charge_id)
