"""Glimpses: what a drawing would become, painted where nothing else is to do. Knows no job, no chat and no torch."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import structlog

from bot.usecases.glimpse import CANNOT, SIDE_PX, Envelope, glimpsed
from bot.usecases.plan import SIDE
from bot.worker.engine import Engine
from bot.worker.painter import Painter
from bot.worker.watchdog import Watchdog
from engine.effect import Inputs, Offer
from engine.errors import EngineError
from engine.picture import decode, encode
from storage import Sealed

QUALITY = 88
AT_ONCE = 4  # on a GPU; a CPU has one quick slot

log = structlog.get_logger()


@dataclass(slots=True)
class Glimpses:
    """Answers those who draw. They have no slot: whoever has ordered something finds all of them free."""

    envelope: Envelope
    engine: Engine
    painter: Painter
    watchdog: Watchdog
    _threads: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        self._threads = ThreadPoolExecutor(self.at_once, thread_name_prefix="glimpse")

    @property
    def offered(self) -> dict[str, Offer]:
        return {offer.effect: offer for offer in self.engine.offers if glimpsed(offer)}

    @property
    def at_once(self) -> int:
        return min(self.engine.quick_slots, AT_ONCE)

    def slots(self) -> int:
        """How many may be painted now: none while a lane has no room for who pays."""
        return self.at_once if self.painter.has_room else 0

    async def __call__(self, glimpse_id: str, effect: str, drawing: str) -> str:
        """The picture, sealed; CANNOT where the effect refuses it."""
        try:
            data = self.envelope.open(glimpse_id, "drawing", drawing)
            with self.watchdog.watch():
                picture = await asyncio.get_running_loop().run_in_executor(self._threads, self._paint, effect, data)
        except (EngineError, Sealed) as error:
            log.info("no glimpse", effect=effect, error=str(error))
            return CANNOT
        except Exception:  # a defect must not leave the drawing in the queue's own report of it
            log.exception("no glimpse", effect=effect)
            return CANNOT
        return self.envelope.close(glimpse_id, "picture", picture)

    def _paint(self, effect: str, data: bytes) -> bytes:
        sized = any(spec.name == SIDE for spec in self.offered[effect].options)
        inputs, options = Inputs(decode(data, side_px=SIDE_PX)), {SIDE: SIDE_PX} if sized else {}
        painting = self.engine.render(effect, inputs, options, lambda progress: None)
        return encode(painting.picture, "JPEG", quality=QUALITY)
