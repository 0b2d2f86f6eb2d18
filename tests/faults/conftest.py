"""A studio on SQLite and on PostgreSQL for every test of faults."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.faults.studio import Studio
from tests.faults.studio import studio as opened_studio
from tests.stores import PostgreSQL, migrated_sqlite, postgresql

__all__ = ["database_url", "migrated_sqlite", "postgresql", "studio"]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh, migrated database."""
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_sqlite'), tmp_path / 'mazok.db')}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    with server.created() as url:  # the job engine has tables of its own in it
        yield url


@pytest.fixture
async def studio(database_url: str, tmp_path: Path) -> AsyncIterator[Studio]:
    """Open for orders; a test starts the workers."""
    async with opened_studio(database_url, tmp_path) as opened:
        yield opened
