"""Made-up drawings, as a canvas sends them, and somebody in this process who paints from them, without torch."""

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageDraw

from bot.queue import Queue, Runtime, glimpses
from bot.usecases.finish import Finish
from bot.usecases.glimpse import Envelope
from bot.worker.engine import Engine
from bot.worker.glimpses import Glimpses
from bot.worker.painter import Painter
from bot.worker.watchdog import Watchdog
from engine.effect import Inputs, Offer, Painting, Report
from engine.errors import BadPicture
from engine.ladder import Ladder
from engine.picture import Picture
from storage import Store
from storage.workers import WorkerRow

DOODLE = Offer("doodle", 0, (), Ladder(), for_drawings=True)


def a_drawing(size: tuple[int, int] = (256, 256), *, lines: int = 3, file_format: str = "PNG") -> bytes:
    """Dark lines on white."""
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    for number in range(lines):
        pen.arc((20, 20 + 30 * number, size[0] - 20, size[1] - 20), 0, 300, fill="black", width=3)
    file = BytesIO()
    image.save(file, file_format)
    return file.getvalue()


def negative(effect: str, inputs: Inputs, options: Mapping[str, Any], report: Report) -> Painting:
    """White becomes black; nothing can be made of a blank sheet."""
    image = inputs.content.image
    if image.getextrema() == ((255, 255),) * 3:
        raise BadPicture("empty")
    return Painting(Picture(ImageChops.invert(image), None), 1, 1, False, ())


@dataclass(slots=True)
class Desk:
    """Where the drawings are painted from; nobody is there while it is `away`. `seen_away`: the queue knows."""

    glimpses: Glimpses
    away: bool = False
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)
    seen_away: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.may_answer.set()

    async def __call__(self, *what: str) -> str:
        self.begun.set()
        await self.may_answer.wait()
        return await self.glimpses(*what)

    async def leave(self) -> None:
        """Be away; when this returns, what the queue knew before is done with."""
        self.seen_away.clear()
        self.away = True
        await asyncio.to_thread(self.seen_away.wait)

    def slots(self) -> int:
        if not self.away:
            return self.glimpses.slots()
        self.seen_away.set()
        return 0


@asynccontextmanager
async def a_desk(store: Store, queue: Queue, database_url: str) -> AsyncIterator[Desk]:
    """The worker's part in glimpses, all of it but its engine."""
    engine = Engine("test bench", (DOODLE,), negative)
    async with store.transaction() as tx:
        await tx.workers.beat(WorkerRow("desk", "test bench", 1, [DOODLE.to_json()], quick_slots=1))
    with Watchdog().running() as watchdog:
        painter = Painter(store, queue, Finish(store, queue), engine, "desk", watchdog)
        desk = Desk(Glimpses(Envelope(store.blobs.seal), engine, painter, watchdog))
        async with Runtime(database_url, "desk", glimpses(desk, desk.slots)):
            yield desk
