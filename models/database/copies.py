"""Copies of a database (备份): a whole one while everybody writes, and back into an empty place."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

import sqlalchemy as sa

from models.database.store import Store

Tell: TypeAlias = Callable[[int, int], None]
"""Called now and then with how much is done, of how much."""

_PAGES = 2000
_ROWS = 500


class TooLong(Exception):
    """A value that SQLite kept although its column is shorter; PostgreSQL would refuse it."""


class BrokenCopy(Exception):
    """A copy in which SQLite finds a mistake; nothing may be built on it."""


def copy_sqlite(store: Store, path: Path, tell: Tell) -> None:
    """Copy an SQLite database as it is at this moment into a new file, and look through the copy.

    One read transaction: writers go on, and what they write meanwhile is not in the copy.
    """
    with store.reading() as connection, closing(sqlite3.connect(path)) as target:
        connection.execute(sa.text("SELECT version_num FROM alembic_version"))  # from here on
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        source.backup(target, pages=_PAGES, progress=lambda _, left, all_: tell(all_ - left, all_))
        target.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    require_whole(path)


def require_whole(path: Path) -> None:
    """Raise BrokenCopy unless SQLite finds nothing wrong with a file."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            [found] = connection.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            raise BrokenCopy(str(error)) from error
    if found != "ok":
        raise BrokenCopy(str(found))


def copy_rows(source: sa.Engine, target: sa.Engine, metadata: sa.MetaData, tell: Tell) -> int:
    """Copy every row of one store into the empty tables of another, all or none; the rows copied.

    Both have the same migrations. This is how a school moves from SQLite to PostgreSQL. Raises
    TooLong before a row that would not fit.
    """
    copied = 0
    with source.connect() as reading, target.begin() as writing:
        counts = {
            table: reading.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
        }
        for table in counts:
            rows = reading.execution_options(yield_per=_ROWS).execute(sa.select(table))
            for chunk in rows.mappings().partitions():
                _require_fitting(table, chunk)
                writing.execute(sa.insert(table), [dict(row) for row in chunk])
                copied += len(chunk)
                tell(copied, sum(counts.values()))
    return copied


def _require_fitting(table: sa.Table, rows: Sequence[sa.RowMapping]) -> None:
    lengths = {
        column: column.type.length
        for column in table.columns
        if isinstance(column.type, sa.String) and column.type.length is not None
    }
    for row in rows:
        for column, length in lengths.items():
            if len(row[column] or "") > length:
                keys = "、".join(f"{each.name}={row[each]}" for each in table.primary_key)
                raise TooLong(f"{table.name}({keys})的 {column.name} 超过 {length} 个字")


def has_tables(engine: sa.Engine) -> bool:
    """Whether anything at all is in a database yet."""
    return bool(sa.inspect(engine).get_table_names())


def has_rows(engine: sa.Engine, metadata: sa.MetaData) -> bool:
    """Whether any of our tables holds a row; tables alone are what a move that failed leaves."""
    standing = set(sa.inspect(engine).get_table_names())
    with engine.connect() as connection:
        return any(
            connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first()
            for table in metadata.sorted_tables
            if table.name in standing
        )
