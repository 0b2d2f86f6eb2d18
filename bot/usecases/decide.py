"""What whoever runs the service decides about money: each act with its line in the audit log, both or neither."""

from dataclasses import dataclass

from bot.usecases import refund
from bot.usecases.credit import release
from storage import Store
from storage.ledger import Charge
from storage.payments import Payment, PaymentState


@dataclass(frozen=True, slots=True)
class Decide:
    """`who` decides. False: somebody else did a moment ago."""

    store: Store

    async def credit(self, who: str, payment: Payment) -> bool:
        """Hand out what a held payment was for. Raises Missing when nothing is known that it could be for."""
        if not creditable(payment):
            return False
        async with self.store.transaction() as tx:
            if not await release(tx, payment):
                return False
            await tx.audit.add(who, "credit", name(payment), {"why": payment.why})
        return True

    async def refund(self, who: str, payment: Payment, why: str) -> bool:
        """Send the money back, and take back what it bought."""
        if not refundable(payment):
            return False
        async with self.store.transaction() as tx:
            if not await refund.ask(tx, payment, why):
                return False
            detail = {"why": why, "amount": payment.amount, "currency": payment.currency}
            await tx.audit.add(who, "refund", name(payment), detail)
        return True

    async def give(self, who: str, gift: Charge, why: str, *, key: str) -> bool:
        """Units from the house; the same key gives once. Raises Missing for nobody."""
        async with self.store.transaction() as tx:
            person = await tx.people.get(gift.owner)
            if not await tx.ledger.grant(f"admin:{key}", person.person_id, gift.asset, gift.amount, "gift"):
                return False
            detail = {"asset": gift.asset, "amount": gift.amount, "why": why}
            await tx.audit.add(who, "give", person.person_id, detail)
        return True


def creditable(payment: Payment) -> bool:
    """Is there anything to hand out? What went back once was taken back: then units can be given instead."""
    return payment.state is PaymentState.HELD and payment.refund_asked_at is None and payment.purchase_id is not None


def refundable(payment: Payment) -> bool:
    return payment.state in (PaymentState.CREDITED, PaymentState.HELD)


def name(payment: Payment) -> str:
    """By which the audit log means a payment."""
    return f"{payment.till}:{payment.charge_id}"
