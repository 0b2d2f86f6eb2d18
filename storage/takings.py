"""What tills took: how payments stand, and what came and went in a stretch of time. Knows no till by name."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import now
from storage.journal import HOUSE, TILL
from storage.payments import PaymentState
from storage.tables import entries, postings
from storage.till_books import payment_of
from storage.till_tables import payments, purchases

Span = tuple[datetime, datetime]  # from, until


@dataclass(frozen=True, slots=True)
class Standing:
    """So many payments of a till stand in this state, the oldest for so long (of a refund: since it was asked for)."""

    till: str
    state: PaymentState
    payments: int
    oldest_s: float


@dataclass(frozen=True, slots=True)
class Turnover:
    """What came into a till for one kind of goods, and what went back; `kind` is None for payments of nothing known.
    In the smallest unit of the currency."""

    till: str
    currency: str
    kind: str | None
    sales: int
    sold: int
    refunds: int
    refunded: int


@dataclass(frozen=True, slots=True)
class Takes:
    """What came into a till, and what went back; in the smallest unit of the currency."""

    till: str
    currency: str
    sold: int
    refunded: int


@dataclass(frozen=True, slots=True)
class Moved:
    """So many units went from the house to people for this reason; back to the house where it is negative."""

    asset: str
    reason: str
    entries: int
    units: int


@dataclass(frozen=True, slots=True)
class Takings:
    """Read-only questions over journal and payments."""

    connection: AsyncConnection

    async def standing(self) -> list[Standing]:
        """Which payments wait for the owner, and which refunds for their till?"""
        since = func.min(func.coalesce(payments.c.refund_asked_at, payments.c.noted_at))
        statement = (
            select(payments.c.till, payments.c.state, func.count(), since, now())
            .where(payments.c.state.in_((PaymentState.HELD, PaymentState.REFUNDING)))
            .group_by(payments.c.till, payments.c.state)
        )
        return [
            Standing(till, PaymentState(state), count, max(0.0, (moment - oldest).total_seconds()))
            for till, state, count, oldest, moment in await self.connection.execute(statement)
        ]

    async def lately(self, within_s: float) -> list[Takes]:
        """What did each till take, and what went back? From the payments, as whoever watches asks often."""
        columns = (payments.c.till, payments.c.currency)
        came, gone = payments.c.noted_at >= now(-within_s), payments.c.refunded_at >= now(-within_s)
        sums = [func.sum(case((moment, payments.c.amount), else_=0)) for moment in (came, gone)]
        statement = select(*columns, *sums).where(or_(came, gone)).group_by(*columns)
        rows = await self.connection.execute(statement)
        return [Takes(till, currency, int(sold), int(refunded)) for till, currency, sold, refunded in rows]

    async def turnover(self, span: Span) -> list[Turnover]:
        """What came and went, by till and kind?"""
        back = postings.c.amount < 0
        sums = [func.sum(case((sign, amount), else_=0)) for sign in (~back, back) for amount in (1, postings.c.amount)]
        statement = (
            select(postings.c.account, postings.c.asset, purchases.c.kind, *sums)
            .select_from(postings)
            .join(entries, entries.c.key == postings.c.key)
            .outerjoin(payments, payment_of(postings))
            .outerjoin(purchases, purchases.c.purchase_id == payments.c.purchase_id)
            .where(postings.c.account.startswith(TILL), within(span))
            .group_by(postings.c.account, postings.c.asset, purchases.c.kind)
            .order_by(postings.c.account, postings.c.asset, purchases.c.kind)
        )
        return [
            Turnover(account.removeprefix(TILL), currency, kind, int(sales), int(sold), int(refunds), -int(refunded))
            for account, currency, kind, sales, sold, refunds, refunded in await self.connection.execute(statement)
        ]

    async def moved(self, span: Span) -> list[Moved]:
        """Which units were given and taken, and why?"""
        statement = (
            select(postings.c.asset, entries.c.reason, func.count(), -func.sum(postings.c.amount))
            .join(entries, entries.c.key == postings.c.key)
            .where(postings.c.account == HOUSE, within(span))
            .group_by(postings.c.asset, entries.c.reason)
            .order_by(postings.c.asset, entries.c.reason)
        )
        rows = await self.connection.execute(statement)
        return [Moved(asset, reason, count, int(units)) for asset, reason, count, units in rows]

    async def tills_at(self, moment: datetime) -> dict[tuple[str, str], int]:
        """How much lay in each till then, by currency?"""
        return {
            (account.removeprefix(TILL), currency): amount
            for (account, currency), amount in (await self._at(moment, postings.c.account.startswith(TILL))).items()
        }

    async def units_at(self, moment: datetime) -> dict[str, int]:
        """How many units of each asset did people have then, those reserved for jobs included?"""
        given = await self._at(moment, postings.c.account == HOUSE)
        return {asset: -amount for (_, asset), amount in given.items()}

    async def _at(self, moment: datetime, where: ColumnElement[bool]) -> dict[tuple[str, str], int]:
        statement = (
            select(postings.c.account, postings.c.asset, func.sum(postings.c.amount))
            .join(entries, entries.c.key == postings.c.key)
            .where(where, entries.c.created_at < moment)
            .group_by(postings.c.account, postings.c.asset)
        )
        rows = await self.connection.execute(statement)
        return {(account, asset): int(amount) for account, asset, amount in rows}


def within(span: Span) -> ColumnElement[bool]:
    return and_(entries.c.created_at >= span[0], entries.c.created_at < span[1])
