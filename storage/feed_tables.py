"""The schema of what is shared: posts of the feed and where they went, styles as things, who may, letters to all.

A post holds all that its page shows, so that a page of the feed asks one table.
"""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Double, ForeignKey, Index, Integer, Table, Text, false

from storage.columns import Moment, key, metadata, moment, text
from storage.tables import person

posts = Table(
    "posts",
    metadata,
    key("post_id"),
    text("person_id"),  # no foreign key: the house's own examples are nobody's
    Column("work_id", Text, unique=True),
    text("state"),
    Column("listed", Boolean, nullable=False),
    Column("by_link", Boolean, nullable=False, server_default=false()),
    text("title"),
    text("effect"),
    text("tier"),
    Column("iterations", Integer, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("style_ref", Text),
    text("style_title"),
    Column("photo_key", Text),
    Column("style_key", Text),
    text("picture_key"),
    text("card_key"),
    Column("video_key", Text),
    Column("fingerprint", Text),
    Column("likes", Integer, nullable=False, server_default="0"),
    Column("reports", Integer, nullable=False, server_default="0"),
    Column("reason", Text),
    moment("created_at"),
    Column("approved_at", Moment),
    Column("shown_at", Moment),
    Index(None, "state", "listed", "shown_at", "post_id"),
    Index(None, "state", "listed", "likes", "shown_at", "post_id"),
    Index(None, "style_ref", "state", "listed", "shown_at", "post_id"),
    Index(None, "person_id", "created_at"),
    Index(None, "state", "reports", "created_at"),
    Index(None, "approved_at"),
    Index(None, "created_at"),
)

post_words = Table(
    "post_words",
    metadata,
    # Ordered by its bytes, whatever language the database speaks: then the words that begin alike stand together.
    Column("word", Text().with_variant(Text(collation="C"), "postgresql"), primary_key=True),
    Column("post_id", Text, ForeignKey("posts.post_id"), primary_key=True),
    Index(None, "post_id", "word"),
    sqlite_with_rowid=False,
)

likes = Table(
    "likes",
    metadata,
    Column("post_id", Text, ForeignKey("posts.post_id"), primary_key=True),
    Column("person_id", Text, ForeignKey("people.person_id"), primary_key=True),
    Column("client", Text),
    moment("created_at"),
    Index(None, "person_id"),
    Index(None, "post_id", "client"),
    Index(None, "created_at"),
)

reports = Table(
    "reports",
    metadata,
    Column("post_id", Text, ForeignKey("posts.post_id"), primary_key=True),
    Column("person_id", Text, ForeignKey("people.person_id"), primary_key=True),
    text("reason"),
    Column("client", Text),
    moment("created_at"),
    Index(None, "person_id"),
    Index(None, "created_at"),
)

refusals = Table(
    "refusals",
    metadata,
    key("post_id"),
    person(),
    text("work_id"),
    Column("fingerprint", Text),
    text("reason"),
    moment("created_at"),
    Index(None, "person_id"),
)

shared_styles = Table(
    "shared_styles",
    metadata,
    key("style_ref"),
    person(),
    text("picture_key"),
    text("thumbnail_key"),
    text("title"),
    moment("created_at"),
    Index(None, "person_id"),
)

spreads = Table(
    "spreads",
    metadata,
    key("post_id"),
    key("outlet"),
    text("state"),
    Column("place", Text),
    Column("link", Text),
    Column("likes", Integer, nullable=False, server_default="0"),
    Column("due_at", Moment, nullable=False),
    Column("leased_until", Moment),
    Column("spread_at", Moment),
    Index(None, "outlet", "state", "due_at"),
    Index(None, "outlet", "place"),
)

sent_files = Table(
    "sent_files",
    metadata,
    key("account"),  # of ours: what one may send again another may not
    key("key"),
    text("owner_id"),  # no foreign key: the house's own examples are nobody's
    text("file_id"),
    Index(None, "key"),
    Index(None, "owner_id"),
)

bans = Table(
    "bans",
    metadata,
    key("account"),  # a hash: it outlives what we keep of the person
    Column("person_id", Text),
    text("scope"),
    text("reason"),
    text("who"),
    moment("created_at"),
    Index(None, "person_id"),
)

link_codes = Table(
    "link_codes",
    metadata,
    key("code_hash"),
    person(),
    moment("created_at"),
    moment("expires_at"),
    Column("used_at", Moment),
    Index(None, "person_id"),
)

former_people = Table(
    "former_people",
    metadata,
    key("former_id"),
    person(),
    moment("joined_at"),
    Index(None, "person_id"),
)

switches = Table(
    "switches",
    metadata,
    key("name"),
    Column("value", JSON, nullable=False),
    text("who"),
    moment("changed_at"),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    key("broadcast_id"),
    Column("texts", JSON, nullable=False),
    text("who"),
    text("state"),
    moment("created_at"),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("owner", Text),
    Column("leased_until", Moment),
)

letters = Table(
    "letters",
    metadata,
    Column("broadcast_id", Text, ForeignKey("broadcasts.broadcast_id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    person(),
    text("platform"),
    text("chat"),
    text("state"),
    Column("sent_at", Moment),
    Index(None, "broadcast_id", "person_id", unique=True),
    Index(None, "broadcast_id", "state", "seq"),
    Index(None, "person_id"),
)
