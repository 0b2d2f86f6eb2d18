"""A bot on the simulated Telegram, with a conversation that says what it understood."""

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
from bot.platforms.telegram import Telegram
from bot.platforms.telegram.service import Service
from bot.platforms.telegram.settings import TelegramSettings
from bot.settings import Locale, Settings
from storage import Store
from tests.platforms.echo import QUICK, Echo, FaultyInbox, SmallApp
from tests.simulators.telegram.person import Person
from tests.simulators.telegram.server import TelegramServer
from tests.simulators.telegram.world import World

SECRET = "a-secret_of-ours"


@dataclass(slots=True)
class Bot:
    """A running bot: `platform` is the real one, `echo` stands where the conversation does."""

    store: Store
    inbox: FaultyInbox
    platform: Telegram
    echo: Echo

    def chat(self, person: Person) -> Chat:
        """The chat with a person, as one who has nothing to answer reaches it."""
        return self.platform.chat(Address("telegram", str(person.chat_id)))

    async def rests(self, world: World) -> None:
        """Every update was confirmed, and then handled."""
        async with asyncio.timeout(10), world.changed:
            await world.changed.wait_for(lambda: not world.updates)
        waiting = 1
        while waiting:
            async with self.store.reading() as tx:
                waiting = await tx.inbox.waiting("telegram")


def settings(server: TelegramServer, **changed: Any) -> TelegramSettings:
    """Settings for the simulator, in a hurry."""
    quick = {"timeout_s": 3.0, "upload_timeout_s": 5.0, "poll_s": 1}
    return TelegramSettings(**{"token": server.token, "api_url": server.url, **quick, **changed})


@asynccontextmanager
async def running(
    server: TelegramServer,
    store: Store,
    echo: Echo | None = None,
    *,
    webhook: bool = False,
    public_url: str = "",
    spread_locale: Locale = "en",
    **changed: Any,
) -> AsyncIterator[Bot]:
    """The bot until the block ends; it ends as abruptly as a process that is cancelled."""
    echo = echo or Echo()
    door = socket.create_server(("127.0.0.1", 0))
    if webhook:
        changed |= {"webhook_url": f"http://127.0.0.1:{door.getsockname()[1]}/telegram", "webhook_secret": SECRET}
    inbox = FaultyInbox(store, QUICK)
    with TemporaryDirectory() as folder:
        told = Settings(key_file=Path(folder) / "key", public_url=public_url, spread_locale=spread_locale)
        app = SmallApp(told, store, inbox, echo)
        platform = Telegram(Service(cast(Any, app), settings(server, **changed)))
        app.platforms[platform.name] = platform
    application = web.Application()
    application.add_routes(platform.routes())
    runner = web.AppRunner(application)
    await runner.setup()
    await web.SockSite(runner, door).start()
    serving = asyncio.create_task(platform.serve())
    try:
        yield Bot(store, inbox, platform, echo)
    finally:
        serving.cancel()
        [ended] = await asyncio.gather(serving, return_exceptions=True)
        await runner.cleanup()
        if not isinstance(ended, asyncio.CancelledError):
            raise cast(BaseException, ended)
