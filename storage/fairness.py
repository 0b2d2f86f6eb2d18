"""Start-time fair queueing (Goyal, Vin, Cheng 1996): nobody's many jobs hold the others back.

Each line (a tier in a lane) has a virtual time, in work units. A job starts where the line is, or where the person's
last job ends if that is later; it lasts as long as its cost. Jobs run in the order of their virtual starts. Knows no
tier by name.
"""

import math
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, lock
from storage.job import Line
from storage.tables import jobs, vclock

LAST_PRIORITY = 2**31 - 1  # the queue's priorities are 1 ... 2^31 - 1, the smallest first
ACTIVE = ("queued", "running")


@dataclass(frozen=True, slots=True)
class Tag:
    """Where a job stands in the virtual time of its line. Times of different epochs do not compare."""

    epoch: int
    vstart: int
    vfinish: int

    def priority(self, base: int) -> int:
        return min(base + self.vstart, LAST_PRIORITY)


async def take(connection: AsyncConnection, person_id: str, line: Line, cost: float) -> Tag:
    """The tag of a job that is ordered now; orders of one line wait for each other until their commit."""
    await lock(connection, f"vclock:{line.tier}:{line.lane}")
    start = insert(connection, vclock).values(tier=line.tier, lane=line.lane, epoch=0, virtual_time=0)
    await connection.execute(start.on_conflict_do_nothing())
    # An empty line begins anew, lest the numbers outgrow the priorities.
    waiting = exists().where(*_of(line, jobs), jobs.c.state.in_(ACTIVE))
    anew = update(vclock).where(*_of(line, vclock), ~waiting)
    await connection.execute(anew.values(epoch=vclock.c.epoch + 1, virtual_time=0))
    return await foresee(connection, person_id, line, cost)


async def foresee(connection: AsyncConnection, person_id: str, line: Line, cost: float) -> Tag:
    """The tag that a job would get; nothing is written."""
    # A job that was stopped before it started gives its time back to the person.
    last = (
        select(func.max(jobs.c.vfinish))
        .where(
            jobs.c.person_id == person_id,
            *_of(line, jobs),
            jobs.c.epoch == vclock.c.epoch,
            or_(jobs.c.state == "queued", jobs.c.started_at.is_not(None)),
        )
        .scalar_subquery()
    )
    statement = select(vclock.c.epoch, vclock.c.virtual_time, func.coalesce(last, 0)).where(*_of(line, vclock))
    epoch, virtual_time, last_vfinish = (await connection.execute(statement)).one_or_none() or (0, 0, 0)
    vstart = max(int(virtual_time), int(last_vfinish))
    return Tag(int(epoch), vstart, vstart + max(1, math.ceil(cost)))


async def advance(connection: AsyncConnection, job_id: str) -> None:
    """The job starts: who comes from now on does not come before it."""
    vstart = (
        select(jobs.c.vstart)
        .where(jobs.c.job_id == job_id, *(jobs.c[name] == vclock.c[name] for name in ("tier", "lane", "epoch")))
        .scalar_subquery()
    )
    await connection.execute(update(vclock).where(vclock.c.virtual_time < vstart).values(virtual_time=vstart))


def _of(line: Line, table: Table) -> tuple[ColumnElement[bool], ...]:
    return table.c.tier == line.tier, table.c.lane == line.lane
