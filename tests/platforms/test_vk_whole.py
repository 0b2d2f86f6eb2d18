"""The conversation of the contract on VK: the whole application, by long polling and by the Callback API."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.app import App
from bot.inbox import Inbox
from bot.platforms.vk import Vk
from bot.platforms.vk.service import Service
from bot.platforms.vk.settings import VkSettings
from bot.queue import Queue
from bot.reader import Rules
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
    chooses_among_results,
    paints_an_album,
    the_whole_conversation,
)
from tests.simulators.vk.person import Person
from tests.simulators.vk.seen import dialogue
from tests.simulators.vk.server import VkServer

SECRET = "aSecretOfOurs9"
QUICK = Rules(lease_s=0.6, poll_s=0.1, backoff_s=0.01, longest_backoff_s=0.2)


@pytest.fixture
async def server() -> AsyncIterator[VkServer]:
    """VK, which the bot must not have annoyed in the end."""
    async with VkServer().running() as vk:
        yield vk
        print(dialogue(vk.world))  # noqa: T201  (pytest shows it when the test fails)
        assert not vk.violations
        assert not vk.refused


@pytest.fixture
async def alice(server: VkServer) -> Person:
    return await server.person("Alice")


@asynccontextmanager
async def mazok(
    server: VkServer, store: Store, database_url: str, tmp_path: Path, *, callback: bool = False, offer: Offer = OFFER
) -> AsyncIterator[App]:
    """A chat process that serves VK, and a painter beside it."""
    general = Settings(database=database_url, data=tmp_path / "data", key_file=tmp_path / "key")
    door = socket.create_server(("127.0.0.1", 0))
    called: dict[str, Any] = {
        "callback_path": "/vk",
        "callback_secret": SecretStr(SECRET),
        "callback_confirmation": server.confirmation,
    }
    settings = VkSettings(
        token=SecretStr(server.token),
        group_id=server.group_id,
        api_url=server.url,
        poll_s=1,
        edit_s=0.4,
        preview_s=0.8,
        timeout_s=3.0,
        **(called if callback else {}),
    )
    async with Queue.open(database_url) as queue:
        app = App(general, store, queue, Inbox(store, QUICK))
        vk = Vk(Service(app, settings))
        app.platforms[vk.name] = vk
        painter = Painter(store, Finish(store, queue), (offer,))
        await painter.wakes()
        application = web.Application()
        application.add_routes(vk.routes())
        runner = web.AppRunner(application)
        await runner.setup()
        await web.SockSite(runner, door).start()
        tasks = [asyncio.create_task(app.run()), asyncio.create_task(paint(painter))]
        try:
            if callback:
                async with server.callback(f"http://127.0.0.1:{door.getsockname()[1]}/vk", SECRET):
                    yield app
            else:
                await listens(server, store)
                yield app
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            await runner.cleanup()
            assert all(isinstance(end, asyncio.CancelledError) for end in ended), ended


async def listens(server: VkServer, store: Store) -> None:
    """At the very first start VK tells what happens from then on only."""
    known = None
    while known is None:
        await asyncio.sleep(0.02)
        async with store.reading() as tx:
            known = await tx.cursors.get(f"vk.ts:{server.group_id}")


async def paint(painter: Painter) -> None:
    """Paint whatever waits."""
    while True:
        await painter.wakes()  # its heart beats
        async with painter.store.reading() as tx:
            waiting = [job for job in await tx.jobs.unfinished() if job.state is JobState.QUEUED]
        if waiting:
            job = await painter.begins()
            await painter.reports(job, 1, a_photo("gray"))
            await painter.ends(job)
        await asyncio.sleep(0.1)


async def test_the_whole_conversation(
    server: VkServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with mazok(server, store, database_url, tmp_path):
        await the_whole_conversation(alice, style_title(Texts("en"), next(iter(house()))))
        assert all(pressed.answers for pressed in server.world.pressed.values())


async def test_a_painting_by_the_callback_api(
    server: VkServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with mazok(server, store, database_url, tmp_path, callback=True):
        await a_photo_becomes_a_painting(alice)


async def test_a_result_is_chosen_in_place(
    server: VkServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with mazok(server, store, database_url, tmp_path, offer=TINTER):
        await chooses_among_results(alice)
        done = {change.cmid for change in server.world.history if "Done!" in str(change.message)}
        assert len(done) == 1


async def test_an_album_is_one_order_and_comes_back_as_an_album(
    server: VkServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with mazok(server, store, database_url, tmp_path, offer=TINTER):
        await paints_an_album(alice)
        albums = [
            seen for seen in server.world.messages.values() if len(seen.message["attachments"]) == 3 and seen.ours
        ]
        assert len(albums) == 1
