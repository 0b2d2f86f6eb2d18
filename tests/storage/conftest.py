"""Every storage test that asks for `store` or `database_url` runs on SQLite and on PostgreSQL."""

import pytest

from storage import Store
from storage.people import Person
from tests.stores import migrated_sqlite, postgresql, store
from tests.stores import on_both as database_url

__all__ = ["alice", "bob", "database_url", "migrated_sqlite", "postgresql", "store"]


@pytest.fixture
async def alice(store: Store) -> Person:
    """Alice pays."""
    async with store.transaction() as tx:
        return await tx.people.arrive("web", "alice", "ru")


@pytest.fixture
async def bob(store: Store) -> Person:
    """Bob watches."""
    async with store.transaction() as tx:
        return await tx.people.arrive("web", "bob", "en")
