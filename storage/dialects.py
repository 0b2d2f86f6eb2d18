"""What SQLite and PostgreSQL say differently, said once: the clock, upserts and locks. Knows no table."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Table, Text, and_, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from storage.columns import Moment

# SQLAlchemy keeps microseconds in SQLite; SQLite's own clock gives milliseconds.
SQLITE_MOMENT = "%Y-%m-%d %H:%M:%f000"


class _Clock(FunctionElement[Any]):
    """The database's clock, `shift_s` seconds from now: hosts may disagree about the time, rows may not."""

    inherit_cache = True
    type = Moment()


@compiles(_Clock, "sqlite")
def _clock_of_sqlite(element: _Clock, compiler: SQLCompiler, **kw: Any) -> str:
    return f"strftime('{SQLITE_MOMENT}', 'now', ({compiler.process(element.clauses, **kw)}) || ' seconds')"


@compiles(_Clock, "postgresql")
def _clock_of_postgresql(element: _Clock, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(statement_timestamp() + make_interval(secs => {compiler.process(element.clauses, **kw)}))"


def now(shift_s: float = 0.0) -> ColumnElement[Any]:
    """The present moment in the database, moved by `shift_s` seconds (negative: the past)."""
    return _Clock(literal(float(shift_s)))


class _Day(FunctionElement[str]):
    """The day of a moment in UTC, as 2026-11-21."""

    inherit_cache = True
    type = Text()


@compiles(_Day, "sqlite")
def _day_of_sqlite(element: _Day, compiler: SQLCompiler, **kw: Any) -> str:
    return f"substr({compiler.process(element.clauses, **kw)}, 1, 10)"


@compiles(_Day, "postgresql")
def _day_of_postgresql(element: _Day, compiler: SQLCompiler, **kw: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **kw)} AT TIME ZONE 'UTC', 'YYYY-MM-DD')"


def day(moment: ColumnElement[Any]) -> ColumnElement[str]:
    """The day of a moment, for sums by day."""
    return _Day(moment)


class _Hour(FunctionElement[int]):
    """The hour of the day of a moment in UTC, 0 to 23."""

    inherit_cache = True
    type = Integer()


@compiles(_Hour, "sqlite")
def _hour_of_sqlite(element: _Hour, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST(substr({compiler.process(element.clauses, **kw)}, 12, 2) AS INTEGER)"


@compiles(_Hour, "postgresql")
def _hour_of_postgresql(element: _Hour, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST(extract(hour FROM {compiler.process(element.clauses, **kw)} AT TIME ZONE 'UTC') AS INTEGER)"


def hour(moment: ColumnElement[Any]) -> ColumnElement[int]:
    """The hour of the day of a moment, for sums by hour."""
    return _Hour(moment)


class _Elapsed(FunctionElement[int]):
    """Seconds from one moment to another, whole ones."""

    inherit_cache = True
    type = BigInteger()


@compiles(_Elapsed, "sqlite")
def _elapsed_in_sqlite(element: _Elapsed, compiler: SQLCompiler, **kw: Any) -> str:
    begin, end = (compiler.process(one, **kw) for one in element.clauses)
    return f"(unixepoch({end}) - unixepoch({begin}))"


@compiles(_Elapsed, "postgresql")
def _elapsed_in_postgresql(element: _Elapsed, compiler: SQLCompiler, **kw: Any) -> str:
    begin, end = (compiler.process(one, **kw) for one in element.clauses)
    return f"CAST(floor(extract(epoch FROM {end}) - extract(epoch FROM {begin})) AS BIGINT)"


def elapsed_s(begin: ColumnElement[Any], end: ColumnElement[Any]) -> ColumnElement[int]:
    """How many seconds lie between two moments."""
    return _Elapsed(begin, end)


def begins(connection: AsyncConnection, column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    """Does the text begin so? In SQLite, which orders texts by their bytes, a range of the column's index."""
    if connection.dialect.name == "sqlite":
        return and_(column >= prefix, column < prefix[:-1] + chr(ord(prefix[-1]) + 1))
    return column.startswith(prefix, autoescape=True)


def insert(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT; both dialects spell it alike, SQLAlchemy keeps two classes.

    Whether a row went in is told by RETURNING, never by rowcount: that is wrong on psycopg.
    """
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


async def lock(connection: AsyncConnection, *names: str, shared: bool = False) -> None:
    """Hold these names until the transaction ends; others who ask for one of them wait, but those who share it.

    SQLite has one writer at a time, so there is nothing to do. Names are taken in one order, or two
    transactions could wait for each other.
    """
    if connection.dialect.name != "postgresql":
        return
    take = func.pg_advisory_xact_lock_shared if shared else func.pg_advisory_xact_lock
    for name in sorted(set(names)):
        await connection.execute(select(take(func.hashtextextended(name, 0))))
