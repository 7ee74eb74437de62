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


def upgrade_schema(engine: sa.Engine) -> None:
    """Run every migration that is missing; one that was interrupted runs again."""
    from alembic import command  # late: a web worker never migrates

    with engine.connect() as connection:
        command.upgrade(_config(connection), "head")
        connection.commit()


def schema_is_current(engine: sa.Engine) -> bool:
    """Whether the database has every migration that this program knows.

    Asked at every start, so it reads the version itself: loading Alembic takes longer than all
    the rest of a worker's start but its page templates.
    """
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return False
        version = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return bool(version == head())


@lru_cache(maxsize=1)
def head() -> str:
    """The newest migration: the one that no other builds on."""
    revisions: set[str] = set()
    built_on: set[str | None] = set()
    for path in (_MIGRATIONS / "versions").glob("*.py"):
        named = dict(_REVISION.findall(path.read_text(encoding="utf-8")))
        revisions.add(named["revision"])
        built_on.add(named.get("down_revision"))
    [newest] = revisions - built_on
    return newest


def _config(connection: sa.Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
