"""`mazok run`: the chats of every configured platform, the web chat, and workers of its own."""

import asyncio
import signal
from contextlib import suppress
from importlib.util import find_spec

import click
import structlog

from bot import logs
from bot.app import opened
from bot.settings import Misconfigured, Settings
from bot.supervisor import Supervisor
from bot.web import serving

log = structlog.get_logger()


@click.command("run")
def command() -> None:
    """Serve the web chat and every platform that is configured, with MAZOK_WORKERS painters of its own."""
    settings = Settings()
    logs.configure(settings.log_level)
    asyncio.run(run(settings))


async def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; what people have begun is there at the next start."""
    work = asyncio.create_task(serve(settings))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, work.cancel)
    with suppress(asyncio.CancelledError):
        await work


async def serve(settings: Settings) -> None:
    """The whole chat process. Raises Misconfigured before anything is served."""
    if settings.workers and find_spec("torch") is None:
        raise Misconfigured(f"MAZOK_WORKERS={settings.workers}, but mazok[engine] is not installed; 0 for chats alone")
    settings.make_folder()
    async with opened(settings) as app, serving(app) as server, asyncio.TaskGroup() as tasks:
        log.info("ready", web=server.url, platforms=list(app.platforms), workers=settings.workers)
        tasks.create_task(app.run())
        tasks.create_task(Supervisor(settings, settings.workers).serve())
