"""What a class's register declared, beside the middle of its families

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("trend_day", schema=None) as batch_op:
        batch_op.add_column(sa.Column("declared", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("trend_day", schema=None) as batch_op:
        batch_op.drop_column("declared")
