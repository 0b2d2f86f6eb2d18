"""`mazok admin`: what the owner of a Mazok does by hand: give credits, see who is there, see and mend what failed."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import click
from rich.console import Console
from rich.table import Table

import storage
from bot.admin.login import login
from bot.catalogue import Catalogue
from bot.operator import operator
from bot.prices import Prices
from bot.queue import Queue
from bot.settings import Settings
from bot.usecases.order import TooManyJobs
from bot.usecases.plan import BadChoice, UnknownEffect, UnknownTier
from bot.usecases.retry import NothingToRetry, Retry
from storage import Missing, NotEnough, Store, Transaction
from storage.people import Person

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Office:
    """What the commands work with."""

    store: Store
    queue: Queue
    catalogue: Catalogue


@asynccontextmanager
async def office() -> AsyncIterator[Office]:
    settings = Settings()
    async with (
        storage.open(settings.database_url, settings.blob_url, settings.key) as store,
        Queue.open(settings.database_url) as queue,
    ):
        catalogue = Catalogue(Prices.load(settings.prices))
        await catalogue.refresh(store)
        yield Office(store, queue, catalogue)


def in_office(run: Callable[Concatenate[Office, P], Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """A command with everything open around it; what is not there is said in a line, not in a traceback."""

    @wraps(run)
    def command(*args: P.args, **kwargs: P.kwargs) -> None:
        async def within() -> None:
            async with office() as opened:
                await run(opened, *args, **kwargs)

        try:
            asyncio.run(within())
        except (Missing, NotEnough, NothingToRetry, TooManyJobs, UnknownEffect, UnknownTier, BadChoice) as error:
            raise click.ClickException(f"{type(error).__name__}: {error}") from error

    return command


@click.group("admin")
def command() -> None:
    """Give credits, see people and failures, try again what failed."""


@command.command("grant")
@click.argument("person")
@click.argument("asset")
@click.argument("amount", type=click.IntRange(min=1))
@in_office
async def grant(here: Office, person: str, asset: str, amount: int) -> None:
    """Give PERSON (an id, or platform:account as `mazok admin people` shows them) AMOUNT units of ASSET."""
    assets = sorted({tier.asset for tier in here.catalogue.prices.tiers.values() if tier.daily is None})
    if asset not in assets:
        raise click.BadParameter(f"there is no {asset!r}, there are {', '.join(assets)}", param_hint="ASSET")
    async with here.store.transaction() as tx:
        found = await find(tx, person)
        await tx.ledger.grant(f"admin:{uuid.uuid4().hex}", found.person_id, asset, amount, "gift")
        balance = await tx.ledger.balance(found.person_id, asset)
    click.echo(f"{found.person_id} has {balance} {asset}")


async def find(tx: Transaction, person: str) -> Person:
    """Somebody by their id or by an account of theirs. Raises Missing."""
    platform, colon, account = person.partition(":")
    if not colon:
        return await tx.people.get(person)
    found = await tx.people.by_identity(platform, account)
    if found is None:
        raise Missing("person", person)
    return found


@command.command("people")
@click.option("--limit", default=50, show_default=True)
@in_office
async def people(here: Office, limit: int) -> None:
    """List who came last, with what they have."""
    table = Table("person", "accounts", "since", "balance", box=None, pad_edge=False)
    async with here.store.reading() as tx:
        for person in await tx.people.newest(limit):
            accounts = [f"{one.platform}:{one.external_id}" for one in await tx.people.identities(person.person_id)]
            balances = await tx.ledger.balances(person.person_id)
            having = ", ".join(f"{amount} {asset}" for asset, amount in sorted(balances.items()))
            table.add_row(person.person_id, " ".join(accounts), f"{person.created_at:%Y-%m-%d %H:%M}", having)
    Console().print(table)


@command.command("dead")
@click.option("--limit", default=50, show_default=True)
@in_office
async def dead(here: Office, limit: int) -> None:
    """List jobs that ended without a picture, and results that could not be delivered."""
    table = Table("job", "what", "effect", "attempts", "ended", box=None, pad_edge=False)
    undelivered = await here.queue.undelivered()
    async with here.store.reading() as tx:
        jobs = [(await tx.jobs.get(job_id), "not delivered") for job_id in undelivered]
        jobs += [(job, job.error or "") for job in await tx.jobs.failed(limit)]
    for job, what in jobs:
        table.add_row(job.job_id, what, job.effect, str(job.attempt), f"{job.ended_at:%Y-%m-%d %H:%M}")
    Console().print(table)


@command.command("retry")
@click.argument("job_id")
@in_office
async def retry(here: Office, job_id: str) -> None:
    """Deliver the result of JOB_ID again, or order again what failed, at the person's expense as before."""
    job = await Retry(here.store, here.queue, here.catalogue)(job_id, who=operator())
    click.echo("a courier is called again" if job.job_id == job_id else f"ordered again as {job.job_id}")


command.add_command(login)

from bot.commands.admin import prints as _prints  # noqa: E402, F401 - its commands belong to the group above
from bot.commands.admin import promo as _promo  # noqa: E402, F401 - as do these
