"""The first schema: people, ledger, jobs, works, inbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "work_messages",
    "works",
    "talks",
    "styles",
    "postings",
    "jobs",
    "identities",
    "workers",
    "vclock",
    "transcripts",
    "people",
    "inbox",
    "entries",
)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _people()
    _ledger()
    _jobs()
    _works()
    _inbox()


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("person_id", sa.Text(), primary_key=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_table(
        "identities",
        sa.Column("platform", sa.Text(), primary_key=True),
        sa.Column("external_id", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text(), sa.ForeignKey("people.person_id"), nullable=False),
        sa.Column("gone_at", MOMENT),
    )
    op.create_index("ix_identities_person_id", "identities", ["person_id"])
    op.create_table(
        "talks",
        sa.Column("platform", sa.Text(), primary_key=True),
        sa.Column("chat", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text(), sa.ForeignKey("people.person_id"), primary_key=True),
        sa.Column("scene", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
    )
    op.create_index("ix_talks_person_id", "talks", ["person_id"])
    op.create_table(
        "transcripts",
        sa.Column("chat", sa.Text(), primary_key=True),
        sa.Column("message_id", sa.Text(), primary_key=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("edited_seq", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
    )
    op.create_index("ix_transcripts_chat_edited_seq", "transcripts", ["chat", "edited_seq"])


def _ledger() -> None:
    op.create_table(
        "entries",
        sa.Column("seq", SERIAL, primary_key=True),
        sa.Column("key", sa.Text(), nullable=False, unique=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_table(
        "postings",
        sa.Column("key", sa.Text(), sa.ForeignKey("entries.key"), primary_key=True),
        sa.Column("account", sa.Text(), primary_key=True),
        sa.Column("asset", sa.Text(), primary_key=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_postings_account_asset", "postings", ["account", "asset"])


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("job_id", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text(), sa.ForeignKey("people.person_id"), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("group", sa.Boolean(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("photo_key", sa.Text(), nullable=False),
        sa.Column("style_keys", sa.JSON(), nullable=False),
        sa.Column("parent_work_id", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("vstart", sa.BigInteger(), nullable=False),
        sa.Column("vfinish", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.Double(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("loss", sa.Double()),
        sa.Column("preview_key", sa.Text()),
        sa.Column("checkpoint_key", sa.Text()),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("worker", sa.Text()),
        sa.Column("status_message", sa.Text()),
        sa.Column("error", sa.Text()),
        sa.Column("work_id", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("progress_at", MOMENT),
        sa.Column("delivered_at", MOMENT),
    )
    op.create_index("ix_jobs_delivered_at_platform", "jobs", ["delivered_at", "platform"])
    op.create_index("ix_jobs_ended_at", "jobs", ["ended_at"])
    op.create_index("ix_jobs_person_id_tier_epoch", "jobs", ["person_id", "tier", "epoch"])
    op.create_index("ix_jobs_state_priority", "jobs", ["state", "priority"])
    op.create_table(
        "vclock",
        sa.Column("tier", sa.Text(), primary_key=True),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("virtual_time", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "workers",
        sa.Column("worker_id", sa.Text(), primary_key=True),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("throughput", sa.JSON(), nullable=False),
        sa.Column("beat_at", MOMENT),
    )


def _works() -> None:
    op.create_table(
        "works",
        sa.Column("work_id", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text(), sa.ForeignKey("people.person_id"), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("photo_key", sa.Text(), nullable=False),
        sa.Column("style_keys", sa.JSON(), nullable=False),
        sa.Column("picture_key", sa.Text(), nullable=False),
        sa.Column("preview_key", sa.Text(), nullable=False),
        sa.Column("state_key", sa.Text()),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("iterations", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_works_person_id_created_at", "works", ["person_id", "created_at"])
    op.create_table(
        "work_messages",
        sa.Column("platform", sa.Text(), primary_key=True),
        sa.Column("chat", sa.Text(), primary_key=True),
        sa.Column("message_id", sa.Text(), primary_key=True),
        sa.Column("work_id", sa.Text(), sa.ForeignKey("works.work_id"), nullable=False),
    )
    op.create_index("ix_work_messages_work_id", "work_messages", ["work_id"])
    op.create_table(
        "styles",
        sa.Column("style_id", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text(), sa.ForeignKey("people.person_id"), nullable=False),
        sa.Column("picture_key", sa.Text(), nullable=False),
        sa.Column("thumbnail_key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_styles_person_id_created_at", "styles", ["person_id", "created_at"])


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("seq", SERIAL, primary_key=True),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("update_id", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text()),
        sa.Column("leased_until", MOMENT),
        sa.Column("handled_at", MOMENT),
    )
    op.create_index("ix_inbox_platform_handled_at_seq", "inbox", ["platform", "handled_at", "seq"])
    op.create_index("ix_inbox_platform_update_id", "inbox", ["platform", "update_id"], unique=True)
