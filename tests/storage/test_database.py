"""Transactions on a real SQLite file and a real PostgreSQL: waiting, failing, killed, many at once."""

import asyncio
import sqlite3

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

import storage
from storage import Busy, Full, Store, database
from storage.people import Person
from storage.tables import people
from tests.stores import KEY, PostgreSQL

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
postgresql_only = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def count_people(store: Store) -> int:
    async with store.reading() as tx:
        return len((await tx.connection.execute(select(people))).all())


async def test_what_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError):
        async with store.transaction() as tx:
            await tx.people.arrive("web", "carol", "en")
            raise RuntimeError
    assert await count_people(store) == 0


async def test_who_is_cancelled_leaves_nothing_and_blocks_nobody(store: Store) -> None:
    written, never = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with store.transaction() as tx:
            await tx.people.arrive("web", "carol", "en")
            written.set()
            await never.wait()

    task = asyncio.create_task(write())
    await written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with store.transaction() as tx:
        await tx.people.arrive("web", "dave", "en")
    assert await count_people(store) == 1


async def test_many_writers_at_once_all_get_their_turn(store: Store) -> None:
    async def write(number: int) -> None:
        async with store.transaction() as tx:
            await tx.people.arrive("web", f"person {number}", "en")

    await asyncio.gather(*map(write, range(50)))
    assert await count_people(store) == 50


async def test_a_reader_writes_nothing(store: Store) -> None:
    with pytest.raises(DBAPIError, match=r"read.?only"):
        async with store.reading() as tx:
            await tx.people.arrive("web", "carol", "en")
    async with store.transaction() as tx:
        await tx.people.arrive("web", "dave", "en")


async def test_a_transaction_inside_a_transaction_is_refused_at_once(store: Store) -> None:
    with pytest.raises(RuntimeError, match="wait for itself"):
        async with store.transaction(), store.transaction():
            pass
    async with store.transaction() as tx:
        await tx.people.arrive("web", "dave", "en")


async def test_the_time_is_the_databases_and_moves_on(store: Store) -> None:
    async with store.reading() as tx:
        earlier = await tx.now()
    async with store.reading() as tx:
        assert await tx.now() >= earlier
    assert earlier.utcoffset() is not None


async def test_an_error_does_not_tell_what_people_wrote(store: Store) -> None:
    with pytest.raises(DBAPIError) as caught:
        async with store.transaction() as tx:
            await tx.connection.execute(text("SELECT :secret FROM nothing"), {"secret": "my address"})
    assert "my address" not in str(caught.value)


@sqlite_only
async def test_sqlite_is_set_up_to_lose_nothing_and_to_wait(store: Store) -> None:
    async with store.transaction() as tx:
        pragmas = {
            name: (await tx.connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    full = 2
    assert pragmas == {"journal_mode": "wal", "synchronous": full, "foreign_keys": 1, "busy_timeout": 15_000}


@sqlite_only
async def test_a_database_locked_by_another_is_waited_for(store: Store, database_url: str) -> None:
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    loop = asyncio.get_running_loop()
    began = loop.time()
    loop.call_later(2, other.commit)
    async with store.transaction() as tx:
        await tx.people.arrive("web", "carol", "en")
    assert loop.time() - began >= 2
    assert await count_people(store) == 1
    other.close()


@sqlite_only
async def test_readers_do_not_wait_for_a_writer(store: Store, database_url: str) -> None:
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert await count_people(store) == 0
    other.close()


@sqlite_only
async def test_a_database_locked_for_too_long_is_busy(store: Store, database_url: str) -> None:
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match="locked"):
        async with store.reading() as tx:  # asks for the write lock by hand, with no patience
            await tx.connection.exec_driver_sql("PRAGMA busy_timeout = 0")
            await tx.connection.exec_driver_sql("PRAGMA query_only = OFF")
            await tx.connection.exec_driver_sql("DELETE FROM people")
    other.close()


@sqlite_only
async def test_a_database_that_cannot_grow_is_full_and_stays_as_it_was(store: Store, alice: Person) -> None:
    with pytest.raises(Full):
        async with store.transaction() as tx:
            await tx.people.arrive("web", "carol", "en")
            pages = (await tx.connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
            await tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            await tx.transcripts.put("chat", "1", "person", {"text": "long " * 10_000})
    assert await count_people(store) == 1


@postgresql_only
async def test_a_server_that_drops_us_is_busy_once_and_spoken_to_again(store: Store) -> None:
    with pytest.raises(Busy):
        async with store.transaction() as tx:
            await tx.people.arrive("web", "carol", "en")
            await tx.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    async with store.transaction() as tx:
        await tx.people.arrive("web", "dave", "en")
    assert await count_people(store) == 1


@postgresql_only
async def test_connections_that_died_in_the_pool_are_noticed_before_use(store: Store, postgresql: PostgreSQL) -> None:
    assert await count_people(store) == 0
    others = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'mazok'")
    killer = database.connect(database.parse(postgresql.uri))
    async with killer.begin() as connection:
        await connection.execute(others)
    await killer.dispose()
    assert await count_people(store) == 0


async def test_a_server_out_of_reach_is_busy(tmp_path_factory: pytest.TempPathFactory) -> None:
    nowhere = tmp_path_factory.mktemp("nowhere")
    with pytest.raises(Busy):
        async with storage.open(f"postgresql://postgres@/mazok?host={nowhere}", str(nowhere), KEY):
            pass


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("sqlite:////data/mazok.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:////data/mazok.db", "sqlite+aiosqlite"),
        ("postgresql://user@host/mazok", "postgresql+psycopg"),
        ("postgres://user@host/mazok", "postgresql+psycopg"),
        ("postgresql+asyncpg://user@host/mazok", "postgresql+psycopg"),
    ],
)
def test_a_url_may_leave_the_driver_to_us(given: str, driver: str) -> None:
    assert database.parse(given).drivername == driver


@pytest.mark.parametrize("given", ["mysql://host/mazok", "sqlite://", "sqlite:///:memory:"])
def test_a_url_that_we_cannot_serve_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="database"):
        database.parse(given)
