"""The journal of credits, double entry: every entry moves amounts between accounts and sums to zero.

Knows accounts and assets; knows no tier, no price, no provider. The accounts are described in storage/journal.py.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from storage.dialects import insert, lock, now
from storage.errors import NotEnough
from storage.journal import AVAILABLE, HOUSE, RESERVED, SALES, TILL, Journal
from storage.tables import entries, postings

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
class Ledger(Journal):
    """Granting, reserving, settling. Everything can be repeated: an entry with a known key changes nothing."""

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

    async def stale(self, before: str) -> list[Charge]:
        """What is left of the allowances of days before that one (2026-11-21)?"""
        total = func.sum(postings.c.amount)
        day = func.substr(postings.c.account, func.length(postings.c.account) - 9)
        statement = (
            select(postings.c.account, postings.c.asset, total)
            .where(postings.c.account.like(f"{AVAILABLE}%@____-__-__"), day < before)
            .group_by(postings.c.account, postings.c.asset)
            .having(total > 0)
            .order_by(postings.c.account, postings.c.asset)
        )
        rows = await self.connection.execute(statement)
        return [Charge(account.removeprefix(AVAILABLE), asset, int(amount)) for account, asset, amount in rows]

    async def expire(self, charge: Charge) -> int:
        """The house takes what is left on an account of one day, as often as something comes back to it; returns how
        much that was."""
        await lock(self.connection, f"account:{charge.owner}:{charge.asset}")
        left = await self.balance(charge.owner, charge.asset)
        account = AVAILABLE + charge.owner
        before = (postings.c.account == account, postings.c.asset == charge.asset, postings.c.key.startswith("expiry:"))
        times = (await self.connection.execute(select(func.count()).where(*before))).scalar_one()
        movements = [(account, charge.asset, -left), (HOUSE, charge.asset, left)]
        key = f"expiry:{charge.owner}:{charge.asset}:{times}"
        return left if left > 0 and await self._enter(key, "expiry", movements) else 0

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
