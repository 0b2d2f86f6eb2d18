"""The conversation of the contract on Telegram: the whole application, by long polling and by webhook."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

from aiohttp import web

from bot.app import App
from bot.inbox import Inbox
from bot.platforms.telegram import Telegram
from bot.platforms.telegram.service import Service
from bot.queue import Queue
from bot.settings import Settings
from bot.texts import Texts
from bot.usecases.finish import Finish
from bot.usecases.pictures import house
from bot.usecases.styles import style_title
from engine.effect import Offer
from storage import Store
from storage.job import JobState
from tests.bot.world import OFFER, TINTER, Painter
from tests.platforms.contract import (
    a_photo,
    a_photo_becomes_a_painting,
    a_style,
    chooses_among_results,
    paints_an_album,
    the_whole_conversation,
)
from tests.platforms.telegram_bot import QUICK, SECRET, settings
from tests.simulators.telegram.person import Person
from tests.simulators.telegram.server import TelegramServer

EDIT_S = 0.4  # so that a test need not last 3 s an edit


@asynccontextmanager
async def mazok(
    server: TelegramServer,
    store: Store,
    database_url: str,
    tmp_path: Path,
    *,
    webhook: bool = False,
    reports: int = 1,
    offer: Offer = OFFER,
) -> AsyncIterator[App]:
    """A chat process that serves Telegram, and a painter beside it."""
    general = Settings(database=database_url, data=tmp_path / "data", key_file=tmp_path / "key")
    door = socket.create_server(("127.0.0.1", 0))
    hook = {"webhook_url": f"http://127.0.0.1:{door.getsockname()[1]}/telegram", "webhook_secret": SECRET}
    async with Queue.open(database_url) as queue:
        app = App(general, store, queue, Inbox(store, QUICK))
        pace = {"edit_s": EDIT_S, "preview_s": 2 * EDIT_S}
        telegram = Telegram(Service(app, settings(server, **pace, **(hook if webhook else {}))))
        app.platforms[telegram.name] = telegram
        painter = Painter(store, Finish(store, queue), (offer,))
        await painter.wakes()  # before anybody asks who can paint
        application = web.Application()
        application.add_routes(telegram.routes())
        runner = web.AppRunner(application)
        await runner.setup()
        await web.SockSite(runner, door).start()
        tasks = [asyncio.create_task(app.run()), asyncio.create_task(paint(painter, reports))]
        try:
            yield app
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            await runner.cleanup()
            assert all(isinstance(end, asyncio.CancelledError) for end in ended), ended


async def paint(painter: Painter, reports: int) -> None:
    """Paint whatever waits, with so many reports."""
    while True:
        await painter.wakes()  # its heart beats
        async with painter.store.reading() as tx:
            waiting = [job for job in await tx.jobs.unfinished() if job.state is JobState.QUEUED]
        if waiting:
            job = await painter.begins()
            for done in range(1, reports + 1):
                await painter.reports(job, done, a_photo("gray"))
                await asyncio.sleep(0.02)
            await painter.ends(job)
        await asyncio.sleep(0.1)


async def test_the_whole_conversation(
    server: TelegramServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with mazok(server, store, database_url, tmp_path):
        await the_whole_conversation(alice, style_title(Texts("en"), next(iter(house()))))
        assert all(query.answers for query in server.world.queries.values())


async def test_a_painting_by_webhook(
    server: TelegramServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with mazok(server, store, database_url, tmp_path, webhook=True):
        await a_photo_becomes_a_painting(alice)


async def test_a_result_is_chosen_in_place(
    server: TelegramServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    """By an edit of the picture: nothing is sent anew."""
    async with mazok(server, store, database_url, tmp_path, offer=TINTER):
        await chooses_among_results(alice)
        done = {change.message["message_id"] for change in server.world.history if "Done!" in str(change.message)}
        assert len(done) == 1


async def test_an_album_is_one_order_and_comes_back_as_an_album(
    server: TelegramServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with mazok(server, store, database_url, tmp_path, offer=TINTER):
        await paints_an_album(alice)
        [album] = server.said("sendMediaGroup")
        assert len(album["media"]) == 3


async def test_a_painting_in_a_group(
    server: TelegramServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    group = await server.group("Painters", alice)
    there = alice.at(group)
    async with mazok(server, store, database_url, tmp_path):
        await there.says("/start@MazokBot")
        asked = await there.sees("I am Mazok")
        await there.sends_photo(a_photo(), to=asked)
        asked = await there.sees("Now the style")
        await there.sends_photo(a_style(), to=asked)
        await there.sees("ready to paint")
        await there.presses("Paint")
        await there.sees("Done!")


async def test_the_status_is_edited_at_its_pace(
    server: TelegramServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with mazok(server, store, database_url, tmp_path, reports=100):
        await alice.sends_album(a_photo(), a_style())
        ready = await alice.sees("ready to paint")
        await alice.presses("Paint")
        await alice.sees("Done!")
    shown = [change for change in server.world.history if change.message["message_id"] == ready.message_id]
    *painting, _, _ = (later.at - earlier.at for earlier, later in pairwise(shown[1:]))  # the result waits for nothing
    assert len(painting) >= 2
    assert min(painting) > 0.9 * EDIT_S
