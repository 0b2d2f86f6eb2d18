"""Migrations lead to the schema that the code believes in, also when many processes start at once."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

import storage
from storage import database
from storage.job import Lane
from storage.migrate import downgrade, migrate, upgrade
from storage.migrations.names import include_name
from storage.schema import metadata
from tests.stores import PostgreSQL, a_job

OPEN = """
import asyncio, sys, storage
async def main():
    async with storage.open(sys.argv[1], sys.argv[2], bytes(32)) as store:
        async with store.transaction() as tx:
            await tx.people.arrive("web", sys.argv[3], "en")
asyncio.run(main())
"""

# What the first release wrote, in words that both databases read.
FIRST_ROWS = (
    "INSERT INTO people VALUES ('alice', 'en', '2026-01-01 00:00:00')",
    """INSERT INTO jobs (job_id, person_id, platform, chat, "group", tier, effect, options, photo_key, style_keys,
       state, priority, epoch, vstart, vfinish, cost, attempt, done, total, stop_asked, created_at)
       VALUES ('job', 'alice', 'web', 'chat', false, 'free', 'gatys', '{"size": 600}', 'alice/photo/1',
       '["house:mosaic"]', 'queued', 1, 0, 0, 1, 2.5, 0, 0, 100, false, '2026-01-01 00:00:00')""",
    """INSERT INTO works (work_id, person_id, job_id, effect, tier, options, photo_key, style_keys, picture_key,
       preview_key, width, height, iterations, seconds, created_at)
       VALUES ('work', 'alice', 'old job', 'gatys', 'free', '{"size": 600}', 'alice/photo/1', '["house:mosaic"]',
       'alice/picture/1', 'alice/preview/1', 600, 450, 100, 6.5, '2026-01-01 00:00:00')""",
    "INSERT INTO vclock (tier, epoch, virtual_time) VALUES ('free', 0, 70)",
    """INSERT INTO styles (style_id, person_id, picture_key, thumbnail_key, title, created_at)
       VALUES ('style', 'alice', 'alice/photo/2', 'alice/thumbnail/2', 'waves', '2026-01-01 00:00:00')""",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that nobody has opened yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new folder' / 'mazok.db'}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    with server.created() as url:
        yield url


def differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True, "include_name": include_name}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


async def test_migrations_make_the_schema_of_the_code(database_url: str) -> None:
    engine = database.connect(database.parse(database_url))
    async with database.writing(engine).begin() as connection:
        assert await connection.run_sync(differences) == []
        await connection.execute(text("DROP INDEX ix_jobs_ended_at"))  # the comparison has eyes
        assert len(await connection.run_sync(differences)) == 1
        await connection.rollback()
    await engine.dispose()


async def test_tables_of_the_queue_engine_are_left_alone(empty_url: str) -> None:
    engine = database.connect(database.parse(empty_url))
    async with database.writing(engine).begin() as connection:
        await connection.execute(text("CREATE TABLE workflow_status (workflow_uuid TEXT PRIMARY KEY)"))
    await migrate(database.parse(empty_url))
    async with database.writing(engine).begin() as connection:
        assert await connection.run_sync(differences) == []
        await connection.run_sync(downgrade)
        left = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        assert set(left) == {"workflow_status", "alembic_version"}
        await connection.run_sync(upgrade)
    await engine.dispose()


async def test_migrating_again_changes_nothing(database_url: str) -> None:
    await migrate(database.parse(database_url))


async def test_what_the_first_release_wrote_is_read(empty_url: str, tmp_path: Path) -> None:
    engine = database.connect(database.parse(empty_url), foreign_keys=False)
    async with database.writing(engine).begin() as connection:
        await connection.run_sync(upgrade, "0001")
        for row in FIRST_ROWS:
            await connection.execute(text(row))
    await engine.dispose()
    async with storage.open(empty_url, str(tmp_path / "blobs"), bytes(32)) as store, store.transaction() as tx:
        job, work = await tx.jobs.get("job"), await tx.works.get("work", "alice")
        [style] = await tx.styles.of_person("alice")
        claimed = await tx.jobs.claim("job", "worker")
        later = a_job("alice")
        await tx.jobs.add(later)
        added = await tx.jobs.get(later.job_id)
    assert (job.photo_key, job.options, job.mask_key) == ("alice/photo/1", {"size": 600}, None)
    assert (work.style_keys, work.seconds) == (("house:mosaic",), 6.5)
    assert (work.mask_key, work.video_key) == (None, None)
    assert (job.order, job.position, added.order) == ("job", 0, later.job_id)
    assert (work.picture_keys, work.preview_keys, work.chosen) == ((), (), 0)
    assert (style.title, style.look_key, job.look_key, work.look_key) == ("waves", None, None, None)
    assert claimed is not None
    assert job.lane is Lane.LONG
    assert added.priority == later.base_priority + 70  # the clock of the tier goes on


async def test_four_processes_that_start_at_once_on_a_new_database_all_start(empty_url: str, tmp_path: Path) -> None:
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", OPEN, empty_url, str(tmp_path / "blobs"), name, cwd=Path(storage.__file__).parents[1]
        )
        for name in ("a", "b", "c", "d")
    ]
    assert await asyncio.gather(*(process.wait() for process in processes)) == [0, 0, 0, 0]
    engine = database.connect(database.parse(empty_url))
    async with engine.begin() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM people"))).scalar_one() == 4
    await engine.dispose()
