"""The room in which the owner's commands work: storage and queue are open, and what they change is written down."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import click

from bot.catalogue import Catalogue
from bot.operator import operator
from bot.prices import Prices
from bot.queue import Queue
from bot.settings import Settings
from bot.store import opened_store
from storage import StorageError, Store, Transaction

P = ParamSpec("P")
F = TypeVar("F", bound=Callable[..., Any])


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
    """Raises Misconfigured, also where there is no database: who would make one here has come to a wrong folder."""
    settings = Settings()
    async with (
        opened_store(settings, make=False) as store,
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
        except StorageError as error:
            raise click.ClickException(str(error)) from error

    return command


def limited(default: int = 50) -> Callable[[F], F]:
    """The option --limit: so many rows at most."""
    return click.option("--limit", default=default, show_default=True, type=click.IntRange(min=1))


def text_of(file: Path) -> str:
    """What a file says that the owner names."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is no text in UTF-8") from error
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from error


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """A draft beside `path`, which takes its place when the block ends well: a file is there whole, or as it was. What
    is no file, such as /dev/stdout, is written to at once."""
    place = path.resolve() if path.is_file() else path
    draft = place if place.exists() and not place.is_file() else place.with_name(f".{place.name}.draft")
    try:
        yield draft
        if draft != place:
            draft.replace(place)
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from error
    finally:
        if draft != place:
            draft.unlink(missing_ok=True)


def minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""
