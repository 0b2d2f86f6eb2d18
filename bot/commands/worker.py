"""`mazok worker`: paint what the queue holds, on this machine's device, until told to end."""

import asyncio

import click

from bot import logs
from bot.settings import Settings


@click.command("worker", short_help="Paint what people order.")
@click.option("--child", is_flag=True, hidden=True, help="End when standard input does: with the parent.")
def command(child: bool) -> None:
    """Paint what people order. Any number of workers may share one database, on any number of hosts."""
    from bot.worker import Options, load, serve  # the engine takes seconds to import; `mazok --help` should not

    settings = Settings()
    logs.configure(settings.log_level)
    asyncio.run(
        serve(settings, lambda: load(settings.device, settings.slots, settings.quick_slots), Options(child=child))
    )
