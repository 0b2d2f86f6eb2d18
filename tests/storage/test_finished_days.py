"""Days that are over are counted once, and say what a plain count of every row says; on both databases."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Table, delete, select, update

from bot.usecases.count_days import CountDays
from storage import Store, Transaction
from storage.activity import Activity, Cohort, Hour, Painted, Waits
from storage.finished_days import gaps, midnight
from storage.job import JobState
from storage.measures import CAME_BACK, PAINTED
from storage.people import Person
from storage.tables import finished_days, jobs, people
from storage.till_tables import purchases
from tests.storage.sales import a_purchase
from tests.stores import a_job

WEEKS_S = 24 * 24 * 3600
ASKED = (15, 30)  # days
NAMES = ("Alice", "Bob", "Carol", "Dave", "Erin", "Frank")

Rows = Sequence[Mapping[str, Any]]


@dataclass(slots=True)
class Town:
    """People who came, painted and paid at any time of the last weeks."""

    store: Store
    dice: Random
    people: list[Person] = field(default_factory=list)

    async def lives(self) -> None:
        async with self.store.transaction() as tx:
            now = (await tx.now()).replace(microsecond=0)
            for name in NAMES:
                person = await tx.people.arrive("web", name, "en")
                came = now - timedelta(seconds=self.dice.randrange(WEEKS_S))
                await changed(tx, people, "person_id", person.person_id, created_at=came)
                for _ in range(self.dice.randrange(12)):
                    await self.paints(tx, person, came, now)
                for number in range(self.dice.randrange(3)):
                    bought = await tx.purchases.add(a_purchase(person.person_id, f"{name}-{number}"), 60)
                    paid_at = came + (now - came) * self.dice.random()
                    await changed(tx, purchases, "purchase_id", bought.purchase_id, paid_at=paid_at, state="paid")
                self.people.append(person)

    async def paints(self, tx: Transaction, person: Person, came: datetime, now: datetime) -> None:
        new, dice = a_job(person.person_id, tier=self.dice.choice(("free", "hd"))), self.dice
        await tx.jobs.add(new)
        ordered = came + timedelta(seconds=dice.randrange(int((now - came).total_seconds())))
        started = min(now, ordered + timedelta(seconds=dice.randrange(90)))
        moments = {
            "created_at": ordered,
            "started_at": started if dice.random() < 0.8 else None,
            "ended_at": min(now, started + timedelta(seconds=dice.randrange(20_000))),
        }
        kind = {
            "state": dice.choice((JobState.DONE, JobState.STOPPED, JobState.FAILED)),
            "platform": dice.choice(("room", "web")),
            "effect": dice.choice(("gatys", "colorize")),
        }
        await changed(tx, jobs, "job_id", new.job_id, **moments, **kind)

    async def counts_its_days(self) -> int:
        return await CountDays(self.store).look()

    async def says(self) -> None:
        """What is quickly said is what a plain count says."""
        async with self.store.reading() as tx:
            activity, plain = Activity(tx.connection), await Plain.of(tx)
            for days in ASKED:
                assert await activity.active(days) == plain.active(days)
                assert await activity.painted(days) == plain.painted(days)
                assert await activity.waits(days) == plain.waits(days)
                assert await activity.cohorts(days) == plain.cohorts(days)
                assert await activity.hours(days) == plain.hours(days)


async def changed(tx: Transaction, table: Table, key: str, value: str, **values: object) -> None:
    await tx.connection.execute(update(table).where(table.c[key] == value).values(values))


@dataclass(frozen=True, slots=True)
class Plain:
    """Every row, counted one by one as nobody in a hurry would."""

    now: datetime
    jobs: Rows
    people: Rows
    purchases: Rows

    @classmethod
    async def of(cls, tx: Transaction) -> "Plain":
        async def rows(table: Table) -> list[dict[str, Any]]:
            return [dict(row) for row in (await tx.connection.execute(select(table))).mappings()]

        return cls(await tx.now(), await rows(jobs), await rows(people), await rows(purchases))

    def lately(self, rows: Rows, moment: str, days: int) -> Iterable[tuple[str, Mapping[str, Any]]]:
        first = self.now.date() - timedelta(days=days - 1)
        return ((day_of(row[moment]), row) for row in rows if row[moment].date() >= first)

    def active(self, days: int) -> dict[tuple[str, str], int]:
        found = {(day, job["platform"], job["person_id"]) for day, job in self.lately(self.jobs, "ended_at", days)}
        return dict(Counter((day, platform) for day, platform, _ in found))

    def painted(self, days: int) -> list[Painted]:
        kinds = [
            (job["state"], day, job["effect"], job["tier"]) for day, job in self.lately(self.jobs, "ended_at", days)
        ]
        counted = Counter(kind for kind in kinds if kind[0] in PAINTED)
        by_day = sorted((day, state, effect, tier, count) for (state, day, effect, tier), count in counted.items())
        return [Painted(day, *kind) for day, _, *kind in by_day]

    def waits(self, days: int) -> dict[str, Waits]:
        waited: dict[str, list[int]] = {}
        for day, job in self.lately(self.jobs, "ended_at", days):
            if job["started_at"]:
                waited.setdefault(day, []).append(int((job["started_at"] - job["created_at"]).total_seconds()))
        return {day: Waits(least(several, 50), least(several, 95)) for day, several in waited.items()}

    def cohorts(self, days: int) -> list[Cohort]:
        painted = {job["person_id"] for job in self.jobs if job["state"] in PAINTED}
        paid = {one["person_id"] for one in self.purchases if one["paid_at"]}
        came = {one["person_id"]: one["created_at"] for one in self.people}
        week = {job["person_id"] for job in self.jobs if 7 <= (job["created_at"] - came[job["person_id"]]).days < 14}
        arrived: dict[str, set[str]] = {}
        for day, one in self.lately(self.people, "created_at", days):
            arrived.setdefault(day, set()).add(one["person_id"])
        return [
            Cohort(day, len(them), len(them & painted), len(them & paid), len(them & week))
            for day, them in sorted(arrived.items())
        ]

    def hours(self, days: int) -> dict[int, Hour]:
        found: dict[int, Hour] = {}
        for job in self.jobs:
            if job["ended_at"] >= self.now - timedelta(days=days):
                at, began = job["created_at"].hour, job["started_at"] or job["ended_at"]
                before, painted_s = found.get(at, Hour(0, 0.0)), (job["ended_at"] - began).total_seconds()
                found[at] = Hour(before.jobs + 1, before.painted_s + painted_s)
        return found


def day_of(moment: datetime) -> str:
    return moment.date().isoformat()


def least(values: Sequence[int], hundredths: int) -> int:
    """The least value that so many of a hundred reach."""
    return min(value for value in values if 100 * sum(one <= value for one in values) >= hundredths * len(values))


@pytest.fixture
async def town(store: Store) -> Town:
    town = Town(store, Random(11))
    await town.lives()
    return town


async def test_counted_or_not_a_day_says_the_same(town: Town) -> None:
    await town.says()
    assert await town.counts_its_days() > 10
    await town.says()
    assert await town.counts_its_days() == 0


async def test_days_of_people_who_are_forgotten_or_become_one_are_counted_again(town: Town) -> None:
    await town.counts_its_days()
    alice, bob, carol, dave, *_ = town.people
    async with town.store.transaction() as tx:
        for former in (bob, carol):
            await tx.joining.join(former.person_id, alice.person_id, day_of(await tx.now()))
    await town.says()
    async with town.store.transaction() as tx:
        await tx.people.forget(dave.person_id)
    await town.says()
    assert await town.counts_its_days() > 0
    await town.says()


async def test_a_day_that_is_over_is_not_counted_again(town: Town) -> None:
    await town.counts_its_days()
    async with town.store.transaction() as tx:
        before = await Activity(tx.connection).painted(30)
        await tx.connection.execute(delete(jobs))
        after = await Activity(tx.connection).painted(30)
        written = (await tx.connection.execute(select(finished_days.c.day, finished_days.c.measure))).all()
        today = (await tx.now()).date()
    assert len(after) > 5
    assert after == [one for one in before if one.day in {day for day, _ in written}]
    # What may still change is not written down.
    assert max(day for day, _ in written) < today.isoformat()
    assert max(day for day, name in written if name == CAME_BACK.name) < (today - timedelta(days=14)).isoformat()


def test_a_gap_ends_where_something_is_kept() -> None:
    noon = datetime(2026, 11, 17, 12, tzinfo=UTC)
    begins = [midnight(date(2026, 11, number)) for number in range(17, 24)]
    assert gaps(noon, date(2026, 11, 22), {"2026-11-17", "2026-11-19", "2026-11-20"}) == [
        (noon, begins[2]),
        (begins[4], begins[6]),
    ]
    assert gaps(begins[0], date(2026, 11, 18), {"2026-11-17"}) == [(begins[1], begins[2])]
