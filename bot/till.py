"""What a till is to the application: by which money people pay, and how it is found. Each is a file of `bot/payments/`.

A till knows amounts and purchases; it knows no goods and no platform.
"""

import pkgutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, Protocol, Self, runtime_checkable

from aiohttp import web

import bot.payments
from storage.payments import Payment
from storage.purchases import Purchase

if TYPE_CHECKING:
    from pydantic_settings import BaseSettings

    from bot.app import App


@dataclass(frozen=True, slots=True)
class Bill:
    """A purchase as the person reads it when they pay: `title` at most 32 characters, `text` at most 255. `period_s`
    is how often it is paid anew; `email` is where the receipt goes."""

    purchase: Purchase
    title: str
    text: str
    locale: str
    period_s: int | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Where a purchase is paid, and what the till calls it."""

    url: str
    external_id: str | None = None


class TillError(Exception):
    """The till did not do what it was asked for."""


class TillBusy(TillError):
    """It does not answer, or answers that it cannot now: ask again after `after_s` seconds."""

    def __init__(self, why: str, after_s: float = 60.0) -> None:
        super().__init__(why)
        self.after_s = after_s


class TillRefused(TillError):
    """It will never do that."""


class Till(Protocol):
    """A way to pay. Each file of `bot/payments/` that holds one exports it as `TILL`."""

    name: ClassVar[str]
    settings: ClassVar["type[BaseSettings] | None"]

    @classmethod
    def open(cls, app: "App") -> Self | None:
        """The till as configured; None when it is off; Misconfigured names what a half configuration lacks. Platforms
        are open by then."""
        ...

    @property
    def currency(self) -> str: ...

    @property
    def wants_email(self) -> bool:
        """Whether who pays must say where the receipt goes."""
        ...

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        """What it serves on the shared HTTP server: webhooks."""
        ...

    async def serve(self) -> None:
        """Reconcile with the provider at the start and hourly, until cancelled."""
        ...

    async def link(self, bill: Bill) -> Link:
        """Where the purchase is paid; asked twice, the same. Raises TillError."""
        ...

    async def refund(self, payment: Payment) -> str | None:
        """Send the money back and return the till's name of that; that it went back before is a success. Raises
        TillError."""
        ...

    async def end(self, payment: Payment) -> None:
        """Renew this subscription no more. Raises TillError."""
        ...


@runtime_checkable
class Renews(Protocol):
    """A till that renews by itself what is paid each period; where none does, there are no subscriptions."""

    async def end(self, payment: Payment) -> None: ...

    async def resume(self, payment: Payment) -> None:
        """Renew it again after all. Raises TillError."""
        ...


def tills() -> Iterator[type[Till]]:
    """Every till there is, configured or not."""
    for module in pkgutil.iter_modules(bot.payments.__path__):
        till = getattr(import_module(f"bot.payments.{module.name}"), "TILL", None)
        if till is not None:
            yield till
