"""Sums by day, for whoever runs the service: what was sold and sent back, who came, what was ordered. Knows no chart.

Days are those of UTC. A payment that is held for the owner is no sale until it is credited.
"""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import day, now
from storage.payments import PaymentState
from storage.tables import jobs, people
from storage.till_tables import payments

DAY_S = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Takings:
    """What one till took, or sent back, on one day: `amount` is in the smallest unit of `currency`."""

    day: str
    till: str
    currency: str
    count: int
    amount: int


@dataclass(frozen=True, slots=True)
class Ordered:
    """Jobs of one kind that were ordered within a time, by how they stand now."""

    tier: str
    effect: str
    state: str
    count: int


@dataclass(frozen=True, slots=True)
class Sales:
    """Read-only questions, each about so many days up to now."""

    connection: AsyncConnection

    async def sold(self, days: int) -> list[Takings]:
        """What came in, day by day?"""
        counts = payments.c.state != PaymentState.HELD
        return await self._takings(payments.c.noted_at, payments.c.amount, days, counts)

    async def refunded(self, days: int) -> list[Takings]:
        """What went back, day by day?"""
        counts = payments.c.state == PaymentState.REFUNDED
        return await self._takings(payments.c.refunded_at, payments.c.amount, days, counts)

    async def arrived(self, days: int) -> dict[str, int]:
        """How many people came for the first time, day by day?"""
        return dict(await self._rows(self._by_day(people.c.created_at, days, day(people.c.created_at))))

    async def ordered(self, days: int) -> dict[tuple[str, str], int]:
        """How many jobs were ordered, by day and by how they stand now?"""
        counted = self._by_day(jobs.c.created_at, days, day(jobs.c.created_at), jobs.c.state)
        return {(when, state): count for when, state, count in await self._rows(counted)}

    async def kinds(self, days: int) -> list[Ordered]:
        """How many jobs of each tier and effect were ordered, by how they stand now? The most frequent first."""
        counted = self._by_day(jobs.c.created_at, days, jobs.c.tier, jobs.c.effect, jobs.c.state)
        rows = [Ordered(*row) for row in await self._rows(counted)]
        return sorted(rows, key=lambda row: (-row.count, row.tier, row.effect, row.state))

    async def payments(self) -> dict[str, int]:
        """How many payments stand how, of all times?"""
        counted = select(payments.c.state, func.count()).group_by(payments.c.state)
        return dict(await self._rows(counted))

    async def _takings(self, moment: Any, amount: Any, days: int, counts: Any) -> list[Takings]:
        kept = (day(moment), payments.c.till, payments.c.currency)
        statement = (
            select(*kept, func.count(), func.sum(amount))
            .where(moment >= now(-days * DAY_S), counts)
            .group_by(*kept)
            .order_by(*kept)
        )
        names = [field.name for field in fields(Takings)]
        rows = [dict(zip(names, row, strict=True)) for row in await self._rows(statement)]
        return [Takings(**{**row, "amount": int(row["amount"])}) for row in rows]

    def _by_day(self, moment: Any, days: int, *columns: Any) -> Select[Any]:
        counted = select(*columns, func.count()).where(moment >= now(-days * DAY_S))
        return counted.group_by(*columns).order_by(*columns)

    async def _rows(self, statement: Select[Any]) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in await self.connection.execute(statement)]
