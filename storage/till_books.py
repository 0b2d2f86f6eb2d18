"""The audit of what tills report: do journal, payments and purchases say the same? Changes nothing."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, case, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.journal import AVAILABLE, TILL
from storage.payments import PaymentState
from storage.tables import entries, postings
from storage.till_tables import payments, purchases

MONEY, BACK = "money:", "money:back:"
PACKS = ("pack", "subscription")  # goods of which each payment grants `amount` units of `asset`
AGAIN = re.compile(r"@\d{4}-\d\d-\d\dT[^@]+$")  # see Payment.key


@dataclass(frozen=True, slots=True)
class TillBooks:
    """The part of `storage.books` that knows payments and what they bought."""

    connection: AsyncConnection

    async def check(self) -> list[str]:
        """A line for each fault."""
        return [*await self._received(), *await self._unreceived(), *await self._goods()]

    async def _rows(self, statement: Select[Any]) -> list[Any]:
        return list(await self.connection.execute(statement))

    async def _received(self) -> list[str]:
        """All money in the journal was paid, or went back, as the payments say."""
        back = postings.c.key.startswith(BACK)
        agreed = and_(
            postings.c.asset == payments.c.currency,
            or_(
                ~back & (postings.c.amount == payments.c.amount),
                back & (postings.c.amount == -payments.c.amount) & (payments.c.state == PaymentState.REFUNDED),
            ),
        )
        statement = (
            select(postings.c.key, postings.c.amount, postings.c.asset, payments.c.amount, payments.c.state)
            .outerjoin(payments, payment_of(postings))
            .where(postings.c.account.startswith(TILL), or_(payments.c.till.is_(None), ~agreed))
        )
        return [
            f"entry {key} has {amount} {asset}, the payment has {paid} and is {state}"
            if state
            else f"entry {key} has {amount} {asset}, and there is no such payment"
            for key, amount, asset, paid, state in await self._rows(statement)
        ]

    async def _unreceived(self) -> list[str]:
        """All that was paid, and all that went back, stands in the journal."""
        name = payments.c.till + literal(":") + payments.c.charge_id
        came, went = entries.alias(), entries.alias()
        gone = payments.c.state == PaymentState.REFUNDED
        statement = (
            select(name, payments.c.amount, payments.c.currency, came.c.key)
            .outerjoin(came, came.c.key == literal(MONEY) + name)
            .outerjoin(went, went.c.key == literal(BACK) + name)
            .where(or_(came.c.key.is_(None), gone & went.c.key.is_(None)))
        )
        return [
            f"payment {name} of {amount} {currency} {'went back' if came else 'came'}, and the journal does not say so"
            for name, amount, currency, came in await self._rows(statement)
        ]

    async def _goods(self) -> list[str]:
        """Each payment that counts has granted its units, once; of any other nothing is left but what was spent."""
        granted = await self._granted()
        bought = purchases.c.purchase_id == payments.c.purchase_id
        name = payments.c.till + literal(":") + payments.c.charge_id
        statement = select(name, payments.c.state, payments.c.short, purchases.c.kind, purchases.c.item)
        faults = []
        for name, state, short, kind, item in await self._rows(statement.outerjoin(purchases, bought)):
            had = granted.pop(name, Counter())
            due: Counter[str] = Counter()
            if kind in PACKS:
                due[item["asset"]] = item["amount"] if state == PaymentState.CREDITED else short
            if had != due and (kind in PACKS or kind is None):
                faults.append(f"payment {name} is {state}: {units(had)} granted instead of {units(due)}")
        return faults + [
            f"{units(had)} granted for {name}, and there is no such payment" for name, had in granted.items()
        ]

    async def _granted(self) -> dict[str, Counter[str]]:
        """What is left of the goods of each payment, that is of each `till:charge`, by asset."""
        statement = (
            select(postings.c.key, postings.c.asset, postings.c.amount)
            .join(entries, entries.c.key == postings.c.key)
            .where(entries.c.reason.in_(("purchase", "refund")), postings.c.account.startswith(AVAILABLE))
        )
        granted: dict[str, Counter[str]] = {}
        for key, asset, amount in await self._rows(statement):
            name = AGAIN.sub("", key.partition(":")[2])
            granted.setdefault(name, Counter())[asset] += amount
        return granted


def payment_of(of: Table) -> ColumnElement[bool]:
    """The payment that a posting on a till's account is of: `money:<till>:<charge>` lies on `till:<till>`."""
    prefix = case((of.c.key.startswith(BACK), len(BACK)), else_=len(MONEY))
    charge = func.substr(of.c.key, func.length(of.c.account) - len(TILL) + prefix + 2)
    return and_(payments.c.till == func.substr(of.c.account, len(TILL) + 1), payments.c.charge_id == charge)


def units(amounts: Counter[str]) -> str:
    return ", ".join(f"{amount} {asset}" for asset, amount in sorted(amounts.items()) if amount) or "nothing"
