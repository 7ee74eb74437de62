"""A secret salt for each draw, promised by its hash

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spot_promise",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("salt_hash", sa.String(length=64), nullable=False),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_spot_promise_school_id_school")
        ),
        sa.PrimaryKeyConstraint("school_id", "day", name=op.f("pk_spot_promise")),
    )
    with op.batch_alter_table("spot_draw", schema=None) as batch_op:
        batch_op.add_column(sa.Column("salt", sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("spot_draw", schema=None) as batch_op:
        batch_op.drop_column("salt")
    op.drop_table("spot_promise")
