"""A worker process of the tests: everything real but the engine, which is the brush."""

import asyncio
import sys

from bot import logs
from bot.settings import Settings
from bot.worker import Options, serve
from tests.faults.brush import load


def main() -> None:
    """`python -m tests.faults.worker BEAT_S TTL_S CHECKPOINT_S WATCHDOG_S [--child]`, and settings from outside."""
    settings = Settings()
    logs.configure(settings.log_level)
    options = Options("--child" in sys.argv, *(float(seconds) for seconds in sys.argv[1:5]))
    asyncio.run(serve(settings, lambda: load(settings.slots or 1), options))


if __name__ == "__main__":
    main()
