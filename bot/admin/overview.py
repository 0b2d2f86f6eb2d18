"""How the service is doing: money, people and jobs of the last thirty days, and what waits now."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from bot.admin.charts import Chart, Series, chart
from bot.admin.desk import Asked, Desk
from storage.job import JobState
from storage.payments import PaymentState
from storage.posts import PostState
from storage.sales import Takings
from storage.statistics import Statistics

DAYS = 30
BOOKS = "books.checked"  # the cursor of the last self-check of the books


async def show(desk: Desk, asked: Asked) -> Mapping[str, Any]:
    async with desk.store.reading() as tx:
        days = last_days((await tx.now()).date())
        sold, refunded = await tx.sales.sold(DAYS), await tx.sales.refunded(DAYS)
        arrived, ordered = await tx.sales.arrived(DAYS), await tx.sales.ordered(DAYS)
        kinds, payments = await tx.sales.kinds(DAYS), await tx.sales.payments()
        depths, workers = await Statistics(tx.connection).depths(), await tx.workers.living()
        books, posts = await tx.cursors.get(BOOKS), await tx.posts.count(PostState.WAITING)
    return {
        "money": [money_chart(asked, days, sold, refunded, currency) for currency in currencies(sold, refunded)],
        "people": chart(asked.texts("admin-people-by-day"), days, [Series(asked.texts("admin-people-new"), arrived)]),
        "jobs": jobs_chart(asked, days, ordered),
        "kinds": kinds,
        "held": payments.get(PaymentState.HELD, 0),
        "refunding": payments.get(PaymentState.REFUNDING, 0),
        "posts": posts,
        "depths": depths,
        "workers": [worker for worker in workers if worker.paints],
        "chats": sum(not worker.paints for worker in workers),
        "books": checked(asked, books) if books else None,
    }


def checked(asked: Asked, said: str) -> str:
    """When the books were checked last, and how many faults that found."""
    last = json.loads(said)
    return asked.texts("admin-books", at=asked.at(datetime.fromisoformat(last["at"])), faults=last["faults"])


def last_days(today: date) -> list[str]:
    """The days that the charts show, today the last."""
    return [(today - timedelta(days=back)).isoformat() for back in reversed(range(DAYS))]


def currencies(*takings: Sequence[Takings]) -> list[str]:
    return sorted({one.currency for one in chain(*takings)})


def money_chart(
    asked: Asked, days: Sequence[str], sold: Sequence[Takings], refunded: Sequence[Takings], currency: str
) -> Chart:
    """What each till took, and what each sent back."""

    def of(takings: Iterable[Takings], till: str, sign: int) -> dict[str, int]:
        return {one.day: sign * one.amount for one in takings if (one.till, one.currency) == (till, currency)}

    tills = sorted({one.till for one in (*sold, *refunded) if one.currency == currency})
    series = [Series(till, of(sold, till, 1)) for till in tills]
    back = [Series(asked.texts("admin-refunded-by", till=till), of(refunded, till, -1)) for till in tills]
    back = [one for one in back if one.values]
    title = asked.texts("admin-sales-by-day", currency=currency)
    return chart(title, days, [*series, *back], lambda minor: asked.money(minor, currency))


def jobs_chart(asked: Asked, days: Sequence[str], ordered: Mapping[tuple[str, str], int]) -> Chart:
    series = [
        Series(asked.texts(f"admin-is-{state}"), {day: count for (day, of), count in ordered.items() if of == state})
        for state in (JobState.DONE, JobState.STOPPED, JobState.FAILED, JobState.RUNNING, JobState.QUEUED)
    ]
    return chart(asked.texts("admin-jobs-by-day"), days, [one for one in series if one.values])
