"""The port to a platform that takes money itself, in Stars: what a till asks of it, and what it tells the till.

Knows no platform and no goods. Everything a till asks may raise TillBusy or TillRefused.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.chat import Address, Attachment
from bot.till import Bill
from bot.usecases.checkout import Payer
from storage.subscriptions import SubscriptionState


@dataclass(frozen=True, slots=True)
class StarPayment:
    """Somebody has paid. `payload` is what their bill carried; `renewal`: by itself, for one more period (None: that is
    not told). Of a `silent` one nothing tells but the platform's book."""

    charge_id: str
    payer: Payer
    payload: str
    amount: int
    paid_at: datetime
    renewal: bool | None = False
    silent: bool = False


@dataclass(frozen=True, slots=True)
class StarTransfer:
    """A line of the platform's own book: `payment` came in; without one, what `charge_id` names went out again."""

    charge_id: str
    payment: StarPayment | None = None


class StarCounter(Protocol):
    """Who is told what happens at the gate; telling it again is harmless. Everything may raise StorageError."""

    async def paid(self, payment: StarPayment) -> None: ...

    async def look(self) -> None:
        """Something new stands in the platform's book."""
        ...

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


@dataclass(frozen=True, slots=True)
class Sale:
    """A picture that is shown blurred until it is paid. `payload` comes back with the payment; `key` is the same when
    the same picture is offered again."""

    address: Address
    picture: Attachment
    caption: str
    price: int
    payload: str
    key: str


@runtime_checkable
class SellsPictures(Protocol):
    """A platform that shows pictures so."""

    async def sell(self, sale: Sale) -> str:
        """Send it and return the message's id. Raises DeliveryError."""
        ...
