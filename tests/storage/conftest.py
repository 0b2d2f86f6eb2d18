"""Every storage test that asks for `store` or `database_url` runs on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import Store
from storage.people import Person
from tests.stores import PostgreSQL, migrated_sqlite, postgresql, store

__all__ = ["alice", "bob", "database_url", "migrated_sqlite", "postgresql", "store"]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh, migrated database."""
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_sqlite'), tmp_path / 'mazok.db')}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    yield server.url
    server.empty()


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
