"""Alembic's entry: run the schema changes on the database it is handed (数据库升级)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context

from models.tables import Base


def run(connection: sa.Connection) -> None:
    """Run migrations on an open connection; SQLite rebuilds tables to alter them."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
