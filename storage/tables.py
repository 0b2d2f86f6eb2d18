"""The schema: every table of ours, once. Knows no statement; the aggregates have those.

Column names equal the fields of the records, so that a row becomes a record by name.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite has no time zones, so there the zone is left out and put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite makes a key rise by itself only when its type is exactly INTEGER.
Serial = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key(name: str, *args: Any) -> Column[str]:
    return Column(name, Text, *args, primary_key=True)


def _text(name: str, *args: Any) -> Column[str]:
    return Column(name, Text, *args, nullable=False)


def _moment(name: str) -> Column[datetime]:
    return Column(name, Moment, nullable=False)


def _person() -> Column[str]:
    return _text("person_id", ForeignKey("people.person_id"))


people = Table("people", metadata, _key("person_id"), _text("locale"), _moment("created_at"))

identities = Table(
    "identities",
    metadata,
    _key("platform"),
    _key("external_id"),
    _person(),
    Column("gone_at", Moment),
    Index(None, "person_id"),
)

entries = Table(
    "entries",
    metadata,
    Column("seq", Serial, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    _text("reason"),
    _moment("created_at"),
)

postings = Table(
    "postings",
    metadata,
    Column("key", Text, ForeignKey("entries.key"), primary_key=True),
    _key("account"),
    _key("asset"),
    Column("amount", BigInteger, nullable=False),
    Index(None, "account", "asset"),
)

jobs = Table(
    "jobs",
    metadata,
    _key("job_id"),
    _person(),
    _text("platform"),
    _text("chat"),
    Column("group", Boolean, nullable=False),
    _text("tier"),
    Column("lane", Text, nullable=False, server_default="long"),
    _text("effect"),
    Column("options", JSON, nullable=False),
    _text("photo_key"),
    Column("style_keys", JSON, nullable=False),
    Column("mask_key", Text),
    Column("look_key", Text),
    Column("parent_work_id", Text),
    Column("order_id", Text),
    Column("position", Integer, nullable=False, server_default="0"),
    _text("state"),
    Column("priority", Integer, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("vstart", BigInteger, nullable=False),
    Column("vfinish", BigInteger, nullable=False),
    Column("cost", Double, nullable=False),
    Column("attempt", Integer, nullable=False, default=0),
    Column("done", Integer, nullable=False, default=0),
    Column("total", Integer, nullable=False),
    Column("loss", Double),
    Column("preview_key", Text),
    Column("checkpoint_key", Text),
    Column("stop_asked", Boolean, nullable=False, default=False),
    Column("worker", Text),
    Column("status_message", Text),
    Column("error", Text),
    Column("work_id", Text),
    _moment("created_at"),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("progress_at", Moment),
    Column("delivered_at", Moment),
    Index(None, "person_id", "tier", "epoch"),
    Index(None, "state", "priority"),
    Index(None, "delivered_at", "platform"),
    Index(None, "ended_at"),
    Index(None, "order_id"),
)

vclock = Table(
    "vclock",
    metadata,
    _key("tier"),
    _key("lane"),
    Column("epoch", BigInteger, nullable=False),
    Column("virtual_time", BigInteger, nullable=False),
)

works = Table(
    "works",
    metadata,
    _key("work_id"),
    _person(),
    _text("job_id"),
    _text("effect"),
    _text("tier"),
    Column("options", JSON, nullable=False),
    _text("photo_key"),
    Column("style_keys", JSON, nullable=False),
    Column("mask_key", Text),
    Column("look_key", Text),
    _text("picture_key"),
    _text("preview_key"),
    Column("picture_keys", JSON),
    Column("preview_keys", JSON),
    Column("state_key", Text),
    Column("video_key", Text),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("iterations", Integer, nullable=False),
    Column("seconds", Double, nullable=False),
    _moment("created_at"),
    Index(None, "person_id", "created_at"),
)

work_messages = Table(
    "work_messages",
    metadata,
    _key("platform"),
    _key("chat"),
    _key("message_id"),
    _text("work_id", ForeignKey("works.work_id")),
    Index(None, "work_id"),
)

styles = Table(
    "styles",
    metadata,
    _key("style_id"),
    _person(),
    _text("picture_key"),
    _text("thumbnail_key"),
    Column("look_key", Text),
    _text("title"),
    _moment("created_at"),
    Index(None, "person_id", "created_at"),
)

talks = Table(
    "talks",
    metadata,
    _key("platform"),
    _key("chat"),
    Column("person_id", Text, ForeignKey("people.person_id"), primary_key=True),
    _text("scene"),
    Column("data", JSON, nullable=False),
    _moment("updated_at"),
    Index(None, "person_id"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("seq", Serial, primary_key=True),
    _text("platform"),
    _text("update_id"),
    _text("chat"),
    _text("author"),
    Column("payload", JSON, nullable=False),
    _moment("written_at"),
    Column("tries", Integer, nullable=False, default=0),
    Column("owner", Text),
    Column("leased_until", Moment),
    Column("handled_at", Moment),
    Index(None, "platform", "update_id", unique=True),
    Index(None, "platform", "handled_at", "seq"),
)

workers = Table(
    "workers",
    metadata,
    _key("worker_id"),
    _text("device"),
    Column("slots", Integer, nullable=False),
    Column("quick_slots", Integer, nullable=False, server_default="0"),
    Column("offers", JSON, nullable=False),
    Column("throughput", JSON, nullable=False),
    Column("beat_at", Moment),
)

transcripts = Table(
    "transcripts",
    metadata,
    _key("chat"),
    _key("message_id"),
    Column("seq", BigInteger, nullable=False),
    Column("edited_seq", BigInteger, nullable=False),
    _text("author"),
    Column("body", JSON, nullable=False),
    Index(None, "chat", "edited_seq"),
)
