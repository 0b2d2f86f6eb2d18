"""VK: a community's bot by vk_api. This file imports none of it: a platform that is off must cost nothing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Self
from urllib.parse import quote, urlencode

from aiohttp import web
from pydantic_settings import BaseSettings

from bot.chat import Address, Chat
from bot.outlet import Outlet
from bot.platforms.vk.place import NAME
from bot.platforms.vk.settings import VkSettings
from bot.words import cut

if TYPE_CHECKING:
    from bot.app import App
    from bot.platforms.vk.service import Service

SHARED_LETTERS = 200  # of a Cyrillic text six times as many in an address, of which VK takes 2048


class Vk:
    """The platform; `service` does the work, once vk_api is loaded."""

    name: ClassVar[str] = NAME
    settings: ClassVar[type[BaseSettings]] = VkSettings
    money: ClassVar[str | None] = None
    invites: ClassVar[bool] = False  # rules for bots, 1.2: nothing for bringing people

    def __init__(self, service: "Service") -> None:
        self._service = service

    @classmethod
    def open(cls, app: "App") -> Self | None:
        settings = VkSettings()
        if not settings.on():
            return None
        from bot.platforms.vk.service import Service  # vk_api brings requests along

        return cls(Service(app, settings))

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return self._service.routes()

    async def serve(self) -> None:
        await self._service.serve()

    def chat(self, address: Address) -> Chat:
        return self._service.chat(address)

    def start_link(self, argument: str) -> str | None:
        return self._service.start_link(argument)

    def share_link(self, link: str, text: str) -> str | None:
        shared = {"url": link, "title": cut(text, SHARED_LETTERS)}
        return "https://vk.com/share.php?" + urlencode(shared, quote_via=quote)

    def outlets(self) -> Sequence[Outlet]:
        return self._service.outlets.all()


PLATFORM = Vk
