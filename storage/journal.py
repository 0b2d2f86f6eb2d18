"""Reading the journal of credits: balances, lines, and whether it is sound in itself. Knows no job and no payment.

Accounts: `available:<owner>` to spend, `reserved:<owner>` held for ordered jobs, `voucher:<code>` held for whoever
redeems it, `house` gives and earns; of money, whose assets are currencies in their smallest unit, `till:<name>` holds
what was paid and `sales` what it was paid for.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import begins
from storage.former import owners
from storage.tables import entries, postings

HOUSE = "house"
SALES = "sales"
TILL = "till:"
AVAILABLE = "available:"
RESERVED = "reserved:"
VOUCHER = "voucher:"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an owner's journal: what came (positive) or went, and why."""

    key: str
    reason: str
    asset: str
    amount: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One posting with its entry, as an export has it."""

    seq: int
    created_at: datetime
    key: str
    reason: str
    account: str
    asset: str
    amount: int


@dataclass(frozen=True, slots=True)
class Journal:
    """Questions; a balance is the sum of its postings and is stored nowhere, so it cannot drift from them."""

    connection: AsyncConnection

    async def money(self) -> dict[tuple[str, str], int]:
        """How much lies in each till, by currency, in its smallest unit?"""
        statement = (
            select(postings.c.account, postings.c.asset, func.sum(postings.c.amount))
            .where(begins(self.connection, postings.c.account, TILL))
            .group_by(postings.c.account, postings.c.asset)
        )
        rows = await self.connection.execute(statement)
        return {(account.removeprefix(TILL), currency): int(amount) for account, currency, amount in rows}

    async def balance(self, owner: str, asset: str) -> int:
        """How much can the owner spend?"""
        return (await self.balances(owner)).get(asset, 0)

    async def balances(self, owner: str) -> dict[str, int]:
        """How much of each asset can the owner spend? Assets with nothing left are left out."""
        return await self._holds(AVAILABLE + owner)

    async def ever_had(self, owners: str) -> bool:
        """Was anything ever given to an owner whose name begins like this?"""
        theirs = begins(self.connection, postings.c.account, AVAILABLE + owners)
        return (await self.connection.execute(select(postings.c.key).where(theirs).limit(1))).first() is not None

    async def _holds(self, account: str) -> dict[str, int]:
        total = func.sum(postings.c.amount)
        statement = (
            select(postings.c.asset, total)
            .where(postings.c.account == account)
            .group_by(postings.c.asset)
            .having(total != 0)
        )
        return {asset: int(amount) for asset, amount in await self.connection.execute(statement)}

    async def journal(self, *owners: str, limit: int = 20, offset: int = 0) -> list[Entry]:
        """What came and went, newest first; of several accounts together where somebody has more than one."""
        statement = (
            select(entries.c.key, entries.c.reason, postings.c.asset, postings.c.amount, entries.c.created_at)
            .join(postings, postings.c.key == entries.c.key)
            .where(postings.c.account.in_([AVAILABLE + owner for owner in owners]))
            .order_by(entries.c.seq.desc(), postings.c.asset)
            .limit(limit)
            .offset(offset)
        )
        return [Entry(**row._mapping) for row in await self.connection.execute(statement)]

    async def lines(
        self, since: datetime | None = None, until: datetime | None = None, person_id: str | None = None
    ) -> AsyncIterator[Line]:
        """Every posting in order, of everybody or of the entries that move something of one person's."""
        whole = select(entries.c.seq, entries.c.created_at, entries.c.key, entries.c.reason)
        statement = (
            whole.add_columns(postings.c.account, postings.c.asset, postings.c.amount)
            .join(postings, postings.c.key == entries.c.key)
            .order_by(entries.c.seq, postings.c.account, postings.c.asset)
        )
        if since is not None:
            statement = statement.where(entries.c.created_at >= since)
        if until is not None:
            statement = statement.where(entries.c.created_at < until)
        if person_id is not None:
            ids = await owners(self.connection, person_id)
            theirs = [account + one for account in (AVAILABLE, RESERVED) for one in ids]
            own = or_(*(postings.c.account == one for one in theirs))
            own |= or_(*(postings.c.account.startswith(f"{one}@") for one in theirs))
            statement = statement.where(entries.c.key.in_(select(postings.c.key).where(own)))
        async for row in await self.connection.stream(statement):
            yield Line(*row)

    async def check(self) -> list[str]:
        """What is wrong with the journal in itself? Nothing, when the list is empty. `storage.books` asks further."""
        total = func.sum(postings.c.amount)
        crooked = select(postings.c.key, postings.c.asset, total).group_by(postings.c.key, postings.c.asset)
        overdrawn = select(postings.c.account, postings.c.asset, total).group_by(postings.c.account, postings.c.asset)
        faults = [
            f"entry {key} leaves {amount} {asset}"
            for key, asset, amount in await self.connection.execute(crooked.having(total != 0))
        ]
        faults += [
            f"account {account} has {amount} {asset}"
            for account, asset, amount in await self.connection.execute(
                overdrawn.where(postings.c.account.not_in((HOUSE, SALES))).having(total < 0)
            )
        ]
        return faults
