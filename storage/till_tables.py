"""The schema of what is sold and paid: prices, purchases, payments, vouchers, prints, and who did what about them.

Rows of purchases and payments outlive the person, as the law asks: `person_id` there is an id that names nobody once
the person is forgotten, and not a foreign key. What would name them (an e-mail, an address) is sealed and goes; a
payment keeps the account at the till that money goes back to, `payer`, where the till needs it for that.
"""

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text

from storage.columns import Moment, Serial, key, metadata, moment, text
from storage.tables import person

catalogues = Table(
    "catalogues",
    metadata,
    Column("version", Serial, primary_key=True),
    text("text"),
    text("author"),
    moment("created_at"),
)

purchases = Table(
    "purchases",
    metadata,
    key("purchase_id"),
    text("person_id"),
    text("platform"),
    text("chat"),
    text("kind"),
    Column("item", JSON, nullable=False),
    text("till"),
    text("currency"),
    Column("price", BigInteger, nullable=False),
    text("state"),
    Column("external_id", Text),
    Column("link", Text),
    moment("created_at"),
    moment("expires_at"),
    Column("paid_at", Moment),
    Column("closed_at", Moment),
    Index(None, "person_id", "created_at"),
    Index(None, "state", "created_at"),
    Index(None, "till", "external_id", unique=True),
    Index(None, "paid_at"),
)

payments = Table(
    "payments",
    metadata,
    key("till"),
    key("charge_id"),
    Column("purchase_id", Text),
    Column("person_id", Text),
    Column("payer", Text),
    text("currency"),
    Column("amount", BigInteger, nullable=False),
    text("state"),
    Column("why", Text),
    Column("recurring", Boolean, nullable=False),
    moment("paid_at"),
    moment("noted_at"),
    Column("refund_id", Text),
    Column("refund_asked_at", Moment),
    Column("refund_due_at", Moment),
    Column("refund_tries", Integer, nullable=False, server_default="0"),
    Column("refunded_at", Moment),
    Column("short", BigInteger, nullable=False, server_default="0"),
    Index(None, "purchase_id"),
    Index(None, "state", "refund_due_at"),
    Index(None, "noted_at"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    key("purchase_id"),
    text("person_id"),
    text("till"),
    text("charge_id"),
    text("state"),
    moment("paid_until"),
    moment("changed_at"),
    Index(None, "person_id"),
)

notices = Table(
    "notices",
    metadata,
    Column("seq", Serial, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    person(),
    text("platform"),
    text("chat"),
    text("kind"),
    Column("said", JSON, nullable=False),
    moment("created_at"),
    Column("leased_until", Moment),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("sent_at", Moment),
    Index(None, "platform", "sent_at", "seq"),
    Index(None, "person_id"),
)

contacts = Table(
    "contacts",
    metadata,
    Column("person_id", Text, ForeignKey("people.person_id"), primary_key=True),
    text("sealed"),
    moment("changed_at"),
)

prints = Table(
    "prints",
    metadata,
    key("purchase_id"),
    text("person_id"),
    text("work_id"),
    text("size"),
    Column("crop", JSON, nullable=False),
    text("picture_key"),
    Column("address", Text),
    text("state"),
    Column("track", Text),
    moment("moved_at"),
    Index(None, "person_id"),
    Index(None, "state", "moved_at"),
)

print_moves = Table(
    "print_moves",
    metadata,
    Column("seq", Serial, primary_key=True),
    text("purchase_id", ForeignKey("prints.purchase_id")),
    text("state"),
    text("note"),
    moment("moved_at"),
    Index(None, "purchase_id"),
)

vouchers = Table(
    "vouchers",
    metadata,
    key("code"),
    text("kind"),
    text("asset"),
    Column("amount", BigInteger, nullable=False),
    Column("uses", Integer, nullable=False),
    Column("used", Integer, nullable=False, server_default="0"),
    Column("giver", Text),
    Column("purchase_id", Text),
    text("note"),
    moment("created_at"),
    Column("expires_at", Moment),
    Column("closed_at", Moment),
    Index(None, "giver"),
    Index(None, "purchase_id"),
)

redemptions = Table(
    "redemptions",
    metadata,
    key("code"),
    key("person_id"),
    moment("redeemed_at"),
    Index(None, "person_id"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("person_id", Text, ForeignKey("people.person_id"), primary_key=True),
    text("inviter"),
    Column("client", Text),
    moment("invited_at"),
    Column("rewarded_at", Moment),
    Index(None, "inviter"),
)

inviters = Table(
    "inviters",
    metadata,
    Column("person_id", Text, ForeignKey("people.person_id"), primary_key=True),
    Column("code", Text, nullable=False, unique=True),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    key("token_hash"),
    text("kind"),
    text("who"),
    moment("created_at"),
    moment("expires_at"),
    Column("used_at", Moment),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Serial, primary_key=True),
    moment("at"),
    text("who"),
    text("act"),
    text("subject"),
    Column("detail", JSON, nullable=False),
    Index(None, "at"),
    Index(None, "subject"),
)

cursors = Table("cursors", metadata, key("name"), text("value"), moment("moved_at"))
