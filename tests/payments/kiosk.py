"""Our till for roubles in front of a simulated YooKassa, both over real HTTP, and somebody who buys there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from aiohttp import ClientSession, web

from bot.catalogue import Catalogue
from bot.payments.yookassa import HOOK, YooKassa
from bot.payments.yookassa.settings import NAME, YooKassaSettings
from bot.prices import Money, Prices
from bot.settings import Settings
from bot.till import Bill, Till
from bot.usecases.buy import Buy, Wish
from bot.usecases.credit import Credit
from bot.usecases.refund import Refund, Refunds
from bot.web import url_of
from storage import Store
from storage.payments import Payment
from storage.people import Person
from storage.purchases import Purchase
from tests.simulators.yookassa.server import YooKassaServer

if TYPE_CHECKING:
    from bot.app import App

HD = {"asset": "hd_iteration", "amount": 1000}
PRICE = 25000
BACK = "https://mazok.example"


@dataclass(slots=True)
class Place:
    """The part of an App that the till asks for."""

    settings: Settings
    store: Store
    credit: Credit


@dataclass(slots=True)
class Kiosk:
    """What a test does, and what it looks at."""

    store: Store
    server: YooKassaServer
    till: YooKassa
    _updates: int = 0

    async def wants(self, name: str = "Bob") -> Purchase:
        """Somebody begins to buy 1000 HD iterations for 250 roubles."""
        async with self.store.transaction() as tx:
            person = await tx.people.arrive("room", name, "en")
        self._updates += 1
        wish = Wish(person.person_id, "room", name, "pack", HD, Money(PRICE, "RUB"))
        return await self._buy(wish, self.till, update_key=f"room:{name}:{self._updates}")

    async def shown(self, purchase: Purchase, email: str = "bob@example.org") -> str:
        """Where it is paid, written down with it."""
        return await self._buy.link(bill(purchase, email), self.till, anew=True)

    async def pays(self, link: str) -> str:
        """Bob opens the page, pays, and is told to go back; the shop's notification is out by then. Returns the
        payment's id."""
        async with ClientSession() as browser:
            async with browser.get(link) as page:
                assert "250.00 RUB" in await page.text()
            async with browser.post(link, allow_redirects=False) as answer:
                assert (answer.status, answer.headers["Location"]) == (303, f"{BACK}/orders")
        return link.rpartition("/")[2]

    async def buys(self) -> Payment:
        """All of it; returns the payment as it is credited."""
        charge_id = await self.pays(await self.shown(await self.wants()))
        return await self.payment(charge_id)

    async def refunds(self, payment: Payment) -> Payment:
        """It is asked to go back, and the till is asked once."""
        assert await Refund(self.store)(payment, "asked")
        return await self.tries(payment)

    async def tries(self, payment: Payment) -> Payment:
        """The outbox asks the till, whether it is time or not."""
        await Refunds(self.store, {NAME: self.till}).attempt(self.till, await self.payment(payment.charge_id))
        return await self.payment(payment.charge_id)

    async def payment(self, charge_id: str) -> Payment:
        """Raises Missing."""
        async with self.store.reading() as tx:
            return await tx.payments.get(NAME, charge_id)

    async def payments(self, purchase: Purchase) -> list[Payment]:
        async with self.store.reading() as tx:
            return await tx.payments.of_purchase(purchase.purchase_id)

    async def now(self, purchase: Purchase) -> Purchase:
        """As it stands."""
        async with self.store.reading() as tx:
            return await tx.purchases.get(purchase.purchase_id)

    async def has(self, name: str = "Bob") -> int:
        """How many HD iterations; the books are right besides."""
        async with self.store.reading() as tx:
            assert await tx.ledger.check() == []
            person: Person | None = await tx.people.by_identity("room", name)
            assert person
            return await tx.ledger.balance(person.person_id, "hd_iteration")

    async def money(self) -> int:
        """Kopecks that lie in the till, by our books."""
        async with self.store.reading() as tx:
            return (await tx.ledger.money()).get((NAME, "RUB"), 0)

    @property
    def _buy(self) -> Buy:
        return Buy(self.store, Catalogue(Prices.load()))


def bill(purchase: Purchase, email: str | None = "bob@example.org", **more: Any) -> Bill:
    return replace(Bill(purchase, "1,000 HD iterations", "1,000 HD iterations for Mazok", "en", email=email), **more)


def settings_for(server: YooKassaServer, **more: Any) -> YooKassaSettings:
    """A shop with receipts; `more` are fields by name."""
    given = {"shop_id": server.shop_id, "secret_key": server.secret, "api_url": server.api, "vat_code": 1, **more}
    return YooKassaSettings(_env_file=None, **given)  # type: ignore[call-arg]


def main_settings(folder: Path, **more: Any) -> Settings:
    """Behind one proxy, known to people by an address."""
    given = {"port": 0, "data": folder / "data", "key_file": folder / "key", "public_url": BACK, "trusted_proxies": 1}
    return Settings(_env_file=None, **{**given, **more})  # type: ignore[call-arg]


@asynccontextmanager
async def a_kiosk(store: Store, folder: Path, main: dict[str, Any] | None = None, **more: Any) -> AsyncIterator[Kiosk]:
    """`main` are settings of the application, `more` of the till."""
    server = YooKassaServer()
    if "secret_key" in more:
        server.secret = more["secret_key"]
    async with server.running():
        place = Place(main_settings(folder, **(main or {})), store, Credit(store))
        till = YooKassa.open(cast("App", place), settings_for(server, **more))
        assert till is not None
        async with listening(till) as url:
            server.hook = url + HOOK
            yield Kiosk(store, server, till)


@asynccontextmanager
async def listening(till: Till) -> AsyncIterator[str]:
    """What the till serves, on a free port of loopback."""
    application = web.Application()
    application.add_routes(till.routes())
    runner = web.AppRunner(application)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield url_of(runner)
    finally:
        await runner.cleanup()
