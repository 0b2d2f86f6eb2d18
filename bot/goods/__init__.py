"""What is sold: one file for each kind, which says what happens when it is paid and when the money goes back."""

import pkgutil
from functools import cache
from importlib import import_module
from typing import ClassVar, Protocol

from storage import Transaction
from storage.payments import Payment
from storage.purchases import Purchase


class Goods(Protocol):
    """A kind of goods. Everything here runs in the transaction that decides about the payment, once for each payment.

    Each file of this folder exports one as `GOODS`.
    """

    kind: ClassVar[str]
    physical: ClassVar[bool]  # what is not may be sold for Stars only, inside Telegram
    recurring: ClassVar[bool]  # whether a later payment of the same purchase is a renewal

    async def hand_out(self, tx: Transaction, purchase: Purchase, payment: Payment) -> None:
        """It is paid: the person gets it."""
        ...

    async def take_back(self, tx: Transaction, purchase: Purchase, payment: Payment) -> int:
        """The money goes back: so does what it bought. Returns how many units of it were spent by then."""
        ...


@cache
def goods(kind: str) -> Goods:
    """The goods of this kind; KeyError for one that this release does not sell."""
    return {one.kind: one for one in all_goods()}[kind]


def all_goods() -> tuple[Goods, ...]:
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    return tuple(import_module(f"{__name__}.{name}").GOODS for name in names)
