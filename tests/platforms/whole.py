"""The whole application around one platform: a chat process, and a painter beside it. Knows no platform."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from bot.app import App
from bot.inbox import Inbox
from bot.platform import Platform
from bot.queue import Queue
from bot.settings import Settings
from bot.usecases.finish import Finish
from engine.effect import Offer
from storage import Store
from storage.job import JobState
from tests.bot.world import OFFER, Painter
from tests.platforms.contract import a_photo
from tests.platforms.echo import QUICK

EDIT_S = 0.4  # so that a test need not last 3 s an edit
Opening = Callable[[App, str], Platform]  # the platform, for the application, whose door has that address


@asynccontextmanager
async def whole(
    opening: Opening, store: Store, database_url: str, tmp_path: Path, *, reports: int = 1, offer: Offer = OFFER
) -> AsyncIterator[App]:
    """Until the block ends; then it ends as abruptly as a process that is cancelled."""
    general = Settings(database=database_url, data=tmp_path / "data", key_file=tmp_path / "key")
    door = socket.create_server(("127.0.0.1", 0))
    async with Queue.open(database_url) as queue:
        app = App(general, store, queue, Inbox(store, QUICK))
        platform = opening(app, f"http://127.0.0.1:{door.getsockname()[1]}")
        app.platforms[platform.name] = platform
        painter = Painter(store, Finish(store, queue), (offer,))
        await painter.wakes()  # before anybody asks who can paint
        application = web.Application()
        application.add_routes(platform.routes())
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
