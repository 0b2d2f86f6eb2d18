"""Courier: brings a result to the person, again and again until it is there or cannot be. Knows no platform."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

from bot.chat import TryLater
from bot.executor import hold
from bot.queue.client import Queue
from bot.queue.runtime import Runtime, delivers
from bot.queue.upkeep import BEAT_S, TTL_S, Upkeep
from bot.settings import Settings
from storage import Busy, Missing, Store
from storage.workers import WorkerRow

Deliver = Callable[[str], Awaitable[None]]

ATTEMPTS = 8
FIRST_PAUSE_S = 1.0
LAST_PAUSE_S = 60.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Courier:
    """Answers delivery calls with `deliver`, which must be harmless when it is repeated."""

    deliver: Deliver
    first_pause_s: float = FIRST_PAUSE_S

    async def __call__(self, job_id: str) -> None:
        """Deliver the result of a job. What keeps failing is given up with its error, to be seen by the operator."""
        failures = 0
        while True:
            try:
                await self.deliver(job_id)
                return
            except TryLater as later:
                await asyncio.sleep(later.after_s)
            except Busy:
                await asyncio.sleep(self.first_pause_s)
            except Missing:
                log.info("nothing to deliver: the person was forgotten", job_id=job_id)
                return
            except Exception:
                failures += 1
                log.exception("delivery failed", job_id=job_id, failures=failures)
                if failures == ATTEMPTS:
                    raise
                await asyncio.sleep(min(self.first_pause_s * 2 ** (failures - 1), LAST_PAUSE_S))


@dataclass(frozen=True, slots=True)
class Couriers:
    """The delivering half of a chat process: runs `deliver` for what is ready, and looks after the queue."""

    settings: Settings
    store: Store
    queue: Queue
    platforms: Sequence[str]
    deliver: Deliver
    beat_s: float = BEAT_S
    ttl_s: float = TTL_S

    async def serve(self) -> None:
        """Until cancelled; what is being delivered then is delivered by another, or by the next of us."""
        await self.queue.register(self.platforms)
        duty = delivers(self.platforms, Courier(self.deliver))
        with hold(self.settings.data, "chat") as executor:
            upkeep = Upkeep(self.store, self.queue, WorkerRow(executor, "", 0), self.beat_s, self.ttl_s)
            await upkeep.arrive()
            try:
                async with Runtime(self.settings.database_url, executor, duty):
                    await upkeep.serve()
            finally:
                await upkeep.leave()
