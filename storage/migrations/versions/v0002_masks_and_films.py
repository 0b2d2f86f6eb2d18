"""A job may paint a part of its photo; a work keeps that part, and the film of how it was painted."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = (("jobs", "mask_key"), ("works", "mask_key"), ("works", "video_key"))


def upgrade() -> None:
    for table, column in COLUMNS:
        op.add_column(table, sa.Column(column, sa.Text()))


def downgrade() -> None:
    for table, column in COLUMNS:
        op.drop_column(table, column)
