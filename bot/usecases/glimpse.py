"""What a drawing would become, while it is being drawn: free, for whoever looks, kept nowhere. Knows no chat.

No order: no job, no work, no entry in the journal. Workers paint it that have nothing else to do; where none answers
within moments it is dropped, and the next one is newer anyway.
"""

import asyncio
import time
import uuid
from base64 import b64decode, b64encode
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from bot.queue import Glimpses
from bot.usecases.offers import AskOffers
from engine.effect import Offer
from engine.errors import BadPicture
from engine.picture import Limits, check
from storage import Store
from storage.seal import Seal

SIDE_PX: Final = 256
DRAWING: Final = Limits(file_bytes=256 * 1024, pixels=1024 * 1024)
PATIENCE_S: Final = 2.5
CANNOT: Final = ""  # the answer of a worker to whom this is no drawing
REMEMBERED: Final = 10_000


class NobodyFree(Exception):
    """Every worker has something else to do, or none offers the effect."""


class NothingToSee(Exception):
    """The effect cannot make anything of this drawing."""


class TooOften(Exception):
    """The next one is looked at after `after_s` seconds."""

    def __init__(self, after_s: float) -> None:
        super().__init__(f"again in {after_s:.1f} s")
        self.after_s = after_s


@dataclass(slots=True)
class Ration:
    """`burst` at once and then `per_s` a second, for each name; who has been away for long is forgotten."""

    burst: float
    per_s: float
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)  # how much, and when that was

    def take(self, name: str) -> None:
        """Raises TooOften."""
        now = self.clock()
        left, at = self._left.pop(name, (self.burst, now))
        left = min(self.burst, left + (now - at) * self.per_s)
        self._left[name] = (max(left - 1, 0) if left >= 1 else left, now)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        if left < 1:
            raise TooOften((1 - left) / self.per_s)


@dataclass(slots=True)
class Glimpse:
    """One at a time for each visitor; a limit for each, and a wider one for the network that they come from."""

    store: Store
    calls: Glimpses
    patience_s: float = PATIENCE_S
    visitors: Ration = field(default_factory=lambda: Ration(20, 4))
    networks: Ration = field(default_factory=lambda: Ration(80, 16))
    _looking: set[str] = field(default_factory=set)

    async def __call__(self, visitor: str, network: str | None, effect: str, drawing: bytes) -> bytes:
        """The picture, JPEG. Raises BadPicture, TooOften, NobodyFree, NothingToSee, and Busy or Full."""
        with self._turn(visitor, network):
            await asyncio.to_thread(check_drawing, drawing)
            if not any(offer.effect == effect and glimpsed(offer) for offer in await AskOffers(self.store)()):
                raise NobodyFree
            return await self._painted(effect, drawing)

    @contextmanager
    def _turn(self, visitor: str, network: str | None) -> Iterator[None]:
        if visitor in self._looking:
            raise TooOften(self.patience_s)
        self.visitors.take(visitor)
        if network:
            self.networks.take(network)
        self._looking.add(visitor)
        try:
            yield
        finally:
            self._looking.discard(visitor)

    async def _painted(self, effect: str, drawing: bytes) -> bytes:
        glimpse_id, envelope = uuid.uuid4().hex, Envelope(self.store.blobs.seal)
        closed = envelope.close(glimpse_id, "drawing", drawing)
        async with self.store.transaction() as tx:
            await self.calls.ask(tx, glimpse_id, effect, closed)
        answer = await self.calls.answer(glimpse_id, self.patience_s)
        if answer is None:
            raise NobodyFree
        if answer == CANNOT:
            raise NothingToSee
        return envelope.open(glimpse_id, "picture", answer)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Pictures pass through the database sealed, as they lie in the blobs."""

    seal: Seal

    def close(self, glimpse_id: str, what: str, data: bytes) -> str:
        return b64encode(self.seal.close(f"{glimpse_id}/{what}", data)).decode()

    def open(self, glimpse_id: str, what: str, text: str) -> bytes:
        """Raises Sealed."""
        return self.seal.open(f"{glimpse_id}/{what}", b64decode(text))


def glimpsed(offer: Offer) -> bool:
    """Whether an effect can be looked at while one draws: nothing but a drawing, and one pass."""
    return offer.for_drawings and offer.quick and offer.styles == 0


def check_drawing(data: bytes) -> None:
    """Raises BadPicture for what no canvas of ours has made."""
    if check(data, DRAWING).format != "PNG":
        raise BadPicture("not_a_picture")
