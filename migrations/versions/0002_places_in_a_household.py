"""How a device stands in its household

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reporter", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("place", sa.String(length=8), nullable=False, server_default="speaks")
        )
        batch_op.create_index("ix_reporter_household", ["school_id", "household_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("reporter", schema=None) as batch_op:
        batch_op.drop_index("ix_reporter_household")
        batch_op.drop_column("place")
