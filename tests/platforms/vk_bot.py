"""A bot on the simulated VK, with a conversation that says what it understood."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from aiohttp import web

from bot.chat import Address, Chat
from bot.platforms.vk import Vk
from bot.platforms.vk.service import Service
from bot.platforms.vk.settings import VkSettings
from bot.settings import Settings
from storage import Store
from tests.platforms.echo import QUICK, Echo, FaultyInbox, SmallApp
from tests.simulators.vk.person import Person
from tests.simulators.vk.server import VkServer

SECRET = "aSecretOfOurs"
PATH = "/vk"


@dataclass(slots=True)
class Bot:
    """A running bot: `platform` is the real one, `echo` stands where the conversation does; `door` is its address."""

    store: Store
    inbox: FaultyInbox
    platform: Vk
    echo: Echo
    door: str

    def chat(self, person: Person) -> Chat:
        """The conversation with a person, as one who has nothing to answer reaches it."""
        return self.platform.chat(Address("vk", str(person.peer_id)))


def settings(server: VkServer, *, callback: bool = False, **changed: Any) -> VkSettings:
    """Settings for the simulator, in a hurry."""
    known = {"token": server.token, "group_id": server.group_id, "api_url": server.url}
    quick = {"timeout_s": 3.0, "upload_timeout_s": 5.0, "poll_s": 1}
    hook = {"callback_path": PATH, "callback_secret": SECRET, "callback_confirmation": server.confirmation}
    return VkSettings(**{**known, **quick, **(hook if callback else {}), **changed})


@asynccontextmanager
async def running(
    server: VkServer, store: Store, echo: Echo | None = None, *, callback: bool = False, **changed: Any
) -> AsyncIterator[Bot]:
    """The bot until the block ends; it ends as abruptly as a process that is cancelled."""
    echo, inbox = echo or Echo(), FaultyInbox(store, QUICK)
    door = socket.create_server(("127.0.0.1", 0))
    with TemporaryDirectory() as folder:
        app = SmallApp(Settings(key_file=Path(folder) / "key"), store, inbox, echo)
        platform = Vk(Service(cast(Any, app), settings(server, callback=callback, **changed)))
    application = web.Application()
    application.add_routes(platform.routes())
    runner = web.AppRunner(application)
    await runner.setup()
    await web.SockSite(runner, door).start()
    serving = asyncio.create_task(platform.serve())
    try:
        yield Bot(store, inbox, platform, echo, f"http://127.0.0.1:{door.getsockname()[1]}")
    finally:
        serving.cancel()
        [ended] = await asyncio.gather(serving, return_exceptions=True)
        await runner.cleanup()
        if not isinstance(ended, asyncio.CancelledError):
            raise cast(BaseException, ended)
