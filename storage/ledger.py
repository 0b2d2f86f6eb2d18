"""The journal of credits, double entry: every entry moves amounts between accounts and sums to zero.

Knows accounts and assets; knows no tier, no price, no provider. A balance is the sum of its postings and is
stored nowhere, so it cannot drift from them.

Accounts: `available:<owner>` to spend, `reserved:<owner>` held for ordered jobs, `voucher:<code>` held for whoever
redeems it, `house` gives and earns; of money, whose assets are currencies in their smallest unit, `till:<name>` holds
what was paid and `sales` what it was paid for.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, lock, now
from storage.errors import NotEnough
from storage.tables import entries, postings

HOUSE = "house"
SALES = "sales"
TILL = "till:"
AVAILABLE = "available:"
RESERVED = "reserved:"
VOUCHER = "voucher:"

Movement = tuple[str, str, int]  # account, asset, amount


@dataclass(frozen=True, slots=True)
class Charge:
    """`amount` of `asset` out of the owner's account."""

    owner: str
    asset: str
    amount: int


@dataclass(frozen=True, slots=True)
class Transfer:
    """`amount` of `asset` from one account to another, both by their whole names."""

    source: str
    target: str
    asset: str
    amount: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an owner's journal: what came (positive) or went, and why."""

    key: str
    reason: str
    asset: str
    amount: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Ledger:
    """Granting, reserving, settling. Everything can be repeated: an entry with a known key changes nothing."""

    connection: AsyncConnection

    async def grant(self, key: str, owner: str, asset: str, amount: int, reason: str) -> bool:
        """The house gives `amount` to the owner; False when `key` is known."""
        if amount <= 0:
            raise ValueError(f"a grant is positive, not {amount}")
        return await self._enter(f"grant:{key}", reason, [(HOUSE, asset, -amount), (AVAILABLE + owner, asset, amount)])

    async def take_back(self, key: str, charge: Charge, reason: str) -> int | None:
        """The house takes back what it gave, as far as it is still there: returns how much that was, None when `key`
        is known."""
        await lock(self.connection, f"account:{charge.owner}:{charge.asset}")
        amount = min(charge.amount, await self.balance(charge.owner, charge.asset))
        movements = [(AVAILABLE + charge.owner, charge.asset, -amount), (HOUSE, charge.asset, amount)]
        return amount if await self._enter(f"back:{key}", reason, movements) else None

    async def transfer(self, key: str, moved: Transfer, reason: str) -> bool:
        """Move it; False when `key` is known. Raises NotEnough, and moves nothing: only the house may owe."""
        await lock(self.connection, f"account:{moved.source.removeprefix(AVAILABLE)}:{moved.asset}")
        if await self._known(f"move:{key}"):
            return False
        have = (await self._holds(moved.source)).get(moved.asset, 0)
        if have < moved.amount and moved.source != HOUSE:
            raise NotEnough(moved.asset, have=have, need=moved.amount)
        movements = [(moved.source, moved.asset, -moved.amount), (moved.target, moved.asset, moved.amount)]
        return await self._enter(f"move:{key}", reason, movements)

    async def was_moved(self, key: str) -> bool:
        """Was this transfer made?"""
        return await self._known(f"move:{key}")

    async def receive(self, key: str, till: str, currency: str, amount: int) -> bool:
        """Money came into a till; a negative `amount` went out of it again. False when `key` is known."""
        movements = [(SALES, currency, -amount), (TILL + till, currency, amount)]
        return await self._enter(f"money:{key}", "money", movements)

    async def reserve(self, job_id: str, charges: Iterable[Charge]) -> bool:
        """Set aside what the job will cost; False when that was done before. Raises NotEnough, and reserves nothing."""
        needs: Counter[tuple[str, str]] = Counter()
        for charge in charges:
            if charge.amount <= 0:
                raise ValueError(f"a charge is positive, not {charge.amount}")
            needs[charge.owner, charge.asset] += charge.amount
        await lock(self.connection, *(f"account:{owner}:{asset}" for owner, asset in needs))
        if await self._known(f"reserve:{job_id}"):
            return False
        movements: list[Movement] = []
        for (owner, asset), need in needs.items():
            have = await self.balance(owner, asset)
            if have < need:
                raise NotEnough(asset, have=have, need=need)
            movements += [(AVAILABLE + owner, asset, -need), (RESERVED + owner, asset, need)]
        return await self._enter(f"reserve:{job_id}", "reserve", movements)

    async def settle(self, job_id: str, used: Mapping[str, int]) -> bool:
        """The house takes what was used of each charge, the rest is the owner's again.

        Only the first settlement of a job counts: False for later ones and for a job that reserved nothing.
        """
        if any(amount < 0 for amount in used.values()):
            raise ValueError(f"use is not negative: {dict(used)}")
        movements: list[Movement] = []
        earned: Counter[str] = Counter()
        for account, asset, amount in await self._reserved(job_id):
            owner = account.removeprefix(RESERVED)
            captured = min(used.get(asset, 0), amount)
            earned[asset] += captured
            movements += [(account, asset, -amount), (AVAILABLE + owner, asset, amount - captured)]
        movements += [(HOUSE, asset, amount) for asset, amount in earned.items()]
        if not movements:
            return False
        return await self._enter(f"settle:{job_id}", "capture" if earned.total() else "release", movements)

    async def release(self, job_id: str) -> bool:
        """The owner gets back everything that the job reserved."""
        return await self.settle(job_id, {})

    async def returned(self, job_id: str, owner: str) -> dict[str, int]:
        """What did the end of a job give back to somebody, of their account and of their allowance of a day?"""
        theirs = postings.c.account.startswith(AVAILABLE + owner, autoescape=True)
        statement = select(postings.c.asset, postings.c.amount).where(postings.c.key == f"settle:{job_id}", theirs)
        return {row.asset: row.amount for row in await self.connection.execute(statement)}

    async def money(self) -> dict[tuple[str, str], int]:
        """How much lies in each till, by currency, in its smallest unit?"""
        statement = (
            select(postings.c.account, postings.c.asset, func.sum(postings.c.amount))
            .where(postings.c.account.startswith(TILL))
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
        theirs = postings.c.account.startswith(AVAILABLE + owners, autoescape=True)
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

    async def check(self) -> list[str]:
        """The audit: what is wrong with the books? Nothing, when the list is empty."""
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

    async def _enter(self, key: str, reason: str, movements: Sequence[Movement]) -> bool:
        statement = (
            insert(self.connection, entries)
            .values(key=key, reason=reason, created_at=now())
            .on_conflict_do_nothing()
            .returning(entries.c.key)
        )
        if (await self.connection.execute(statement)).scalar_one_or_none() is None:
            return False
        rows = [
            {"key": key, "account": account, "asset": asset, "amount": amount}
            for account, asset, amount in movements
            if amount
        ]
        if rows:
            await self.connection.execute(postings.insert(), rows)
        return True

    async def _known(self, key: str) -> bool:
        statement = select(entries.c.key).where(entries.c.key == key)
        return (await self.connection.execute(statement)).first() is not None

    async def _reserved(self, job_id: str) -> Sequence[Movement]:
        statement = (
            select(postings.c.account, postings.c.asset, postings.c.amount)
            .where(postings.c.key == f"reserve:{job_id}", postings.c.account.startswith(RESERVED))
            .order_by(postings.c.account, postings.c.asset)
        )
        return [(row.account, row.asset, row.amount) for row in await self.connection.execute(statement)]
