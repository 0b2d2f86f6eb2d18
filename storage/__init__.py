"""SQL and blobs: everything that outlives a process. Knows no chat and no engine.

async with storage.open(database_url, blob_url, key) as store:
    async with store.transaction() as tx:
        person = await tx.people.arrive("web", "cookie", "ru")
    await store.blobs.put(f"{person.person_id}/photo/{uuid4().hex}", data)
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage import database
from storage.blobs import Blobs
from storage.errors import Busy, Full, Missing, NotEnough, NoVoucher, Sealed, StorageError, Unfinished
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
    "open",
]


@asynccontextmanager
async def open(database_url: str, blob_url: str, key: bytes) -> AsyncIterator[Store]:  # noqa: A001  storage.open(...)
    """The one door: a migrated database and a blob store whose contents are sealed with `key` (32 bytes)."""
    url = database.parse(database_url)
    blobs = Blobs(blob_url, key)
    await migrate(url)
    engine = database.connect(url)
    try:
        yield Store(engine, blobs)
    finally:
        await engine.dispose()
