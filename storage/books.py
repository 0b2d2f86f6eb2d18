"""The audit: do journal, jobs, payments and purchases say the same? A line for each fault, none when all is well.

Knows which entry belongs to which row; changes nothing. Ask within `reading()`: it shows everything at one moment, so
that what happens meanwhile is no fault.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.journal import Journal
from storage.tables import entries, postings
from storage.till_books import TillBooks
from storage.voucher_books import VoucherBooks
from storage.work_books import WorkBooks


@dataclass(frozen=True, slots=True)
class Books:
    """Everything that must be true of credits and money at any moment."""

    connection: AsyncConnection

    async def check(self) -> list[str]:
        """What is wrong with the books? Nothing, when the list is empty."""
        return [
            *await Journal(self.connection).check(),
            *await self._orphans(),
            *await WorkBooks(self.connection).check(),
            *await TillBooks(self.connection).check(),
            *await VoucherBooks(self.connection).check(),
        ]

    async def _orphans(self) -> list[str]:
        """Postings of no entry."""
        statement = (
            select(postings.c.key, postings.c.account, postings.c.asset, postings.c.amount)
            .outerjoin(entries, entries.c.key == postings.c.key)
            .where(entries.c.key.is_(None))
        )
        return [
            f"{amount} {asset} of {account} belong to no entry: {key}"
            for key, account, asset, amount in await self.connection.execute(statement)
        ]
