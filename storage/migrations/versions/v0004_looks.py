"""A style may carry the look that was learned from it; a job and its work say by which look they are painted."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("jobs", "works", "styles")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("look_key", sa.Text()))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "look_key")
