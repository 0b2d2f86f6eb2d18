"""Money and goods as a table of the owner's shows them."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from bot.prices import MINOR_UNITS, STARS
from storage.purchases import Purchase

S = TypeVar("S", bound=StrEnum)


def amount(minor: int, currency: str) -> str:
    """2500.00 RUB, 49 XTR: Stars have no smaller unit."""
    return f"{minor} {currency}" if currency == STARS else f"{Decimal(minor) / MINOR_UNITS:.2f} {currency}"


def item(purchase: Purchase) -> str:
    """What is bought: `pack asset=hd_iteration amount=1000`."""
    return " ".join([purchase.kind, *(f"{name}={value}" for name, value in purchase.item.items())])


def of_states(states: type[S], asked: str | None) -> Iterable[S]:
    """The one that is asked for, or all."""
    return [states(asked)] if asked else list(states)
