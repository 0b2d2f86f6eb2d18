"""Stores, on SQLite and on PostgreSQL, and a shop of a simulated YooKassa with our till in front."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage import Store
from tests.payments.kiosk import Kiosk, a_kiosk
from tests.stores import PostgreSQL, migrated_sqlite, postgresql, store

__all__ = ["database_url", "kiosk", "migrated_sqlite", "postgresql", "store"]


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
async def kiosk(store: Store, tmp_path: Path) -> AsyncIterator[Kiosk]:
    """Open; nothing that the till asked and nothing that the simulator said may have been wrong."""
    async with a_kiosk(store, tmp_path) as opened:
        yield opened
    assert opened.server.violations == []
