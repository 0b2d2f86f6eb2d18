"""The admin pages and /metrics of a service with a million jobs of a hundred thousand people in a year: milliseconds of
a page over real HTTP, what the process computed for it, and how long the chat was held up meanwhile; on both databases.

Filling them takes minutes and two gigabytes.

    python -m benchmarks admin
"""

import asyncio
import re
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

import aiohttp
import psutil
from rich.console import Console
from rich.table import Table

import storage
from benchmarks.crowd import JOBS, PEOPLE, fill
from benchmarks.machine import free_port
from benchmarks.queue import databases
from benchmarks.start import answers, mazok
from bot.settings import Settings
from bot.usecases.count_days import CountDays
from bot.usecases.sign_in import SignIn

ASKED: Final = 5  # times, each page
BREATH_S: Final = 0.02  # between two looks at whether the chat answers
PAGES: Final = {
    "statistics, 30 days": "/admin/statistics?days=30",
    "statistics, 90 days": "/admin/statistics?days=90",
    "statistics, 365 days": "/admin/statistics?days=365",
    "statistics, 365 days, CSV": "/admin/statistics.csv?days=365",
    "overview": "/admin/",
    "jobs": "/admin/jobs",
    "jobs, done": "/admin/jobs?state=done",
    "jobs, failed": "/admin/jobs?state=failed",
    "jobs, page 400": "/admin/jobs?offset=20000",
    "people": "/admin/people",
    "a person": "/admin/person?id=p7",
    "payments": "/admin/payments",
    "purchases": "/admin/purchases",
    "posts shown": "/admin/feed?state=shown",
    "letters": "/admin/letters",
    "log": "/admin/log",
    "/metrics": "/metrics",
}


@dataclass(slots=True)
class Times:
    """Of one page, in ms: each answer as it was waited for, what the process computed for one on the mean, and the
    longest that anybody else waited for an answer meanwhile."""

    waited: list[float] = field(default_factory=list)
    computed: float = 0.0
    held_up: float = 0.0


async def prepare(settings: Settings) -> tuple[str, float]:
    """A token that signs in, and the seconds in which the days that are over were counted."""
    async with storage.open(settings.database_url, settings.blob_url, settings.key) as store:
        await fill(store)
        started = time.perf_counter()
        await CountDays(store).look()
        return await SignIn(store).link("Olga"), time.perf_counter() - started


@asynccontextmanager
async def signed_in(url: str, token: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        async with http.get(f"{url}/admin/sign-in/{token}") as answer:
            [link] = re.findall(r'name="link" value="([^"]+)"', await answer.text())
        async with http.post(f"{url}/admin/sign-in", data={"link": link}, headers={"Origin": url}) as answer:
            answer.raise_for_status()
        yield http


async def asked(http: aiohttp.ClientSession, where: str) -> float:
    """Milliseconds until the whole answer is there."""
    started = time.perf_counter()
    async with http.get(where) as answer:
        await answer.read()
        answer.raise_for_status()
    return 1000 * (time.perf_counter() - started)


async def others(url: str, times: Times) -> None:
    """Somebody else asks meanwhile, until cancelled."""
    async with aiohttp.ClientSession() as http:
        while True:
            times.held_up = max(times.held_up, await asked(http, f"{url}/healthz"))
            await asyncio.sleep(BREATH_S)


async def measured(url: str, token: str, chat: psutil.Process) -> dict[str, Times]:
    """Each page, asked in turn, one after another."""
    times = {name: Times() for name in PAGES}
    async with signed_in(url, token) as http:
        for name, path in PAGES.items():
            await asked(http, url + path)  # templates and statements are prepared
            computed = chat.cpu_times()
            times[name].waited = [await asked(http, url + path) for _ in range(ASKED)]
            times[name].computed = 1000 * (sum(chat.cpu_times()[:2]) - sum(computed[:2])) / ASKED
            other = asyncio.create_task(others(url, times[name]))
            for _ in range(ASKED):
                await asked(http, url + path)
            other.cancel()
            await asyncio.gather(other, return_exceptions=True)
    return times


def run(console: Console) -> None:
    columns = ("page", "database", "median, ms", "worst, ms", "computed, ms", "others waited, ms")
    table = Table(*columns, title=f"{JOBS} jobs of {PEOPLE} people in a year, each page {ASKED} times")
    with databases() as urls, tempfile.TemporaryDirectory() as name:
        for database, database_url in urls.items():
            folder, port = Path(name) / database, free_port()
            own = {"data": folder / "var", "key_file": folder / "key", "database_url": database_url}
            settings = Settings(_env_file=None, **own)  # type: ignore[call-arg, arg-type]
            token, counted_s = asyncio.run(prepare(settings))
            console.print(f"{database}: every day of the year counted in {counted_s:.0f} s")
            with mazok(folder, port, workers=0, DATABASE_URL=database_url) as chat:
                answers(f"http://127.0.0.1:{port}/")
                for page, found in asyncio.run(measured(f"http://127.0.0.1:{port}", token, chat)).items():
                    figures = (median(found.waited), max(found.waited), found.computed, found.held_up)
                    table.add_row(page, database, *(f"{figure:.0f}" for figure in figures))
    console.print(table)
