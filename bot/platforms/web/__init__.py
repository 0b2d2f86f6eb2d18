"""The web chat: a page of our own, for people without any messenger."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

from aiohttp import web
from pydantic_settings import BaseSettings

from bot.chat import Address, Chat
from bot.pages.assets import Assets
from bot.platforms.web.addresses import Addresses
from bot.platforms.web.beside import Beside
from bot.platforms.web.echo import Echo
from bot.platforms.web.feed import Feed
from bot.platforms.web.glimpses import GlimpseDoor
from bot.platforms.web.hearing import Hearing
from bot.platforms.web.page import Page
from bot.platforms.web.pictures import PictureDoor
from bot.platforms.web.settings import WebSettings
from bot.platforms.web.site import Site
from bot.platforms.web.stream import Stream
from bot.platforms.web.visitors import Visitors
from bot.usecases.balance import ShowBalance
from bot.usecases.doors import Doors
from bot.usecases.quote import AskQuote
from bot.usecases.shop import Shop

if TYPE_CHECKING:
    from bot.app import App

STATIC = Path(__file__).parent / "static"


class Web:
    """The platform that needs no token: it is always there."""

    name: ClassVar[str] = "web"
    settings: ClassVar[type[BaseSettings]] = WebSettings
    money: ClassVar[str | None] = None
    invites: ClassVar[bool] = True  # our own rules; a guest is new by their address, so fresh cookies make none

    def __init__(self, site: Site) -> None:
        self._site = site

    @classmethod
    def open(cls, app: "App", limits: WebSettings | None = None) -> Self:
        settings = app.settings
        return cls(
            Site(
                name=cls.name,
                store=app.store,
                conversation=app.conversation,
                visitors=Visitors(settings.derive("cookies"), settings.public_url),
                addresses=Addresses(settings.derive("addresses"), settings.trusted_proxies),
                limits=limits or WebSettings(),
                glimpse=app.glimpse,
                ban=app.ban,
                shop=Shop(app.catalogue, app.tills, app.platforms),
                balance=ShowBalance(app.store, app.catalogue, AskQuote(app.store, app.catalogue)),
                doors=Doors(app.platforms, settings.public_url),
            )
        )

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        hearing, assets = Hearing(self._site, Echo(self._site)), Assets("/static", STATIC)
        return [
            web.get("/", Page(self._site, assets).show),
            *Beside(self._site, assets).routes(),
            *Feed(self._site, assets).routes(),
            assets.route(),
            web.get("/picture/{key:.+}", PictureDoor(self._site).show),
            web.get("/live", Stream(self._site).follow),
            web.post("/say", hearing.say),
            web.post("/pictures", hearing.pictures),
            web.post("/glimpse", GlimpseDoor(self._site).show),
        ]

    async def serve(self) -> None:
        """Browsers come to us. When we stop, open streams end: a server must not wait for pages that nobody closes."""
        try:
            await self._site.live.watch(self._site.store)
        finally:
            self._site.live.close()

    def chat(self, address: Address) -> Chat:
        return self._site.chat(address)

    def start_link(self, argument: str) -> str | None:
        """None where the owner has not said by which address people come."""
        origin = self._site.visitors.origin.rstrip("/")
        return f"{origin}/?start={argument}" if origin else None

    def share_link(self, link: str, text: str) -> str | None:
        return None  # a browser shares by itself


PLATFORM = Web
