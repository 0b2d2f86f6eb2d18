"""SQL and blobs: everything that outlives a process. Knows no chat and no engine.

async with storage.open(database_url, blob_url, key) as store:
    async with store.transaction() as tx:
        person = await tx.people.arrive("web", "cookie", "ru")
    await store.blobs.put(f"{person.person_id}/photo/{uuid4().hex}", data)
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from sqlalchemy.exc import ArgumentError, DBAPIError

from storage import database
from storage.blobs import Blobs
from storage.errors import Busy, Full, Missing, NotEnough, NoVoucher, Sealed, StorageError, Unfinished, Unusable
from storage.migrate import migrate
from storage.store import Store, Transaction

__all__ = [
    "Blobs",
    "Busy",
    "Full",
    "Missing",
    "NoVoucher",
    "NotEnough",
    "Sealed",
    "StorageError",
    "Store",
    "Transaction",
    "Unfinished",
    "Unusable",
    "open",
]


@asynccontextmanager
async def open(  # noqa: A001  storage.open(...)
    database_url: str, blob_url: str, key: bytes, *, make: bool = True
) -> AsyncIterator[Store]:
    """The one door: a migrated database and a blob store whose contents are sealed with `key` (32 bytes).

    `make`: a SQLite file that is not there is made. Raises Unusable, Busy or Full, which name what could not be opened.
    """
    with opening("the database"):
        url = database.parse(database_url)
    with opening(f"the database {database.shown(url)}"):
        if not make and database.absent(url):
            raise Unusable("it is not there: the first `mazok run` makes it")
        await migrate(url)
    with opening("the place of the pictures"):
        blobs = Blobs(blob_url, key)
    engine = database.connect(url)
    try:
        yield Store(engine, blobs)
    finally:
        await engine.dispose()


@contextmanager
def opening(what: str) -> Iterator[None]:
    """Errors of the block say in a line what could not be opened, and why."""
    try:
        yield
    except (Busy, Full, Unusable) as error:
        raise type(error)(f"{what}: {error}") from error
    except DBAPIError as error:
        raise Unusable(f"{what}: {error.orig}") from error
    except (ArgumentError, OSError, ValueError) as error:
        raise Unusable(f"{what}: {error}") from error
