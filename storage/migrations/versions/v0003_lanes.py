"""What is painted in one pass waits in a lane of its own; in each lane a tier has a time of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LONG = "long"  # the lane of all jobs before there were two


def upgrade() -> None:
    op.add_column("jobs", sa.Column("lane", sa.Text(), nullable=False, server_default=LONG))
    op.add_column("workers", sa.Column("quick_slots", sa.Integer(), nullable=False, server_default="0"))
    _replace_clocks(sa.Column("lane", sa.Text(), primary_key=True), lane=LONG)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM vclock WHERE lane <> 'long'"))
    _replace_clocks()
    op.drop_column("workers", "quick_slots")
    op.drop_column("jobs", "lane")


def _replace_clocks(*more: sa.Column[str], **values: str) -> None:
    """SQLite cannot change a primary key; the table has a row for each tier and no more."""
    clocks = op.get_bind().execute(sa.text("SELECT tier, epoch, virtual_time FROM vclock")).mappings().all()
    op.drop_table("vclock")
    table = op.create_table(
        "vclock",
        sa.Column("tier", sa.Text(), primary_key=True),
        *more,
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("virtual_time", sa.BigInteger(), nullable=False),
    )
    op.bulk_insert(table, [{**clock, **values} for clock in clocks])
