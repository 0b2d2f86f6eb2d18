"""Paintings that are looked at blurred before they are paid: who buys them, and which job paints them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("unlock", sa.Text()))
    op.add_column("works", sa.Column("locked", sa.Text()))
    op.create_index("ix_works_locked", "works", ["locked"])


def downgrade() -> None:
    op.drop_index("ix_works_locked", "works")
    op.drop_column("works", "locked")
    op.drop_column("jobs", "unlock")
