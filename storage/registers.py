"""Registers: what was bought, paid, ordered and done, a page at a time, the newest first. Changes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import audit as acts
from storage import payments as paid
from storage import people as known
from storage import purchases as bought
from storage.audit import Act
from storage.job import Job
from storage.job_lists import JOB, to_job
from storage.payments import Payment
from storage.people import Person
from storage.purchases import Purchase
from storage.tables import identities, jobs, people
from storage.till_tables import audit, payments, purchases

T = TypeVar("T")

PAGE = 50


@dataclass(frozen=True, slots=True)
class Which:
    """What of a register is asked for: whatever is None may be anything. `offset` of the newest are passed over."""

    state: str | None = None
    till: str | None = None
    person_id: str | None = None
    offset: int = 0
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows of a register; `more`: there are older ones."""

    rows: tuple[T, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Registers:
    """One question for each register."""

    connection: AsyncConnection

    async def payments(self, which: Which) -> Page[Payment]:
        """What was paid?"""
        statement = select(*paid.ROW).where(*matching(payments.c, which))
        newest = statement.order_by(payments.c.noted_at.desc(), payments.c.till, payments.c.charge_id)
        return await self._page(newest, which, paid.to_payment)

    async def purchases(self, which: Which) -> Page[Purchase]:
        """What was bought, or begun to be?"""
        statement = select(*bought.ROW).where(*matching(purchases.c, which))
        newest = statement.order_by(purchases.c.created_at.desc(), purchases.c.purchase_id)
        return await self._page(newest, which, bought.to_purchase)

    async def payments_for(self, purchase_ids: Sequence[str]) -> list[Payment]:
        """Everything that was paid for these purchases, in order."""
        statement = select(*paid.ROW).where(payments.c.purchase_id.in_(purchase_ids))
        ordered = statement.order_by(payments.c.noted_at, payments.c.charge_id)
        return [paid.to_payment(row) for row in await self.connection.execute(ordered)]

    async def jobs(self, which: Which) -> Page[Job]:
        """What was ordered? Jobs are of no till."""
        statement = select(*JOB).where(*matching(jobs.c, which))
        return await self._page(statement.order_by(jobs.c.created_at.desc(), jobs.c.job_id), which, to_job)

    async def people(self, which: Which, account: str = "") -> Page[Person]:
        """Who is known by this id, or by this account of any platform? Everybody, where nothing is asked for."""
        accounts = select(identities.c.person_id).where(identities.c.external_id == account)
        theirs = or_(people.c.person_id == account, people.c.person_id.in_(accounts))
        statement = select(*known.PERSON).where(*([theirs] if account else []))
        newest = statement.order_by(people.c.created_at.desc(), people.c.person_id)
        return await self._page(newest, which, lambda row: Person(**row._mapping))

    async def acts(self, which: Which, subject: str = "") -> Page[Act]:
        """Who did what, to anybody or to one?"""
        statement = select(*acts.ROW).where(*([audit.c.subject == subject] if subject else []))
        return await self._page(statement.order_by(audit.c.seq.desc()), which, lambda row: Act(**row._mapping))

    async def _page(self, statement: Select[Any], which: Which, to_row: Callable[[Any], T]) -> Page[T]:
        found = await self.connection.execute(statement.limit(which.limit + 1).offset(which.offset))
        rows = tuple(to_row(row) for row in found)
        return Page(rows[: which.limit], len(rows) > which.limit)


def matching(columns: Any, which: Which) -> list[ColumnElement[bool]]:
    """The rows that are asked for."""
    asked = {"state": which.state, "till": which.till, "person_id": which.person_id}
    return [columns[name] == value for name, value in asked.items() if value]
