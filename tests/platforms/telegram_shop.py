"""The whole application on the simulated Telegram, with the till that takes Stars, and what a test looks up in it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.app import App
from bot.inbox import Inbox
from bot.payments.stars import Stars
from bot.platforms.telegram import Telegram
from bot.platforms.telegram.service import Service
from bot.queue import Queue
from bot.settings import Settings
from storage import Store
from storage.payments import Payment
from storage.purchases import Purchase
from tests.platforms.echo import QUICK
from tests.platforms.telegram_bot import SECRET, settings
from tests.simulators.telegram.person import Person
from tests.simulators.telegram.server import TelegramServer

PREMIUM = "1 premium painting"
FULL_PRICE = 49  # 50 roubles, by the rule of the catalogue


@dataclass(frozen=True, slots=True)
class Shop:
    """A chat process that sells. `url` is where its webhook listens."""

    app: App
    till: Stars
    url: str
    server: TelegramServer

    async def payments(self, purchase: Purchase) -> list[Payment]:
        async with self.app.store.reading() as tx:
            return await tx.payments.of_purchase(purchase.purchase_id)

    async def payment(self, charge_id: str) -> Payment:
        async with self.app.store.reading() as tx:
            return await tx.payments.get(self.till.name, charge_id)

    async def newest_purchase(self, who: Person) -> Purchase:
        async with self.app.store.reading() as tx:
            return (await tx.purchases.of_person(await self._person_id(who), 1))[0]

    async def has(self, who: Person, asset: str = "premium_run") -> int:
        """What somebody can spend; the books are in order."""
        async with self.app.store.reading() as tx:
            assert await tx.ledger.check() == []
            return await tx.ledger.balance(await self._person_id(who), asset)

    async def _person_id(self, who: Person) -> str:
        async with self.app.store.reading() as tx:
            person = await tx.people.by_identity("telegram", str(who.account["id"]))
        assert person is not None
        return person.person_id

    async def rests(self) -> None:
        """Everything that was told is handled."""
        world = self.server.world
        async with asyncio.timeout(20):
            async with world.changed:
                await world.changed.wait_for(lambda: not world.updates)
            waiting = 1
            while waiting:
                async with self.app.store.reading() as tx:
                    waiting = await tx.inbox.waiting("telegram")


@asynccontextmanager
async def selling(
    server: TelegramServer,
    store: Store,
    database_url: str,
    tmp_path: Path,
    *,
    webhook: bool = False,
    beside: bool = False,
) -> AsyncIterator[Shop]:
    """Until the block ends, as abruptly as a process that is cancelled. One that runs `beside` another does no more
    than listen."""
    general = Settings(database=database_url, data=tmp_path / "data", key_file=tmp_path / "key")
    door = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{door.getsockname()[1]}/telegram"
    hook = {"webhook_url": url, "webhook_secret": SECRET} if webhook else {}
    async with Queue.open(database_url) as queue:
        app = App(general, store, queue, Inbox(store, QUICK))
        telegram = Telegram(Service(app, settings(server, timeout_s=1.0, **hook)))
        app.platforms[telegram.name] = telegram
        till = Stars.open(app)
        assert till is not None
        app.tills[till.name] = till
        application = web.Application()
        application.add_routes(telegram.routes())
        runner = web.AppRunner(application)
        await runner.setup()
        await web.SockSite(runner, door).start()
        running = asyncio.create_task(telegram.serve() if beside else app.run())
        try:
            yield Shop(app, till, url, server)
        finally:
            running.cancel()
            [ended] = await asyncio.gather(running, return_exceptions=True)
            await runner.cleanup()
            assert isinstance(ended, asyncio.CancelledError), ended


async def asks_for(alice: Person, label: str = PREMIUM) -> str:
    """A bill for a pack, by conversation; where it is paid."""
    await alice.says("/buy")
    await alice.presses(label)
    await alice.sees("The price holds")
    return await alice.link("Pay")
