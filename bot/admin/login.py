"""`mazok admin login`: a link that signs one browser in to the admin pages, once."""

import asyncio

import click

import storage
from bot.operator import operator
from bot.settings import Settings
from bot.usecases.sign_in import LINK_S, SignIn

MINUTES = int(LINK_S // 60)


@click.command("login")
@click.option("--name", help="Who you are in the audit log.  [default: your name on this machine]")
def login(name: str | None) -> None:
    """Print a link that opens the admin pages, once and within ten minutes."""
    settings = Settings()
    token = asyncio.run(made(settings, name or operator()))
    click.echo(f"{address(settings)}/admin/sign-in/{token}")
    click.echo(f"It opens once, within {MINUTES} minutes. Who has it is you: send it to nobody.", err=True)


async def made(settings: Settings, who: str) -> str:
    async with storage.open(settings.database_url, settings.blob_url, settings.key) as store:
        return await SignIn(store).link(who)


def address(settings: Settings) -> str:
    """Where the pages are: as people see them, else as they are listened for."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return settings.public_url.rstrip("/") or f"http://{host}:{settings.port}"
