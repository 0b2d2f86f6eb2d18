"""The journal when two people become one, and one becomes two: nothing is lost, and no day is longer than a day.

What somebody has used of a day's allowance goes with them: the free paintings of today are not had twice.
"""

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from storage.dialects import lock
from storage.journal import AVAILABLE, HOUSE, RESERVED
from storage.ledger import Ledger, Movement
from storage.tables import entries, postings


@dataclass(frozen=True, slots=True)
class JoinedBooks(Ledger):
    """Moves what people have; every entry says `join` or `part`."""

    async def holds_back(self, person_id: str) -> bool:
        """Is anything of theirs set aside for a job that has not ended?"""
        account = postings.c.account
        own = or_(account == RESERVED + person_id, account.startswith(f"{RESERVED}{person_id}@", autoescape=True))
        held = select(account).where(own).group_by(account, postings.c.asset).having(func.sum(postings.c.amount) != 0)
        return (await self.connection.execute(held.limit(1))).first() is not None

    async def take_over(self, former: str, person_id: str) -> None:
        """Everything that the former person can spend is this one's; again, when something came to them since."""
        assets = await self.balances(former)
        await lock(self.connection, *(f"account:{former}:{asset}" for asset in assets))
        movements: list[Movement] = []
        for asset, amount in (await self.balances(former)).items():
            movements += [(AVAILABLE + former, asset, -amount), (AVAILABLE + person_id, asset, amount)]
        if movements:
            await self._enter(await self._key(f"join:{former}"), "join", movements)

    async def spend_day(self, former: str, person_id: str, day: str) -> None:
        """What the former person had of the day is the house's, and what they used of it this one has used."""
        theirs, own = f"{former}@{day}", f"{person_id}@{day}"
        granted = await self._granted(theirs)
        await lock(self.connection, *(f"account:{owner}:{asset}" for owner in (theirs, own) for asset in granted))
        left, have = await self.balances(theirs), await self.balances(own)
        movements: list[Movement] = []
        for asset, amount in granted.items():
            rest = left.get(asset, 0)
            gone = min(amount - rest, have.get(asset, 0))
            movements += [(AVAILABLE + theirs, asset, -rest), (AVAILABLE + own, asset, -gone)]
            movements.append((HOUSE, asset, rest + gone))
        if any(amount for _, _, amount in movements):
            await self._enter(await self._key(f"join-day:{theirs}"), "join", movements)

    async def share_day(self, person_id: str, newcomer: str, day: str) -> None:
        """Who parts from a person has no more of the day than that one has left."""
        left, have = await self.balances(f"{person_id}@{day}"), await self.balances(f"{newcomer}@{day}")
        movements: list[Movement] = []
        for asset, amount in have.items():
            gone = max(0, amount - left.get(asset, 0))
            movements += [(f"{AVAILABLE}{newcomer}@{day}", asset, -gone), (HOUSE, asset, gone)]
        if any(amount for _, _, amount in movements):
            await self._enter(f"part-day:{newcomer}@{day}", "part", movements)

    async def _granted(self, owner: str) -> dict[str, int]:
        """What was ever given to an account, by asset."""
        given = (postings.c.account == AVAILABLE + owner, postings.c.key.startswith("grant:"))
        statement = select(postings.c.asset, func.sum(postings.c.amount)).where(*given).group_by(postings.c.asset)
        return {asset: int(amount) for asset, amount in await self.connection.execute(statement)}

    async def _key(self, name: str) -> str:
        """The first entry has the plain name, those of stragglers a number."""
        before = or_(entries.c.key == name, entries.c.key.startswith(f"{name}:", autoescape=True))
        times = (await self.connection.execute(select(func.count()).select_from(entries).where(before))).scalar_one()
        return f"{name}:{times}" if times else name
