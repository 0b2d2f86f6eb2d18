"""What is counted by day: questions about a time, each in one statement. Knows no chart, and nothing of what is kept.

A count is a row: its first value is the day (of UTC), the others are what was counted and how many. A day that is over
says the same for ever, until a person is forgotten or joined; see storage/finished_days.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, distinct, exists, func, select, tuple_

from storage.dialects import day, elapsed_s, hour
from storage.job import JobState
from storage.tables import jobs, people
from storage.till_tables import purchases

DAY_S = 24 * 3600.0
PAINTED = (JobState.DONE, JobState.STOPPED)
BACK = (7, 14)  # days after they came: the second week
WAITED = (50, 95)  # of a hundred jobs

Span = tuple[datetime, datetime]  # from the first moment on, before the second one
Counts = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Measure:
    """`counted` asks about a time; what it says of a day may still change for `open_days` days after it."""

    name: str
    counted: Callable[[Span], Counts]
    open_days: int = 0


def active(span: Span) -> Counts:
    """Day, platform, people who got something."""
    kept = (day(jobs.c.ended_at), jobs.c.platform)
    return select(*kept, func.count(distinct(jobs.c.person_id))).where(*_within(span, jobs.c.ended_at)).group_by(*kept)


def ended(span: Span) -> Counts:
    """Day, how they ended, effect, tier, jobs."""
    # How a job ended is not asked for: it would lead SQLite to another index, and off the time.
    kept = (day(jobs.c.ended_at), jobs.c.state, jobs.c.effect, jobs.c.tier)
    return select(*kept, func.count()).where(*_within(span, jobs.c.ended_at)).group_by(*kept)


def waits(span: Span) -> Counts:
    """Day, seconds that half of the jobs waited at most, seconds that 95 of 100 did."""
    when, waited = day(jobs.c.ended_at), elapsed_s(jobs.c.created_at, jobs.c.started_at)
    place = func.row_number().over(partition_by=when, order_by=waited)
    all_ = func.count().over(partition_by=when)
    columns = (when.label("day"), waited.label("waited_s"), place.label("place"), all_.label("jobs"))
    began = jobs.c.started_at.is_not(None)
    ranked = select(*columns).where(*_within(span, jobs.c.ended_at), began).subquery()
    hundredths = [func.min(ranked.c.waited_s).filter(100 * ranked.c.place >= least * ranked.c.jobs) for least in WAITED]
    return select(ranked.c.day, *hundredths).group_by(ranked.c.day)


def hours(span: Span) -> Counts:
    """Day of the end, hour of the order, jobs, seconds for which they were painted (None: none of them was)."""
    kept = (day(jobs.c.ended_at), hour(jobs.c.created_at))
    seconds = cast(func.sum(elapsed_s(jobs.c.started_at, jobs.c.ended_at)), BigInteger)
    return select(*kept, func.count(), seconds).where(*_within(span, jobs.c.ended_at)).group_by(*kept)


def first_paintings(span: Span) -> Counts:
    """Day, day on which they came, people who got their first painting."""
    before = jobs.alias()
    earlier = exists().where(
        before.c.person_id == jobs.c.person_id,
        _by_row(before.c.state).in_(PAINTED),
        tuple_(before.c.ended_at, before.c.job_id) < tuple_(jobs.c.ended_at, jobs.c.job_id),
    )
    painted = (*_within(span, jobs.c.ended_at), _by_row(jobs.c.state).in_(PAINTED))
    kept = (day(jobs.c.ended_at), day(people.c.created_at))
    return select(*kept, func.count()).join_from(jobs, people).where(*painted, ~earlier).group_by(*kept)


def first_payments(span: Span) -> Counts:
    """Day, day on which they came, people who paid for the first time."""
    before = purchases.alias()
    earlier = exists().where(
        before.c.person_id == purchases.c.person_id,
        tuple_(before.c.paid_at, before.c.purchase_id) < tuple_(purchases.c.paid_at, purchases.c.purchase_id),
    )
    theirs = people.c.person_id == purchases.c.person_id  # no foreign key: purchases outlive people
    kept = (day(purchases.c.paid_at), day(people.c.created_at))
    counted = select(*kept, func.count()).join_from(purchases, people, theirs)
    return counted.where(*_within(span, purchases.c.paid_at), ~earlier).group_by(*kept)


def came_back(span: Span) -> Counts:
    """Day on which they came, people who ordered in their second week."""
    since = elapsed_s(people.c.created_at, jobs.c.created_at)
    begin, end = (timedelta(days=days) for days in BACK)
    # Nobody's second week is outside of these; PostgreSQL would read every job else.
    lately = _within((span[0] + begin, span[1] + end), jobs.c.created_at)
    theirs = (jobs.c.person_id == people.c.person_id, *lately)
    back = exists().where(*theirs, since >= BACK[0] * DAY_S, since < BACK[1] * DAY_S)
    came = day(people.c.created_at)
    return select(came, func.count()).where(*_within(span, people.c.created_at), back).group_by(came)


ACTIVE, ENDED = Measure("active", active), Measure("ended", ended)
WAITS, HOURS = Measure("waits", waits), Measure("hours", hours)
FIRST_PAINTINGS = Measure("first paintings", first_paintings)
FIRST_PAYMENTS = Measure("first payments", first_payments)
CAME_BACK = Measure("came back", came_back, open_days=BACK[1])
MEASURES = (ACTIVE, ENDED, WAITS, HOURS, FIRST_PAINTINGS, FIRST_PAYMENTS, CAME_BACK)


def _within(span: Span, moment: ColumnElement[Any]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return moment >= span[0], moment < span[1]


def _by_row(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same, for which SQLite looks in no index: it would take the one of states, and read nearly every job."""
    return column + ""
