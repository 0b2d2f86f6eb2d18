"""The audit: do journal, jobs, payments and purchases say the same? A line for each fault, none when all is well.

Knows which entry belongs to which row; changes nothing. Ask within `reading()`: it shows everything at one moment, so
that what happens meanwhile is no fault.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.journal import AVAILABLE, HOUSE, RESERVED, TILL, Journal
from storage.payments import PaymentState
from storage.tables import entries, jobs, people, postings
from storage.till_tables import payments, purchases

PACKS = ("pack",)  # goods of which each payment grants `amount` units of `asset`
RESERVE, SETTLE = "reserve:", "settle:"
AGAIN = re.compile(r"@\d{4}-\d\d-\d\dT[^@]+$")  # see Payment.key


@dataclass(frozen=True, slots=True)
class Books:
    """Everything that must be true of money at any moment."""

    connection: AsyncConnection

    async def check(self) -> list[str]:
        """What is wrong with the books?"""
        return [
            *await Journal(self.connection).check(),
            *await self._orphans(),
            *await self._open_reserves(),
            *await self._settlements(),
            *await self._captures(),
            *await self._received(),
            *await self._unreceived(),
            *await self._goods(),
        ]

    async def _rows(self, statement: Select[Any]) -> Sequence[Any]:
        return (await self.connection.execute(statement)).all()

    async def _orphans(self) -> list[str]:
        """Postings of no entry."""
        statement = select(postings.c.key, postings.c.account, postings.c.asset, postings.c.amount)
        statement = statement.outerjoin(entries, entries.c.key == postings.c.key).where(entries.c.key.is_(None))
        return [
            f"{amount} {asset} of {account} belong to no entry: {key}"
            for key, account, asset, amount in await self._rows(statement)
        ]

    async def _open_reserves(self) -> list[str]:
        """What is set aside belongs to a job that waits or runs."""
        reserve, settle = entries.alias(), entries.alias()
        job_id = func.substr(reserve.c.key, len(RESERVE) + 1)
        statement = (
            select(job_id, jobs.c.state)
            .select_from(reserve)
            .outerjoin(settle, settle.c.key == literal(SETTLE) + job_id)
            .outerjoin(jobs, jobs.c.job_id == job_id)
            .where(reserve.c.key.startswith(RESERVE), settle.c.key.is_(None))
            .where(or_(jobs.c.job_id.is_(None), jobs.c.ended_at.is_not(None)))
            .where(exists().where(postings.c.key == reserve.c.key))
        )
        return [
            f"job {name} is {state}, and what it reserved is not settled"
            if state
            else f"no job {name} is there, and something is reserved for it"
            for name, state in await self._rows(statement)
        ]

    async def _settlements(self) -> list[str]:
        """A settlement empties exactly what was set aside, and takes no more than that."""
        settling = postings.c.key.startswith(SETTLE)
        held = postings.c.account.startswith(RESERVED)
        reserved = total(postings.c.amount, postings.c.key.startswith(RESERVE) & held)
        emptied = total(-postings.c.amount, settling & held)
        captured = total(postings.c.amount, settling & (postings.c.account == HOUSE))
        settled = total(literal(1), settling)
        statement = (
            select(job_of(postings.c.key), postings.c.asset, reserved, emptied, captured)
            .where(or_(settling, postings.c.key.startswith(RESERVE)))
            .group_by(job_of(postings.c.key), postings.c.asset)
            .having(and_(settled > 0, or_(reserved != emptied, captured > reserved, captured < 0)))
        )
        return [
            f"job {name} reserved {reserved} {asset}, settled {emptied}, and {captured} are captured"
            for name, asset, reserved, emptied, captured in await self._rows(statement)
        ]

    async def _captures(self) -> list[str]:
        """What is settled belongs to a job that has ended; or to one of somebody who was forgotten, with their jobs."""
        job_id = func.substr(postings.c.key, len(SETTLE) + 1)
        statement = (
            select(job_id, jobs.c.state)
            .distinct()
            .select_from(postings)
            .outerjoin(jobs, jobs.c.job_id == job_id)
            .outerjoin(people, people.c.person_id == person_of(postings.c.account))
            .where(postings.c.key.startswith(SETTLE), postings.c.account.startswith(RESERVED))
            .where(
                or_(
                    and_(jobs.c.job_id.is_(None), people.c.person_id.is_not(None)),
                    and_(jobs.c.job_id.is_not(None), jobs.c.ended_at.is_(None)),
                )
            )
        )
        return [
            f"job {name} is {state}, and settled" if state else f"no job {name} is there, and it is settled"
            for name, state in await self._rows(statement)
        ]

    async def _received(self) -> list[str]:
        """All money in the journal was paid, or went back, as the payments say."""
        back = postings.c.key.startswith("money:back:")
        # money:<till>:<charge> and money:back:<till>:<charge>, on the account till:<till>
        charge = func.substr(postings.c.key, func.length(postings.c.account) + case((back, 8), else_=3))
        till = func.substr(postings.c.account, len(TILL) + 1)
        agreed = and_(
            postings.c.asset == payments.c.currency,
            or_(
                ~back & (postings.c.amount == payments.c.amount),
                back & (postings.c.amount == -payments.c.amount) & (payments.c.state == PaymentState.REFUNDED),
            ),
        )
        paid = (payments.c.till == till) & (payments.c.charge_id == charge)
        statement = (
            select(postings.c.key, postings.c.amount, postings.c.asset, payments.c.amount, payments.c.state)
            .outerjoin(payments, paid)
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
            .outerjoin(came, came.c.key == literal("money:") + name)
            .outerjoin(went, went.c.key == literal("money:back:") + name)
            .where(or_(came.c.key.is_(None), gone & went.c.key.is_(None)))
        )
        return [
            f"payment {charge} of {amount} {currency} {'went back' if came else 'came'}, and the journal does not say so"
            for charge, amount, currency, came in await self._rows(statement)
        ]

    async def _goods(self) -> list[str]:
        """Each payment that counts has granted its units, once; of any other nothing is left but what was spent."""
        granted = await self._granted()
        statement = select(
            payments.c.till, payments.c.charge_id, payments.c.state, payments.c.short, purchases.c.kind, purchases.c.item
        ).outerjoin(purchases, purchases.c.purchase_id == payments.c.purchase_id)
        faults = []
        for till, charge, state, short, kind, item in await self._rows(statement):
            had = granted.pop(f"{till}:{charge}", Counter())
            due: Counter[str] = Counter()
            if kind in PACKS:
                due[item["asset"]] = item["amount"] if state == PaymentState.CREDITED else short
            if had != due and (kind in PACKS or kind is None):
                faults.append(f"payment {till}:{charge} is {state}: {units(had)} granted instead of {units(due)}")
        return faults + [f"{units(had)} granted for {name}, and there is no such payment" for name, had in granted.items()]

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


def total(what: Any, where: ColumnElement[bool]) -> ColumnElement[int]:
    """The sum of `what` over the rows of a group where this holds."""
    return func.coalesce(func.sum(case((where, what), else_=0)), 0)


def job_of(key: ColumnElement[str]) -> ColumnElement[str]:
    """The job that a reserve or a settlement is of."""
    return case(
        (key.startswith(RESERVE), func.substr(key, len(RESERVE) + 1)), else_=func.substr(key, len(SETTLE) + 1)
    )


def person_of(account: ColumnElement[str]) -> ColumnElement[str]:
    """The person whose units are reserved: `reserved:<person>`, of a day's allowance `reserved:<person>@2026-11-21`."""
    length = func.length(account) - len(RESERVED) - case((account.like("%@____-__-__"), 11), else_=0)
    return func.substr(account, len(RESERVED) + 1, length)


def units(amounts: Counter[str]) -> str:
    return ", ".join(f"{amount} {asset}" for asset, amount in sorted(amounts.items()) if amount) or "nothing"
