"""The feed: posts with likes and reports, styles as things, bans, linked accounts, switches, letters to everybody."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "finished_days",
    "letters",
    "broadcasts",
    "switches",
    "former_people",
    "link_codes",
    "bans",
    "sent_files",
    "spreads",
    "shared_styles",
    "refusals",
    "reports",
    "likes",
    "post_words",
    "posts",
)
DATED = ("people", "posts", "likes", "reports")  # what is counted by day


def upgrade() -> None:
    op.add_column("people", sa.Column("name", sa.Text()))
    op.add_column("people", sa.Column("news", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("identities", sa.Column("since", MOMENT))
    op.add_column("styles", sa.Column("style_ref", sa.Text()))
    _posts()
    _marks()
    _styles()
    _people()
    _words()
    for table in DATED:
        op.create_index(f"ix_{table}_created_at", table, ["created_at"])
    _figures()


def downgrade() -> None:
    op.drop_index("ix_purchases_paid_at", "purchases")
    op.drop_index("ix_jobs_state_created_at", "jobs")
    op.drop_index("ix_jobs_created_at_state_tier_effect", "jobs")
    op.drop_index("ix_people_created_at", "people")
    for name in TABLES:
        op.drop_table(name)
    op.drop_column("styles", "style_ref")
    op.drop_column("identities", "since")
    op.drop_column("people", "news")
    op.drop_column("people", "name")


def _posts() -> None:
    op.create_table(
        "posts",
        sa.Column("post_id", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("work_id", sa.Text(), unique=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("by_link", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("iterations", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("style_ref", sa.Text()),
        sa.Column("style_title", sa.Text(), nullable=False),
        sa.Column("photo_key", sa.Text()),
        sa.Column("style_key", sa.Text()),
        sa.Column("picture_key", sa.Text(), nullable=False),
        sa.Column("card_key", sa.Text(), nullable=False),
        sa.Column("video_key", sa.Text()),
        sa.Column("fingerprint", sa.Text()),
        sa.Column("likes", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("reports", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("reason", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("approved_at", MOMENT),
        sa.Column("shown_at", MOMENT),
    )
    op.create_index("ix_posts_approved_at", "posts", ["approved_at"])
    op.create_index("ix_posts_state_reports_created_at", "posts", ["state", "reports", "created_at"])
    op.create_index("ix_posts_person_id_created_at", "posts", ["person_id", "created_at"])
    op.create_index("ix_posts_state_listed_shown_at_post_id", "posts", ["state", "listed", "shown_at", "post_id"])
    liked = ["state", "listed", "likes", "shown_at", "post_id"]
    op.create_index("ix_posts_state_listed_likes_shown_at_post_id", "posts", liked)
    styled = ["style_ref", "state", "listed", "shown_at", "post_id"]
    op.create_index("ix_posts_style_ref_state_listed_shown_at_post_id", "posts", styled)


def _marks() -> None:
    op.create_table(
        "post_words",
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=True),
        sa.Column("post_id", sa.Text(), sa.ForeignKey("posts.post_id"), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_post_words_post_id_word", "post_words", ["post_id", "word"])
    op.create_table(
        "likes",
        sa.Column("post_id", sa.Text(), sa.ForeignKey("posts.post_id"), primary_key=True),
        sa.Column("person_id", sa.Text(), sa.ForeignKey("people.person_id"), primary_key=True),
        sa.Column("client", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_likes_person_id", "likes", ["person_id"])
    op.create_index("ix_likes_post_id_client", "likes", ["post_id", "client"])
    op.create_table(
        "reports",
        sa.Column("post_id", sa.Text(), sa.ForeignKey("posts.post_id"), primary_key=True),
        sa.Column("person_id", sa.Text(), sa.ForeignKey("people.person_id"), primary_key=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("client", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_reports_person_id", "reports", ["person_id"])
    op.create_table(
        "refusals",
        sa.Column("post_id", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text(), sa.ForeignKey("people.person_id"), nullable=False),
        sa.Column("work_id", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_refusals_person_id", "refusals", ["person_id"])


def _styles() -> None:
    op.create_table(
        "shared_styles",
        sa.Column("style_ref", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text(), sa.ForeignKey("people.person_id"), nullable=False),
        sa.Column("picture_key", sa.Text(), nullable=False),
        sa.Column("thumbnail_key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_shared_styles_person_id", "shared_styles", ["person_id"])
    op.create_table(
        "spreads",
        sa.Column("post_id", sa.Text(), primary_key=True),
        sa.Column("outlet", sa.Text(), primary_key=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("place", sa.Text()),
        sa.Column("link", sa.Text()),
        sa.Column("likes", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("leased_until", MOMENT),
        sa.Column("spread_at", MOMENT),
    )
    op.create_index("ix_spreads_outlet_place", "spreads", ["outlet", "place"])
    op.create_index("ix_spreads_outlet_state_due_at", "spreads", ["outlet", "state", "due_at"])
    op.create_table(
        "sent_files",
        sa.Column("account", sa.Text(), primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
    )
    op.create_index("ix_sent_files_key", "sent_files", ["key"])
    op.create_index("ix_sent_files_owner_id", "sent_files", ["owner_id"])


def _people() -> None:
    op.create_table(
        "bans",
        sa.Column("account", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text()),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_bans_person_id", "bans", ["person_id"])
    op.create_table(
        "link_codes",
        sa.Column("code_hash", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text(), sa.ForeignKey("people.person_id"), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
    )
    op.create_index("ix_link_codes_person_id", "link_codes", ["person_id"])
    op.create_table(
        "former_people",
        sa.Column("former_id", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text(), sa.ForeignKey("people.person_id"), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
    )
    op.create_index("ix_former_people_person_id", "former_people", ["person_id"])


def _words() -> None:
    op.create_table(
        "switches",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_table(
        "broadcasts",
        sa.Column("broadcast_id", sa.Text(), primary_key=True),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("owner", sa.Text()),
        sa.Column("leased_until", MOMENT),
    )
    op.create_table(
        "letters",
        sa.Column("broadcast_id", sa.Text(), sa.ForeignKey("broadcasts.broadcast_id"), primary_key=True),
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Text(), sa.ForeignKey("people.person_id"), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sent_at", MOMENT),
    )
    op.create_index("ix_letters_broadcast_id_person_id", "letters", ["broadcast_id", "person_id"], unique=True)
    op.create_index("ix_letters_broadcast_id_state_seq", "letters", ["broadcast_id", "state", "seq"])
    op.create_index("ix_letters_person_id", "letters", ["person_id"])


def _figures() -> None:
    op.create_index("ix_jobs_created_at_state_tier_effect", "jobs", ["created_at", "state", "tier", "effect"])
    op.create_index("ix_jobs_state_created_at", "jobs", ["state", "created_at"])
    op.create_index("ix_purchases_paid_at", "purchases", ["paid_at"])
    op.create_table(
        "finished_days",
        sa.Column("day", sa.Text(), primary_key=True),
        sa.Column("measure", sa.Text(), primary_key=True),
        sa.Column("counts", sa.JSON(), nullable=False),
    )
