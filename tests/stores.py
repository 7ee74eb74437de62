"""Databases for tests: SQLite by copying a migrated file, PostgreSQL by emptying its tables."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.database.schema import upgrade_schema
from models.database.store import Store
from models.tables import Base

SERVER = os.environ.get("HW_TEST_POSTGRES", "")
IS_CI = os.environ.get("CI", "").lower() in {"1", "true"}
NO_POSTGRES = (
    "no PostgreSQL: set HW_TEST_POSTGRES=postgresql+psycopg://user@127.0.0.1:5432/ to run these too"
)


def require(service: str, reason: str) -> None:
    """Skip with a sentence on a school's machine; fail where CI promised the service."""
    if IS_CI:
        pytest.fail(f"CI must have {service}: {reason}")
    pytest.skip(reason)


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def migrated_template(directory: Path) -> Path:
    """Make one migrated SQLite file that every test copies."""
    path = directory / "template.db"
    store = Store(sqlite_url(path))
    upgrade_schema(store.engine)
    store.checkpoint()
    store.close()
    return path


def copied(template: Path, directory: Path) -> Store:
    path = directory / "homework.db"
    shutil.copyfile(template, path)
    return Store(sqlite_url(path))


def scratch_postgres() -> Iterator[str]:
    """Make a database of our own on the server, and drop it at the end."""
    if not SERVER:
        require("PostgreSQL", NO_POSTGRES)
    name = f"hw_test_{secrets.token_hex(6)}"
    admin = sa.create_engine(
        sa.make_url(SERVER).set(database="postgres"), isolation_level="AUTOCOMMIT"
    )
    try:
        with admin.connect() as connection:
            connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
        url = sa.make_url(SERVER).set(database=name).render_as_string(hide_password=False)
        store = Store(url)
        upgrade_schema(store.engine)
        store.close()
        yield url
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        admin.dispose()


def empty(store: Store) -> None:
    """Delete every row, children first."""
    with store.engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(sa.delete(table))
