"""Whether this process lives, and whether somebody can get a painting here. Knows no platform."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from storage import StorageError

if TYPE_CHECKING:
    from bot.app import App

PROBE_S = 5.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Health:
    """What a load balancer or a person with curl asks."""

    app: "App"

    async def alive(self, request: web.Request) -> web.Response:
        """The process answers: nothing else is looked at, or a slow database would get it killed."""
        return web.json_response({"alive": True})

    async def ready(self, request: web.Request) -> web.Response:
        """Can somebody get a painting here? 503 and the reason when not."""
        database, blobs, workers = await asyncio.gather(self._database(), self._blobs(), self._workers())
        expected = self.app.settings.workers
        state = {"database": database, "blobs": blobs, "workers": workers, "workers_expected": expected}
        ready = database and blobs and (workers > 0 or expected == 0)
        return web.json_response({"ready": ready, **state}, status=200 if ready else 503)

    async def _database(self) -> bool:
        async def look() -> None:
            async with self.app.store.reading() as tx:
                await tx.now()

        return await answers(look())

    async def _blobs(self) -> bool:
        return await answers(self.app.store.blobs.exists("health/probe"))

    async def _workers(self) -> int:
        try:
            async with asyncio.timeout(PROBE_S), self.app.store.reading() as tx:
                return sum(worker.paints for worker in await tx.workers.living())
        except (StorageError, TimeoutError):
            return 0


async def answers(question: Awaitable[object]) -> bool:
    """Is there an answer in time?"""
    try:
        async with asyncio.timeout(PROBE_S):
            await question
    except (StorageError, TimeoutError) as error:
        log.warning("not ready", error=str(error))
        return False
    return True
