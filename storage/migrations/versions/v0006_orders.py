"""Several jobs may be one order: they are stopped, shown and delivered together, in their order."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INDEX = "ix_jobs_order_id"


def upgrade() -> None:
    op.add_column("jobs", sa.Column("order_id", sa.Text()))
    op.add_column("jobs", sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(INDEX, "jobs", ["order_id"])


def downgrade() -> None:
    op.drop_index(INDEX, "jobs")
    for column in ("position", "order_id"):
        op.drop_column("jobs", column)
