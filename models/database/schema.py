"""The schema's versions (数据库版本): bring a database up to date, safely again and again."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
_REVISION = re.compile(r"^(revision|down_revision)\b.*?=\s*[\"']([^\"']+)[\"']", re.M)


class NewerSchema(Exception):
    """A newer program has upgraded the database; this one must leave it alone."""


def upgrade_schema(engine: sa.Engine) -> None:
    """Run every migration that is missing; one that was interrupted runs again.

    Raises NewerSchema where the database is ahead of this program.
    """
    from alembic import command  # late: a web worker never migrates

    schema_is_current(engine)
    with engine.connect() as connection:
        command.upgrade(_config(connection), "head")
        connection.commit()


def schema_is_current(engine: sa.Engine) -> bool:
    """Whether the database has every migration that this program knows.

    Asked at every start, so it reads the version itself: loading Alembic takes longer than all
    the rest of a worker's start but its page templates. Raises NewerSchema where it has one more.
    """
    version = schema_version(engine)
    if version is not None and version not in _history():
        raise NewerSchema(version)
    return version == head()


def schema_version(engine: sa.Engine) -> str | None:
    """The newest migration a database has had; None where it has had none."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        version = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return None if version is None else str(version)


def head() -> str:
    """The newest migration: the one that no other builds on."""
    [newest] = _history().keys() - set(_history().values())
    return newest


@lru_cache(maxsize=1)
def _history() -> dict[str, str | None]:
    """Each migration this program knows, and the one it builds on."""
    history: dict[str, str | None] = {}
    for path in (_MIGRATIONS / "versions").glob("*.py"):
        named = dict(_REVISION.findall(path.read_text(encoding="utf-8")))
        history[named["revision"]] = named.get("down_revision")
    return history


def _config(connection: sa.Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
