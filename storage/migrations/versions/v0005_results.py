"""A work may have several results to choose from."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = ("picture_keys", "preview_keys")


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("works", sa.Column(column, sa.JSON()))


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_column("works", column)
