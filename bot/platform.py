"""What a platform is to the application, and how platforms are found: one folder of `bot/platforms/` each."""

import pkgutil
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

from aiohttp import web

import bot.platforms
from bot.chat import Address, Chat

if TYPE_CHECKING:
    from pydantic_settings import BaseSettings

    from bot.app import App


class Platform(Protocol):
    """A place where people talk. Each folder of `bot/platforms/` exports one class named `PLATFORM`."""

    name: ClassVar[str]
    settings: ClassVar["type[BaseSettings]"]
    money: ClassVar[str | None]  # the only currency for what is not sent by post; None: the catalogue's
    invites: ClassVar[bool]  # whether its rules let us thank people for bringing others

    @classmethod
    def open(cls, app: "App") -> Self | None:
        """The platform as configured; None when it is off; Misconfigured names what a half configuration lacks."""
        ...

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        """What it serves on the shared HTTP server: pages, webhooks."""
        ...

    async def serve(self) -> None:
        """Receive until cancelled; what was received and not handled is written down."""
        ...

    def chat(self, address: Address) -> Chat:
        """The conversation at an address of this platform."""
        ...

    def start_link(self, argument: str) -> str | None:
        """Where somebody begins with /start and this argument (64 of A-Z a-z 0-9 _ - at most); None: nowhere yet."""
        ...

    def share_link(self, link: str, text: str) -> str | None:
        """What opens the platform's own way to pass `link` on to friends; None: there is none."""
        ...


def platforms() -> Iterator[type[Platform]]:
    """Every platform there is, configured or not."""
    for module in pkgutil.iter_modules(bot.platforms.__path__):
        yield import_module(f"bot.platforms.{module.name}").PLATFORM
