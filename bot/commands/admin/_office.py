"""The room in which the owner's commands work: storage and queue are open, and what they change is written down."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import click

import storage
from bot.catalogue import Catalogue
from bot.operator import operator
from bot.prices import Prices
from bot.queue import Queue
from bot.settings import Settings
from bot.usecases.order import TooManyJobs
from bot.usecases.plan import BadChoice, UnknownEffect, UnknownTier
from storage import Missing, NotEnough, Store, Transaction

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Office:
    """What the commands work with; `who` is at work, by these settings."""

    settings: Settings
    store: Store
    queue: Queue
    catalogue: Catalogue
    who: str

    async def note(self, tx: Transaction, act: str, subject: str, **detail: Any) -> None:
        """Write the act down, in the transaction that does it: nothing is done that is not written down."""
        await tx.audit.add(self.who, act, subject, detail)


@asynccontextmanager
async def office() -> AsyncIterator[Office]:
    settings = Settings()
    async with (
        storage.open(settings.database_url, settings.blob_url, settings.key) as store,
        Queue.open(settings.database_url) as queue,
    ):
        catalogue = Catalogue(Prices.load(settings.prices))
        await catalogue.refresh(store)
        yield Office(settings, store, queue, catalogue, settings.admin or operator())


def in_office(run: Callable[Concatenate[Office, P], Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """A command with everything open around it; what is not there is said in a line, not in a traceback."""

    @wraps(run)
    def command(*args: P.args, **kwargs: P.kwargs) -> None:
        async def within() -> None:
            async with office() as opened:
                await run(opened, *args, **kwargs)

        try:
            asyncio.run(within())
        except (Missing, NotEnough, TooManyJobs, UnknownEffect, UnknownTier, BadChoice) as error:
            raise click.ClickException(f"{type(error).__name__}: {error}") from error

    return command


def minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""
