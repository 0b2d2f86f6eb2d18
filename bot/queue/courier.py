"""Courier: brings a result to the person, again and again until it is there or cannot be. Knows no platform."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.chat import TryLater
from storage import Busy, Missing

ATTEMPTS = 8
FIRST_PAUSE_S = 1.0
LAST_PAUSE_S = 60.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Courier:
    """Answers delivery calls with `deliver`, which must be harmless when it is repeated."""

    deliver: Callable[[str], Awaitable[None]]

    async def __call__(self, job_id: str) -> None:
        """Deliver the result of a job. What keeps failing is given up with its error, to be seen by the operator."""
        failures = 0
        while True:
            try:
                return await self.deliver(job_id)
            except TryLater as later:
                await asyncio.sleep(later.after_s)
            except Busy:
                await asyncio.sleep(FIRST_PAUSE_S)
            except Missing:
                return log.info("nothing to deliver: the person was forgotten", job_id=job_id)
            except Exception:
                failures += 1
                log.exception("delivery failed", job_id=job_id, failures=failures)
                if failures == ATTEMPTS:
                    raise
                await asyncio.sleep(min(FIRST_PAUSE_S * 2 ** (failures - 1), LAST_PAUSE_S))
