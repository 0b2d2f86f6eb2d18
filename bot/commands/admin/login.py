"""`mazok admin login`: a link that signs one browser in to the admin pages, once."""

import asyncio

import click

from bot.operator import operator
from bot.settings import Settings
from bot.store import opened_store
from bot.usecases.sign_in import LINK_S, SignIn

MINUTES = int(LINK_S // 60)
HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  who listens on all addresses is reached by this one


@click.command("login")
@click.option("--name", help="Who you are in the audit log.  [default: your name on this machine]")
def command(name: str | None) -> None:
    """Print a link that opens the admin pages, once and within ten minutes."""
    settings = Settings()
    token = asyncio.run(made(settings, name or settings.admin or operator()))
    click.echo(f"{address(settings)}/admin/sign-in/{token}")
    click.echo(f"It opens once, within {MINUTES} minutes. Who has it is you: send it to nobody.", err=True)


async def made(settings: Settings, who: str) -> str:
    async with opened_store(settings, make=False) as store:
        return await SignIn(store).link(who)


def address(settings: Settings) -> str:
    """Where the pages are: as people see them, else as this machine does."""
    host = HERE.get(settings.host, settings.host)
    host = f"[{host}]" if ":" in host else host
    return settings.public_url.rstrip("/") or f"http://{host}:{settings.port}"
