"""The conversation of the contract on the web: the real application, a painter by hand."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.app import App, opened
from bot.settings import Settings
from bot.texts import Texts
from bot.usecases.finish import Finish
from bot.usecases.pictures import house
from bot.usecases.style_refs import style_title
from bot.web import serving
from engine.effect import Offer
from storage.job import JobState
from tests.bot.world import OFFER, TINTER, Painter
from tests.platforms.contract import a_photo, chooses_among_results, paints_an_album, the_whole_conversation
from tests.platforms.sharing import two_people_share
from tests.platforms.web_person import WebPerson
from tests.platforms.web_site import visitor

LOOK_S = 0.05
BEAT_S = 3.0


@asynccontextmanager
async def application(folder: Path, offer: Offer = OFFER) -> AsyncIterator[tuple[App, str]]:
    """All of `mazok run` but its workers; what is painted is this one thing."""
    (folder / "data").mkdir()
    settings = Settings(_env_file=None, port=0, data=folder / "data", key_file=folder / "key")  # type: ignore[call-arg]
    async with opened(settings) as app, serving(app) as server, asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(app.run()), tasks.create_task(paints(app, offer))]
        yield app, server.url
        for task in running:
            task.cancel()


async def paints(app: App, offer: Offer) -> None:
    """A worker that paints whatever is ordered, at once."""
    painter = Painter(app.store, Finish(app.store, app.queue), (offer,))
    beaten = -BEAT_S
    while True:
        if time.monotonic() - beaten >= BEAT_S:
            await painter.wakes()
            beaten = time.monotonic()
        async with app.store.reading() as tx:
            waiting = [job for job in await tx.jobs.unfinished() if job.state is JobState.QUEUED]
        if waiting:
            job = await painter.begins()
            await painter.reports(job, 10, a_photo("gray"))
            await painter.ends(job)
        await asyncio.sleep(LOOK_S)


async def test_the_whole_conversation(tmp_path: Path) -> None:
    async with application(tmp_path) as (_, url), visitor(url) as browser:
        await browser.visit(**{"Accept-Language": "en"})
        await the_whole_conversation(WebPerson(browser), style_title(Texts("en"), next(iter(house()))))


async def test_a_result_is_chosen_in_place(tmp_path: Path) -> None:
    async with application(tmp_path, TINTER) as (_, url), visitor(url) as browser:
        await browser.visit(**{"Accept-Language": "en"})
        alice = WebPerson(browser)
        await chooses_among_results(alice)
        [painting] = [line for line in alice.lines if "Done!" in line["body"].get("text", "")]
        assert painting["body"]["before"]


async def test_an_album_is_one_order(tmp_path: Path) -> None:
    async with application(tmp_path, TINTER) as (_, url), visitor(url) as browser:
        await browser.visit(**{"Accept-Language": "en"})
        await paints_an_album(WebPerson(browser))


async def test_what_one_publishes_another_likes_and_paints_with(tmp_path: Path) -> None:
    async with application(tmp_path) as (app, url), visitor(url) as hers, visitor(url) as his:
        for browser in (hers, his):
            await browser.visit(**{"Accept-Language": "en"})
        await two_people_share(WebPerson(hers), WebPerson(his), app.store)
