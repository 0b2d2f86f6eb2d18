"""Telegram: bots by aiogram. This file imports none of it: a platform that is off must cost nothing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Self
from urllib.parse import quote, urlencode

from aiohttp import web
from pydantic_settings import BaseSettings

from bot.chat import Address, Chat
from bot.outlet import Outlet
from bot.platforms.telegram.place import NAME
from bot.platforms.telegram.settings import TelegramSettings
from bot.prices import STARS

if TYPE_CHECKING:
    from bot.app import App
    from bot.gate import Sale, StarGate
    from bot.platforms.telegram.service import Service


class Telegram:
    """The platform; `service` does the work, once aiogram is loaded."""

    name: ClassVar[str] = NAME
    settings: ClassVar[type[BaseSettings]] = TelegramSettings
    money: ClassVar[str | None] = STARS  # Terms of Service for bot developers, 6.2
    invites: ClassVar[bool] = True

    def __init__(self, service: "Service") -> None:
        self._service = service

    @classmethod
    def open(cls, app: "App") -> Self | None:
        settings = TelegramSettings()
        if not settings.on():
            return None
        from bot.platforms.telegram.service import Service  # aiogram takes seconds and 150 MiB

        return cls(Service(app, settings))

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return self._service.routes()

    async def serve(self) -> None:
        await self._service.serve()

    def chat(self, address: Address) -> Chat:
        return self._service.chat(address)

    @property
    def stars(self) -> "StarGate":
        return self._service.gate

    def outlets(self) -> Sequence[Outlet]:
        return self._service.channels

    async def sell(self, sale: "Sale") -> str:
        return await self._service.sell(sale)

    def start_link(self, argument: str) -> str | None:
        return self._service.start_link(argument)

    def share_link(self, link: str, text: str) -> str | None:
        return "https://t.me/share/url?" + urlencode({"url": link, "text": text}, quote_via=quote)


PLATFORM = Telegram
