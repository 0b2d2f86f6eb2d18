"""The audit of what jobs cost: does the journal set aside and take what the jobs say? Changes nothing."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.feed_tables import former_people
from storage.journal import HOUSE, RESERVED
from storage.tables import entries, jobs, people, postings

RESERVE, SETTLE = "reserve:", "settle:"


@dataclass(frozen=True, slots=True)
class WorkBooks:
    """The part of `storage.books` that knows jobs."""

    connection: AsyncConnection

    async def check(self) -> list[str]:
        """A line for each fault."""
        return [*await self._open_reserves(), *await self._settlements(), *await self._captures()]

    async def _rows(self, statement: Select[Any]) -> list[Any]:
        return list(await self.connection.execute(statement))

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
        key, account = postings.c.key, postings.c.account
        settling, held = key.startswith(SETTLE), account.startswith(RESERVED)
        job_id = case((settling, func.substr(key, len(SETTLE) + 1)), else_=func.substr(key, len(RESERVE) + 1))
        moved = (
            select(
                job_id.label("job_id"),
                postings.c.asset,
                case((settling, 1), else_=0).label("settled"),
                case((~settling & held, postings.c.amount), else_=0).label("reserved"),
                case((settling & held, -postings.c.amount), else_=0).label("emptied"),
                case((settling & (account == HOUSE), postings.c.amount), else_=0).label("captured"),
            )
            .where(or_(settling, key.startswith(RESERVE)))
            .subquery()
            .c
        )
        reserved, emptied, captured = func.sum(moved.reserved), func.sum(moved.emptied), func.sum(moved.captured)
        statement = (
            select(moved.job_id, moved.asset, reserved, emptied, captured)
            .group_by(moved.job_id, moved.asset)
            .having(func.sum(moved.settled) > 0, or_(reserved != emptied, captured > reserved, captured < 0))
        )
        return [
            f"job {name} reserved {reserved} {asset}, settled {emptied}, and {captured} are captured"
            for name, asset, reserved, emptied, captured in await self._rows(statement)
        ]

    async def _captures(self) -> list[str]:
        """What is settled belongs to a job that has ended; or to one of somebody who was forgotten, with their jobs.
        Whoever has joined another person is that one."""
        job_id = func.substr(postings.c.key, len(SETTLE) + 1)
        statement = (
            select(job_id, jobs.c.state)
            .distinct()
            .select_from(postings)
            .outerjoin(jobs, jobs.c.job_id == job_id)
            .outerjoin(former_people, former_people.c.former_id == person_of(postings.c.account))
            .outerjoin(
                people, people.c.person_id == func.coalesce(former_people.c.person_id, person_of(postings.c.account))
            )
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


def person_of(account: ColumnElement[str]) -> ColumnElement[str]:
    """The person whose units are reserved: `reserved:<person>`, of a day's allowance `reserved:<person>@2026-11-21`."""
    length = func.length(account) - len(RESERVED) - case((account.like("%@____-__-__"), 11), else_=0)
    return func.substr(account, len(RESERVED) + 1, length)
