"""The workers of `mazok run`: child processes, started again when they die, ended with it. Knows no engine."""

import asyncio
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from bot.settings import Settings

WORKER = (sys.executable, "-m", "bot", "worker", "--child")
FIRST_PAUSE_S = 0.2
LAST_PAUSE_S = 60.0
STEADY_S = 60.0  # a child that lived so long did not die of its start
PATIENCE_S = 10.0  # more than a worker's own grace

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Supervisor:
    """Children read the parent's settings from their environment. They hold the other end of a pipe: when the parent
    dies, even of SIGKILL, the kernel closes it and they end."""

    settings: Settings
    count: int
    program: tuple[str, ...] = WORKER

    async def serve(self) -> None:
        """Keep `count` children alive until cancelled; then end them."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self.count):
                group.create_task(self._keep_one())

    async def _keep_one(self) -> None:
        pause_s = FIRST_PAUSE_S
        while True:
            started = time.monotonic()
            code = await self._run()
            if time.monotonic() - started > STEADY_S:
                pause_s = FIRST_PAUSE_S
            log.warning("a worker died", exit_code=code, again_in_s=pause_s)
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, LAST_PAUSE_S)

    async def _run(self) -> int:
        environment = {**os.environ, **variables(self.settings)}
        process = await asyncio.create_subprocess_exec(*self.program, stdin=PIPE, env=environment)
        try:
            return await process.wait()
        finally:
            await end(process)


def variables(settings: Settings) -> Mapping[str, str]:
    """The settings as environment variables."""
    values = settings.model_dump(by_alias=True, mode="json")
    return {name: str(value) for name, value in values.items() if value is not None}


async def end(process: Process) -> None:
    """Ask the child to end, then make it."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), PATIENCE_S)
    except TimeoutError:
        process.kill()
        await process.wait()
