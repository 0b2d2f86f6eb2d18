"""The gallery with 10,000 works, and with 100,000: milliseconds of a page over real HTTP, by what is asked; on SQLite,
in a process of its own that does nothing else. Beside them what the process itself computed: that others use the
machine too is not in it.

    python -m benchmarks gallery
"""

import asyncio
import random
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

import aiohttp
import psutil
from rich.console import Console
from rich.table import Table

import storage
from benchmarks.machine import free_port
from benchmarks.start import answers, mazok
from bot.settings import Settings
from storage.feed_tables import likes, post_words, posts, shared_styles
from storage.post_words import words_of
from storage.tables import people

WORKS: Final = (10_000, 100_000)
PEOPLE, STYLES = 500, 200
DAYS: Final = 60  # over which they were published
ASKED: Final = 50  # times, each page
SEED: Final = 7
NOUNS: Final = (
    "cat",
    "dog",
    "river",
    "bridge",
    "tower",
    "garden",
    "child",
    "horse",
    "ship",
    "winter",
    "night",
    "forest",
)
PAGES: Final = {
    "newest": "/feed",
    "newest, page 20": "/feed?offset=480",
    "newest, page 400": "/feed?offset=9600",
    "best of the week": "/feed/best/week",
    "best of the month": "/feed/best/month",
    "best ever": "/feed/best/ever",
    "a style": "/feed/style/style7",
    "a style of the house": "/feed/style/house-mosaic",
    "search, half of all": "/feed?q=even",
    "search, a quarter": "/feed?q=cat",
    "search, a quarter, page 20": "/feed?q=cat&offset=480",
    "search, a letter": "/feed?q=p",
    "search, somebody's": "/feed?q=person77",
    "search, two words": "/feed?q=cat+river",
    "search, two never together": "/feed?q=even+odd",
    "search, one work": "/feed?q=only4711",
    "search, nothing": "/feed?q=zeppelin",
    "a work": "/feed/post7",
    "Atom": "/feed.atom",
}
EVERY: Final = 500  # rows in one statement


@dataclass(slots=True)
class Times:
    """Of one page, in ms: each answer as it was waited for, and what the process computed for it."""

    waited: list[float] = field(default_factory=list)
    computed: list[float] = field(default_factory=list)


def works(count: int, dice: random.Random, now: datetime) -> Iterator[dict[str, Any]]:
    """Rows of posts: half of them with a style of a few hundred, some hidden, liked by few or many."""
    for number in range(count):
        named = " ".join((*dice.sample(NOUNS, 3), "odd" if number % 2 else "even"))
        named += " only4711" if number == 4711 else ""
        ref = "house-mosaic" if number % 10 == 0 else f"style{min(int(dice.paretovariate(0.7)), STYLES - 1)}"
        person, shown = f"person{dice.randrange(PEOPLE)}", now - timedelta(days=dice.uniform(0, DAYS))
        yield {
            "post_id": f"post{number}",
            "person_id": person,
            "work_id": f"work{number}",
            "state": "hidden" if number % 50 == 49 else "shown",
            "listed": number % 20 != 19,
            "title": named.capitalize(),
            "effect": "gatys",
            "tier": "free",
            "iterations": 100,
            "seconds": 6.0,
            "width": 600,
            "height": 450,
            "style_ref": ref if number % 2 == 0 else None,
            "style_title": "Waves",
            **{f"{what}_key": f"{person}/posted/post{number}-{what}" for what in ("photo", "style", "picture", "card")},
            "likes": min(int(dice.paretovariate(0.8)) - 1, PEOPLE),
            "created_at": shown,
            "approved_at": shown,
            "shown_at": shown,
        }


async def fill(settings: Settings, count: int) -> None:
    """The rows that the gallery reads; no pictures: they are asked for one by one."""
    dice, now = random.Random(SEED), datetime.now(UTC)
    rows = list(works(count, dice, now))
    found_by = [
        {"word": word, "post_id": row["post_id"]}
        for row in rows
        for word in words_of(f"{row['title']} {row['style_ref'] or ''} waves волны {row['person_id']}")
    ]
    folk = [
        {"person_id": f"person{n}", "locale": "en", "created_at": now, "name": f"Person {n}"} for n in range(PEOPLE)
    ]
    styles = [
        {
            "style_ref": f"style{n}",
            "person_id": f"person{n}",
            "picture_key": "k",
            "thumbnail_key": "t",
            "title": "Waves",
        }
        for n in range(STYLES)
    ]
    liked = [
        {"post_id": row["post_id"], "person_id": f"person{n}", "client": None, "created_at": now}
        for row in rows
        for n in dice.sample(range(PEOPLE), row["likes"])
    ]
    async with storage.open(settings.database_url, settings.blob_url, settings.key) as store, store.transaction() as tx:
        tables = ((people, folk), (shared_styles, styles), (posts, rows), (post_words, found_by), (likes, liked))
        for table, values in tables:
            dated = {"created_at": now} if "created_at" in table.c else {}
            for start in range(0, len(values), EVERY):
                some = [{**dated, **value} for value in values[start : start + EVERY]]
                await tx.connection.execute(table.insert(), some)


@asynccontextmanager
async def liker(url: str) -> AsyncIterator[aiohttp.ClientSession]:
    """A visitor who has liked something, so that the hearts of each page are theirs."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        async with http.get(f"{url}/feed") as answer:
            page = await answer.text()
        token = page.partition('name="token" value="')[2].partition('"')[0]
        form = {"token": token, "wanted": "yes"}
        async with http.post(f"{url}/feed/post7/like", data=form, headers={"Origin": url}) as answer:
            answer.raise_for_status()
        yield http


async def measured(url: str, chat: psutil.Process) -> dict[str, Times]:
    """Each page, asked in turn, one after another."""
    times = {name: Times() for name in PAGES}
    async with liker(url) as http:
        for _ in range(ASKED):
            for name, path in PAGES.items():
                computed, started = computed_ms(chat), time.perf_counter()
                async with http.get(url + path) as answer:
                    await answer.read()
                    answer.raise_for_status()
                times[name].waited.append(1000 * (time.perf_counter() - started))
                times[name].computed.append(computed_ms(chat) - computed)
    return times


def computed_ms(process: psutil.Process) -> float:
    """What all threads of the process have computed so far, as Linux counts it: finer than psutil's ticks of 10 ms."""
    threads = Path(f"/proc/{process.pid}/task").glob("*/schedstat")
    return sum(int(one.read_text().split()[0]) for one in threads) / 1e6


def run(console: Console) -> None:
    for count in WORKS:
        console.print(table_of(count))


def table_of(count: int) -> Table:
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        settings = Settings(_env_file=None, data=folder / "var", key_file=folder / "key")  # type: ignore[call-arg]
        asyncio.run(fill(settings, count))
        with mazok(folder, port, workers=0) as chat:
            answers(f"http://127.0.0.1:{port}/")
            times = asyncio.run(measured(f"http://127.0.0.1:{port}", chat))
    title = f"the gallery with {count} works, each page {ASKED} times, ms"
    table = Table("page", "p50", "p95", "computed, p50", "computed, p95", title=title)
    for page, found in times.items():
        halves = (figure for some in (found.waited, found.computed) for figure in (median(some), p95(some)))
        table.add_row(page, *(f"{figure:.1f}" for figure in halves))
    return table


def p95(some: list[float]) -> float:
    return quantiles(some, n=20)[-1]
