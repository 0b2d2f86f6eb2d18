"""A studio on SQLite and on PostgreSQL for every test of faults."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from subprocess import Popen

import pytest

import storage
from bot.settings import Settings
from storage import Store
from tests.faults.mortal import Mortal, started
from tests.faults.studio import Studio, settings_in
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


@pytest.fixture(scope="session")
def mortal() -> Iterator[Popen[bytes]]:
    """A process that dies in the middle of what it is told to do; see tests/faults/mortal.py."""
    with started() as process:
        yield process


@pytest.fixture(scope="session")
def another_mortal() -> Iterator[Popen[bytes]]:
    """For what two do at once."""
    with started() as process:
        yield process


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """An installation whose job engine nobody needs: the database is emptied, not made anew."""
    if request.param == "sqlite":
        template = request.getfixturevalue("migrated_sqlite")
        yield settings_in(tmp_path, f"sqlite:///{shutil.copy(template, tmp_path / 'mazok.db')}")
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    yield settings_in(tmp_path, server.url)
    server.empty()


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    async with storage.open(settings.database_url, settings.blob_url, settings.key) as opened:
        yield opened


@pytest.fixture
def doomed(mortal: Popen[bytes], settings: Settings, store: Store) -> Mortal:
    return Mortal(mortal, settings, store)
