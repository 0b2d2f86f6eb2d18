"""The schema of what people do: themselves, their jobs, works and chats. What they pay is in storage/till_tables.py.

Knows no statement; the aggregates have those. Column names equal the fields of the records, so that a row becomes a
record by name.
"""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Double, ForeignKey, Index, Integer, Table, Text, true

from storage.columns import Moment, Serial, key, metadata, moment, text


def person() -> Column[str]:
    """Whose row it is, while there is such a person."""
    return text("person_id", ForeignKey("people.person_id"))


people = Table(
    "people",
    metadata,
    key("person_id"),
    text("locale"),
    Column("name", Text),
    Column("news", Boolean, nullable=False, server_default=true()),
    moment("created_at"),
    Index(None, "created_at"),
)

identities = Table(
    "identities",
    metadata,
    key("platform"),
    key("external_id"),
    person(),
    Column("gone_at", Moment),
    Column("since", Moment),
    Index(None, "person_id"),
)

entries = Table(
    "entries",
    metadata,
    Column("seq", Serial, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    text("reason"),
    moment("created_at"),
)

postings = Table(
    "postings",
    metadata,
    Column("key", Text, ForeignKey("entries.key"), primary_key=True),
    key("account"),
    key("asset"),
    Column("amount", BigInteger, nullable=False),
    Index(None, "account", "asset"),
)

jobs = Table(
    "jobs",
    metadata,
    key("job_id"),
    person(),
    text("platform"),
    text("chat"),
    Column("group", Boolean, nullable=False),
    text("tier"),
    Column("lane", Text, nullable=False, server_default="long"),
    text("effect"),
    Column("options", JSON, nullable=False),
    text("photo_key"),
    Column("style_keys", JSON, nullable=False),
    Column("mask_key", Text),
    Column("look_key", Text),
    Column("parent_work_id", Text),
    Column("order_id", Text),
    Column("position", Integer, nullable=False, server_default="0"),
    text("state"),
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
    Column("price", JSON),
    Column("unlock", Text),
    Column("error", Text),
    Column("work_id", Text),
    moment("created_at"),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("progress_at", Moment),
    Column("delivered_at", Moment),
    Index(None, "person_id", "tier", "epoch"),
    Index(None, "state", "priority"),
    Index(None, "delivered_at", "platform"),
    Index(None, "ended_at"),
    Index(None, "created_at", "state", "tier", "effect"),  # of the jobs of a month nothing else is read
    Index(None, "state", "created_at"),
    Index(None, "order_id"),
)

vclock = Table(
    "vclock",
    metadata,
    key("tier"),
    key("lane"),
    Column("epoch", BigInteger, nullable=False),
    Column("virtual_time", BigInteger, nullable=False),
)

works = Table(
    "works",
    metadata,
    key("work_id"),
    person(),
    text("job_id"),
    text("effect"),
    text("tier"),
    Column("options", JSON, nullable=False),
    text("photo_key"),
    Column("style_keys", JSON, nullable=False),
    Column("mask_key", Text),
    Column("look_key", Text),
    text("picture_key"),
    text("preview_key"),
    Column("picture_keys", JSON),
    Column("preview_keys", JSON),
    Column("state_key", Text),
    Column("video_key", Text),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("iterations", Integer, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("locked", Text),
    moment("created_at"),
    Index(None, "person_id", "created_at"),
    Index(None, "locked"),
)

work_messages = Table(
    "work_messages",
    metadata,
    key("platform"),
    key("chat"),
    key("message_id"),
    text("work_id", ForeignKey("works.work_id")),
    Index(None, "work_id"),
)

styles = Table(
    "styles",
    metadata,
    key("style_id"),
    person(),
    text("picture_key"),
    text("thumbnail_key"),
    Column("look_key", Text),
    text("title"),
    Column("style_ref", Text),
    moment("created_at"),
    Index(None, "person_id", "created_at"),
)

talks = Table(
    "talks",
    metadata,
    key("platform"),
    key("chat"),
    Column("person_id", Text, ForeignKey("people.person_id"), primary_key=True),
    text("scene"),
    Column("data", JSON, nullable=False),
    moment("updated_at"),
    Index(None, "person_id"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("seq", Serial, primary_key=True),
    text("platform"),
    text("update_id"),
    text("chat"),
    text("author"),
    Column("payload", JSON, nullable=False),
    moment("written_at"),
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
    key("worker_id"),
    text("device"),
    Column("slots", Integer, nullable=False),
    Column("quick_slots", Integer, nullable=False, server_default="0"),
    Column("offers", JSON, nullable=False),
    Column("throughput", JSON, nullable=False),
    Column("beat_at", Moment),
)

transcripts = Table(
    "transcripts",
    metadata,
    key("chat"),
    key("message_id"),
    Column("seq", BigInteger, nullable=False),
    Column("edited_seq", BigInteger, nullable=False),
    text("author"),
    Column("body", JSON, nullable=False),
    Index(None, "chat", "edited_seq"),
)

finished_days = Table(
    "finished_days",
    metadata,
    key("day"),
    key("measure"),
    Column("counts", JSON, nullable=False),
)
