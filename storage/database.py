"""One engine for SQLite or PostgreSQL, with the settings that make them safe. Knows no table."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.errors import Busy, Full, StorageError

BUSY_TIMEOUT_S = 15
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
SQLITE_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR")
# PostgreSQL, appendix A of its manual: connection lost, deadlock, out of resources, lock not available, shutdown.
POSTGRESQL_BUSY = ("08", "40", "53", "55P03", "57P")
DISK_FULL = "53100"
WRITING = "mazok_writing"


def parse(url: str) -> URL:
    """The URL with the asynchronous driver that we use, whatever driver it named or left out."""
    parsed = make_url(url)
    family = parsed.drivername.partition("+")[0]
    if family not in DRIVERS:
        raise ValueError(f"a database URL starts with sqlite:/// or postgresql://, not with {parsed.drivername}://")
    if family == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise ValueError("a SQLite database needs a file: every process and thread opens it anew")
    return parsed.set(drivername=DRIVERS[family])


def file_of(url: URL) -> str:
    """Where a SQLite database lies; empty for one that a server keeps."""
    return url.database or "" if url.get_backend_name() == "sqlite" else ""


def absent(url: URL) -> bool:
    """Is it a file that is not there? Of its own databases only a server can tell, and it does when asked for one."""
    return bool(file := file_of(url)) and not Path(file).exists()


def shown(url: URL) -> str:
    """A database as a message may name it: without what opens it."""
    return file_of(url) or f"{url.database} at {url.host or 'this host'}"


def connect(url: URL, *, foreign_keys: bool = True) -> AsyncEngine:
    """An engine that is not connected yet. `foreign_keys=False` is for migrations that rebuild tables."""
    if url.get_backend_name() == "postgresql":
        patience = {"connect_timeout": 10}
        return create_async_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=8, connect_args=patience)
    assert url.database is not None
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    # What people write must not reach a log by way of an error's message: parameters are hidden.
    engine = create_async_engine(url, hide_parameters=True)
    _listen_to_sqlite(engine, foreign_keys)
    return engine


def _listen_to_sqlite(engine: AsyncEngine, foreign_keys: bool) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself; `begin` below does
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that first reads and then writes fails at once when another wrote in between,
        # whatever the timeout: one that will write says so at its start and waits its turn.
        writing = connection.get_execution_options().get(WRITING, False)
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def writing(engine: AsyncEngine) -> AsyncEngine:
    """The same pool; its transactions take SQLite's write lock at once."""
    return engine.execution_options(**{WRITING: True})


def reading(engine: AsyncEngine) -> AsyncEngine:
    """The same pool; its transactions cannot write, and see the database as it was when they began."""
    # SQLite's do by nature; PostgreSQL's, unless told, see what others commit between two statements.
    steady = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
    options: dict[str, Any] = steady if engine.dialect.name == "postgresql" else {}
    return engine.execution_options(**{WRITING: False}, **options)


@contextmanager
def translated() -> Iterator[None]:
    """Errors of the driver that a caller can act on leave this block as errors of ours."""
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        known = translate(error)
        if known is None:
            raise
        raise known from error


def translate(error: DBAPIError | PoolTimeout) -> StorageError | None:
    """What a driver's error means to a caller; None when it is a defect of ours."""
    if isinstance(error, PoolTimeout):
        return Busy(str(error))
    name = getattr(error.orig, "sqlite_errorname", None)
    state = getattr(error.orig, "sqlstate", None)
    if name == "SQLITE_FULL" or state == DISK_FULL:
        return Full(str(error.orig))
    if name is None and state is None:  # psycopg could not speak to the server at all
        return Busy(str(error.orig)) if isinstance(error, OperationalError | InterfaceError) else None
    transient = name.startswith(SQLITE_BUSY) if name else str(state).startswith(POSTGRESQL_BUSY)
    return Busy(str(error.orig)) if transient else None
