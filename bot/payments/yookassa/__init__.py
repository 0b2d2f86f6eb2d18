"""YooKassa: roubles, by card and whatever else its page offers. Knows amounts and purchases; knows no goods.

A payment that is not made within the hour or so that YooKassa waits is cancelled by YooKassa itself, and so is the
purchase then. Nothing is cancelled from here: who pays late has paid, and gets what they bought.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Self

from aiohttp import web
from pydantic_settings import BaseSettings

from bot.payments.yookassa import bills
from bot.payments.yookassa.client import Client
from bot.payments.yookassa.door import Door
from bot.payments.yookassa.noting import Noting
from bot.payments.yookassa.reconciling import Reconciling
from bot.payments.yookassa.returning import send_back
from bot.payments.yookassa.settings import NAME, YooKassaSettings
from bot.till import Bill, Link, TillRefused
from storage.payments import Payment

if TYPE_CHECKING:
    from bot.app import App

CURRENCY = "RUB"
HOOK = "/yookassa"  # where notifications come in
AFTERWARDS = "/orders"  # where people come back to


class YooKassa:
    """One shop. Its receipts go to the buyer by e-mail."""

    name: ClassVar[str] = NAME
    settings: ClassVar[type[BaseSettings] | None] = YooKassaSettings

    def __init__(self, app: "App", settings: YooKassaSettings) -> None:
        self._settings = settings
        self._return_url = app.settings.public_url.rstrip("/") + AFTERWARDS
        self._client = Client(settings.api_url, settings.shop_id, settings.secret_key, settings.timeout_s)
        noting = Noting(self._client, app.store, app.credit, settings.for_tests)
        self._door = Door(settings, app.settings.trusted_proxies, noting)
        self.reconciling = Reconciling(noting)

    @classmethod
    def open(cls, app: "App", settings: YooKassaSettings | None = None) -> Self | None:
        chosen = settings or YooKassaSettings()
        return cls(app, chosen) if chosen.on(app.settings.public_url) else None

    @property
    def currency(self) -> str:
        return CURRENCY

    @property
    def wants_email(self) -> bool:
        return self._settings.receipts

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return [web.post(HOOK, self._door.hear)]

    async def serve(self) -> None:
        await self.reconciling.serve()

    async def link(self, bill: Bill) -> Link:
        body = bills.request(bill, self._settings, self._return_url)
        charge = await self._client.pay(body, bills.key(bill, body))
        if charge.confirmation.confirmation_url is None:
            raise TillRefused(f"{charge.id} is {charge.status}: there is nothing left to pay")
        return Link(charge.confirmation.confirmation_url, charge.id)

    async def refund(self, payment: Payment) -> str | None:
        return await send_back(self._client, payment)

    async def end(self, payment: Payment) -> None:
        """Nothing is renewed here."""


TILL = YooKassa
