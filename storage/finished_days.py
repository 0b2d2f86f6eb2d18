"""What was counted of days that are over, so that nobody counts it again. Knows no measure by name, and no chart.

It is never wrong: days on which somebody did something are struck out when that person is forgotten or joins another,
and whatever is not written here is counted anew by whoever asks. A day is written down an hour after its end, when
every transaction that began on it has ended.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import delete, func, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import day, insert, lock, now
from storage.measures import MEASURES, Measure, Span
from storage.tables import finished_days, jobs, people
from storage.till_tables import purchases

ONE_DAY = timedelta(days=1)
SETTLED = timedelta(hours=1)  # after its end; no transaction of ours lasts so long
LOCK = "finished days"

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class FinishedDays:
    """Counting, writing down, striking out."""

    connection: AsyncConnection

    async def count(self, measure: Measure, since: datetime) -> list[Row]:
        """What the measure says of the time up to now, a row of which the first value is the day."""
        today, whole = (await self._now()).date(), since == midnight(since.date())
        kept = await self._kept(measure, since.date() if whole else since.date() + ONE_DAY)
        rows: list[Row] = [(when, *row) for when, found in kept.items() for row in found]
        for span in gaps(since, today, kept):
            rows += await self._asked(measure, span)
        return rows

    async def due(self, days: int) -> dict[str, list[Measure]]:
        """Which days of the last so many are over and not written down, the newest first, and for which measures?"""
        moment = await self._now()
        first = (await self.connection.execute(select(func.min(people.c.created_at)))).scalar_one()
        if first is None:
            return {}
        begin = max(first.date(), moment.date() - ONE_DAY * days)
        written = select(finished_days.c.day, finished_days.c.measure).where(finished_days.c.day >= begin.isoformat())
        known = {tuple(row) for row in await self.connection.execute(written)}
        found: dict[str, list[Measure]] = {}
        for back in range((moment.date() - begin).days + 1):
            when = moment.date() - ONE_DAY * back
            over = [one for one in MEASURES if midnight(when + ONE_DAY * (one.open_days + 1)) + SETTLED <= moment]
            if missing := [one for one in over if (when.isoformat(), one.name) not in known]:
                found[when.isoformat()] = missing
        return found

    async def write(self, when: str, measures: Iterable[Measure]) -> None:
        """Count a day that is over, once for all."""
        await lock(self.connection, LOCK)
        for measure in measures:
            begin = midnight(date.fromisoformat(when))
            counts = [list(row[1:]) for row in await self._asked(measure, (begin, begin + ONE_DAY))]
            row = {"day": when, "measure": measure.name, "counts": counts}
            written = insert(self.connection, finished_days).values(row)
            again = written.on_conflict_do_update(index_elements=["day", "measure"], set_={"counts": counts})
            await self.connection.execute(again)

    async def reopen(self, *ids: str) -> None:
        """These people will not have done what they did: the days on which they did it are to be counted again.

        To be told before their rows go. Until the transaction ends no day is written down."""
        await lock(self.connection, LOCK, shared=True)
        theirs = [
            select(day(moment)).where(moment.table.c.person_id.in_(ids), moment.is_not(None))
            for moment in (jobs.c.ended_at, purchases.c.paid_at, people.c.created_at)
        ]
        await self.connection.execute(delete(finished_days).where(finished_days.c.day.in_(union(*theirs))))

    async def _kept(self, measure: Measure, since: date) -> dict[str, list[list[Any]]]:
        these = (finished_days.c.measure == measure.name, finished_days.c.day >= since.isoformat())
        found = await self.connection.execute(select(finished_days.c.day, finished_days.c.counts).where(*these))
        return {row.day: row.counts for row in found}

    async def _asked(self, measure: Measure, span: Span) -> list[Row]:
        return [tuple(row) for row in await self.connection.execute(measure.counted(span))]

    async def _now(self) -> datetime:
        moment: datetime = (await self.connection.execute(select(now()))).scalar_one()
        return moment


def gaps(since: datetime, today: date, kept: Collection[str]) -> list[Span]:
    """The times from `since` to the end of today of which nothing is kept."""
    ends = [since, *(midnight(since.date() + ONE_DAY * n) for n in range(1, (today - since.date()).days + 2))]
    found: list[Span] = []
    for begin, end in pairwise(ends):
        if begin == midnight(begin.date()) and begin.date().isoformat() in kept:
            continue
        if found and found[-1][1] == begin:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return found


def midnight(when: date) -> datetime:
    """With which the day begins."""
    return datetime.combine(when, time(), UTC)
