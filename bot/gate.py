"""The port to a platform that takes money itself, in Stars: what a till asks of it, and what it tells the till.

Knows no platform and no goods. Everything a till asks may raise TillBusy or TillRefused.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.till import Bill
from bot.usecases.checkout import Payer
from storage.subscriptions import SubscriptionState


@dataclass(frozen=True, slots=True)
class StarPayment:
    """Somebody has paid. `payload` is what their bill carried; `renewal`: by itself, for one more period (None: that is
    not told)."""

    charge_id: str
    payer: Payer
    payload: str
    amount: int
    paid_at: datetime
    renewal: bool | None = False


@dataclass(frozen=True, slots=True)
class StarTransfer:
    """A line of the platform's own book: `payment` came in; without one, what `charge_id` names went out again."""

    charge_id: str
    payment: StarPayment | None = None


class StarCounter(Protocol):
    """Who is told what happens at the gate; telling it again is harmless. Everything may raise StorageError."""

    async def paid(self, payment: StarPayment) -> None: ...

    async def gone_back(self, charge_id: str) -> None:
        """The platform has sent this payment back."""
        ...

    async def subscription(self, payload: str, state: SubscriptionState, key: str) -> None:
        """A subscription is OFF or ACTIVE again by the person's will, or its renewal FAILED. `key` names the event."""
        ...


class StarGate(Protocol):
    """What a platform does with Stars."""

    def attach(self, counter: StarCounter) -> None:
        """From now on, tell this one."""
        ...

    async def invoice(self, bill: Bill, payload: str) -> str:
        """The address at which the bill is paid."""
        ...

    async def refund(self, payer: str, charge_id: str) -> None:
        """Send it back to the account that paid; that it went back before is a success."""
        ...

    async def renew(self, payer: str, charge_id: str, *, wanted: bool) -> None:
        """Whether the subscription that began with this payment is to be renewed."""
        ...

    async def transfers(self, start: int) -> list[StarTransfer | None]:
        """Lines of the book from `start` on, the oldest first: none when there are no more. None stands for a line
        that is no business of a till's."""
        ...


@runtime_checkable
class TakesStars(Protocol):
    """A platform with a gate."""

    @property
    def stars(self) -> StarGate: ...
