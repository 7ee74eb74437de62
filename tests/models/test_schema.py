"""The schema's versions: what the program knows, what a database has."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from models.database.schema import _config, head, schema_is_current, upgrade_schema
from models.database.store import Store
from models.tables import Base


def test_the_newest_migration_is_the_one_alembic_would_run_to(store: Store) -> None:
    with store.engine.connect() as connection:
        assert head() == ScriptDirectory.from_config(_config(connection)).get_current_head()


def test_a_migrated_database_is_current_and_may_be_migrated_again(store: Store) -> None:
    assert schema_is_current(store.engine)

    upgrade_schema(store.engine)

    assert schema_is_current(store.engine)


def test_an_empty_database_is_not_current() -> None:
    engine = sa.create_engine("sqlite://")

    assert not schema_is_current(engine)
    engine.dispose()


def test_the_migrations_make_exactly_the_tables_of_the_models(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        differences = [
            each
            for each in compare_metadata(context, Base.metadata)
            # SQLite tells neither partial indexes nor the columns of expressions apart.
            if not (store.is_sqlite and str(each[0]).endswith("_index"))
        ]

    assert differences == []
