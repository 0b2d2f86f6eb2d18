"""How the service is used: charts by day, each with its table, all of them as one table for other programs."""

import asyncio
import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from bot.admin.charts import Chart, Series, chart, line_chart
from bot.admin.desk import Asked, Desk
from bot.admin.pages import HEADERS
from bot.talk.scenes import effect
from bot.usecases.style_refs import titled
from storage import Missing, Transaction
from storage.activity import Activity, Cohort, Hour
from storage.measures import BACK

RANGES = (30, 90, 365)  # days
FORECAST_DAYS = 28  # whole weeks, so that each day of the week weighs the same
TENTHS = 10  # a chart has whole values: what is said with one decimal is counted in tenths
STYLES = 15
COLORS = 6  # as many as can be told apart


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart that is not drawn yet; `lines`, where values do not add up."""

    title: str
    days: Sequence[str]
    series: Sequence[Series]
    lines: bool = False
    say: Callable[[int], str] = str

    def drawn(self) -> Chart:
        return (line_chart if self.lines else chart)(self.title, self.days, self.series, self.say)


async def show(desk: Desk, asked: Asked) -> Mapping[str, Any]:
    """The charts, and the styles that people like best."""
    days = range_of(asked)
    async with desk.store.reading() as tx:
        figures, expected = await by_day(tx, asked, days), await by_hour(tx, asked)
        styles = [(await style(tx, asked, ref), times) for ref, times in await tx.shared_styles.popular(STYLES)]
    forecast = expected.drawn()
    forecast = replace(forecast, rows=forecast.rows[::-1])  # a day begins with its first hour
    charts = await asyncio.to_thread(lambda: [figure.drawn() for figure in figures])
    return {"asked": asked, "days": days, "ranges": RANGES, "charts": charts, "forecast": forecast, "styles": styles}


async def as_csv(desk: Desk, asked: Asked, request: web.Request) -> web.Response:
    """Every value of the charts in a line of its own."""
    days = range_of(asked)
    async with desk.store.reading() as tx:
        figures = [*await by_day(tx, asked, days), await by_hour(tx, asked)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("chart", "of", "day", "value"))
    for figure in figures:
        for one in figure.series:
            writer.writerows(
                (figure.title, one.title, day, figure.say(one.values[day])) for day in figure.days if day in one.values
            )
    name = f'attachment; filename="mazok-{days}-days.csv"'
    headers = {**HEADERS, "Content-Disposition": name}
    return web.Response(text=out.getvalue(), content_type="text/csv", charset="utf-8", headers=headers)


def range_of(asked: Asked) -> int:
    return next((days for days in RANGES if str(days) == asked.word("days")), RANGES[0])


async def by_day(tx: Transaction, asked: Asked, days: int) -> list[Figure]:
    """All but the forecast."""
    texts, activity = asked.texts, Activity(tx.connection)
    last = last_days((await tx.now()).date(), days)
    nothing = dict.fromkeys(last, 0)
    active, painted, cohorts = await activity.active(days), await activity.painted(days), await activity.cohorts(days)
    posted, waits = await activity.posted(days), await activity.waits(days)
    effects = summed((effect.title(texts, one.effect), one.day, one.count) for one in painted)
    tiers = summed((texts.titled(f"tier-{one.tier}", one.tier), one.day, one.count) for one in painted)
    platforms = summed((platform, day, count) for (day, platform), count in active.items())
    wait = [
        Series(texts("admin-stat-median"), {day: waited.median_s for day, waited in waits.items()}),
        Series(texts("admin-stat-p95"), {day: waited.p95_s for day, waited in waits.items()}),
    ]
    said = [Series(texts(f"admin-stat-{name}"), {**nothing, **values}) for name, values in posted.items() if values]
    return [
        Figure(texts("admin-stat-active"), last, platforms),
        Figure(texts("admin-stat-effects"), last, effects),
        Figure(texts("admin-stat-tiers"), last, tiers),
        Figure(texts("admin-stat-waits"), last, wait, lines=True),
        Figure(texts("admin-stat-feed"), last, said, lines=True),
        Figure(texts("admin-stat-conversion"), last, conversion(asked, cohorts), lines=True),
        Figure(texts("admin-stat-retention"), last, [retention(asked, cohorts, last)], lines=True),
    ]


def conversion(asked: Asked, cohorts: Sequence[Cohort]) -> list[Series]:
    """How many came, and how far they went."""
    return [
        Series(asked.texts(f"admin-stat-{name}"), {one.day: getattr(one, name) for one in cohorts})
        for name in ("arrived", "painted", "paid")
    ]


def retention(asked: Asked, cohorts: Sequence[Cohort], days: Sequence[str]) -> Series:
    """Percent of those who came; of the last days nobody can know yet."""
    known = set(days[: -BACK[1]])
    back = {one.day: round(100 * one.back / one.arrived) for one in cohorts if one.day in known}
    return Series(asked.texts("admin-stat-retained"), back)


async def by_hour(tx: Transaction, asked: Asked) -> Figure:
    """What to expect: jobs in an hour, and how many slots they keep busy then."""
    hours = await Activity(tx.connection).hours(FORECAST_DAYS)
    names = [f"{number:02}" for number in range(24)]

    def series(key: str, of: Callable[[Hour], float]) -> Series:
        values = {names[number]: round(TENTHS * of(one) / FORECAST_DAYS) for number, one in hours.items()}
        return Series(asked.texts(key), {**dict.fromkeys(names, 0), **values} if values else {})

    jobs = series("admin-stat-jobs", lambda one: one.jobs)
    slots = series("admin-stat-slots", lambda one: one.painted_s / 3600)
    return Figure(asked.texts("admin-stat-hours"), names, [jobs, slots], True, lambda tenths: f"{tenths / TENTHS:g}")


async def style(tx: Transaction, asked: Asked, ref: str) -> str:
    """What a style is called; its name among all styles where nobody has called it anything."""
    try:
        shared = (await tx.shared_styles.get(ref)).title
    except Missing:  # the house's, or taken down since
        shared = ""
    return titled(asked.texts, ref, shared) or ref


def summed(values: Iterable[tuple[str, str, int]]) -> list[Series]:
    """A series for each title, the most frequent first; those that no color is left for are one."""
    by_title: dict[str, dict[str, int]] = {}
    for title, day, count in values:
        days = by_title.setdefault(title, {})
        days[day] = days.get(day, 0) + count
    ranked = sorted(by_title.items(), key=lambda one: -sum(one[1].values()))
    shown, rest = (ranked, []) if len(ranked) <= COLORS else (ranked[: COLORS - 1], ranked[COLORS - 1 :])
    others: dict[str, int] = {}
    for _, counts in rest:
        for day, count in counts.items():
            others[day] = others.get(day, 0) + count
    return [Series(title, counts) for title, counts in shown] + ([Series("…", others)] if others else [])


def last_days(today: date, days: int) -> list[str]:
    """Today the last."""
    return [(today - timedelta(days=back)).isoformat() for back in reversed(range(days))]
