"""What is sold and paid: prices, purchases, payments, vouchers, prints; jobs keep the price they were ordered at."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "print_moves",
    "cursors",
    "audit",
    "sign_ins",
    "inviters",
    "invitations",
    "redemptions",
    "vouchers",
    "prints",
    "contacts",
    "notices",
    "subscriptions",
    "payments",
    "purchases",
    "catalogues",
)


def upgrade() -> None:
    _prices()
    _purchases()
    _words()
    _prints()
    _vouchers()
    _office()
    op.add_column("jobs", sa.Column("price", sa.JSON()))
    _agree_on_prices()
    op.execute(sa.text("UPDATE entries SET reason = 'capture' WHERE reason = 'settle'"))


def downgrade() -> None:
    op.execute(sa.text("UPDATE entries SET reason = 'settle' WHERE reason = 'capture'"))
    op.drop_column("jobs", "price")
    for name in TABLES:
        op.drop_table(name)


def _agree_on_prices() -> None:
    """Of jobs that have not ended: what they reserved. Until now a run was one unit, and iterations were many."""
    unended = """
        SELECT DISTINCT job_id, asset, amount FROM jobs JOIN postings ON key = 'reserve:' || job_id
        WHERE ended_at IS NULL AND account LIKE 'reserved:%'
    """
    agreed = sa.text("UPDATE jobs SET price = :price WHERE job_id = :job_id")
    for job_id, asset, amount in op.get_bind().execute(sa.text(unended)).all():
        price = {"asset": asset, "amount": amount, "by_iteration": amount > 1}
        op.get_bind().execute(
            agreed.bindparams(sa.bindparam("price", type_=sa.JSON())), {"price": price, "job_id": job_id}
        )


def _prices() -> None:
    op.create_table(
        "catalogues",
        sa.Column("version", SERIAL, primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )


def _purchases() -> None:
    op.create_table(
        "purchases",
        sa.Column("purchase_id", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item", sa.JSON(), nullable=False),
        sa.Column("till", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text()),
        sa.Column("link", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("paid_at", MOMENT),
        sa.Column("closed_at", MOMENT),
    )
    op.create_index("ix_purchases_person_id_created_at", "purchases", ["person_id", "created_at"])
    op.create_index("ix_purchases_state_created_at", "purchases", ["state", "created_at"])
    op.create_index("ix_purchases_till_external_id", "purchases", ["till", "external_id"], unique=True)
    op.create_table(
        "payments",
        sa.Column("till", sa.Text(), primary_key=True),
        sa.Column("charge_id", sa.Text(), primary_key=True),
        sa.Column("purchase_id", sa.Text()),
        sa.Column("person_id", sa.Text()),
        sa.Column("payer", sa.Text()),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text()),
        sa.Column("recurring", sa.Boolean(), nullable=False),
        sa.Column("paid_at", MOMENT, nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("refund_id", sa.Text()),
        sa.Column("refund_asked_at", MOMENT),
        sa.Column("refund_due_at", MOMENT),
        sa.Column("refund_tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("refunded_at", MOMENT),
        sa.Column("short", sa.BigInteger(), nullable=False, server_default="0"),
    )
    op.create_index("ix_payments_noted_at", "payments", ["noted_at"])
    op.create_index("ix_payments_purchase_id", "payments", ["purchase_id"])
    op.create_index("ix_payments_state_refund_due_at", "payments", ["state", "refund_due_at"])
    op.create_table(
        "subscriptions",
        sa.Column("purchase_id", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("till", sa.Text(), nullable=False),
        sa.Column("charge_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("paid_until", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_index("ix_subscriptions_person_id", "subscriptions", ["person_id"])


def _words() -> None:
    op.create_table(
        "notices",
        sa.Column("seq", SERIAL, primary_key=True),
        sa.Column("key", sa.Text(), nullable=False, unique=True),
        sa.Column("person_id", sa.Text(), sa.ForeignKey("people.person_id"), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("leased_until", MOMENT),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("sent_at", MOMENT),
    )
    op.create_index("ix_notices_person_id", "notices", ["person_id"])
    op.create_index("ix_notices_platform_sent_at_seq", "notices", ["platform", "sent_at", "seq"])
    op.create_table(
        "contacts",
        sa.Column("person_id", sa.Text(), sa.ForeignKey("people.person_id"), primary_key=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    )


def _prints() -> None:
    op.create_table(
        "prints",
        sa.Column("purchase_id", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("work_id", sa.Text(), nullable=False),
        sa.Column("size", sa.Text(), nullable=False),
        sa.Column("crop", sa.JSON(), nullable=False),
        sa.Column("picture_key", sa.Text(), nullable=False),
        sa.Column("address", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("track", sa.Text()),
        sa.Column("moved_at", MOMENT, nullable=False),
    )
    op.create_index("ix_prints_person_id", "prints", ["person_id"])
    op.create_index("ix_prints_state_moved_at", "prints", ["state", "moved_at"])
    op.create_table(
        "print_moves",
        sa.Column("seq", SERIAL, primary_key=True),
        sa.Column("purchase_id", sa.Text(), sa.ForeignKey("prints.purchase_id"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
    )
    op.create_index("ix_print_moves_purchase_id", "print_moves", ["purchase_id"])


def _vouchers() -> None:
    op.create_table(
        "vouchers",
        sa.Column("code", sa.Text(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("asset", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("giver", sa.Text()),
        sa.Column("purchase_id", sa.Text()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT),
        sa.Column("closed_at", MOMENT),
    )
    op.create_index("ix_vouchers_giver", "vouchers", ["giver"])
    op.create_index("ix_vouchers_purchase_id", "vouchers", ["purchase_id"])
    op.create_table(
        "redemptions",
        sa.Column("code", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text(), primary_key=True),
        sa.Column("redeemed_at", MOMENT, nullable=False),
    )
    op.create_index("ix_redemptions_person_id", "redemptions", ["person_id"])
    op.create_table(
        "invitations",
        sa.Column("person_id", sa.Text(), sa.ForeignKey("people.person_id"), primary_key=True),
        sa.Column("inviter", sa.Text(), nullable=False),
        sa.Column("client", sa.Text()),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("rewarded_at", MOMENT),
    )
    op.create_index("ix_invitations_inviter", "invitations", ["inviter"])
    op.create_table(
        "inviters",
        sa.Column("person_id", sa.Text(), sa.ForeignKey("people.person_id"), primary_key=True),
        sa.Column("code", sa.Text(), nullable=False, unique=True),
    )


def _office() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("token_hash", sa.Text(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
    )
    op.create_table(
        "audit",
        sa.Column("seq", SERIAL, primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_subject", "audit", ["subject"])
    op.create_table(
        "cursors",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
    )
