"""Prepared statements (预编译语句): compiled once, for the few that every message runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import itemgetter
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.sql.compiler import SQLCompiler

from models.database.base import UtcDateTime

Parameters = Mapping[str, Any]
Processor = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement in one database's own words, and how values go in and come out.

    `binds` are places of the values where the database takes them in order, else their names.
    """

    sql: str
    pick: Callable[[Parameters], tuple[Any, ...]] | None  # the values in order, where that counts
    constants: Parameters
    binds: tuple[tuple[Any, Processor], ...]
    results: tuple[tuple[int, Processor], ...]

    def values(self, parameters: Parameters) -> Any:
        """The parameters as the driver takes them."""
        given = {**self.constants, **parameters} if self.constants else parameters
        values: Any = dict(given) if self.pick is None else list(self.pick(given))
        for place, process in self.binds:
            values[place] = process(values[place])
        return values

    def typed(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """A row of the driver's as the selected columns have it."""
        if not self.results:
            return row
        values = list(row)
        for index, process in self.results:
            if values[index] is not None:
                values[index] = process(values[index])
        return tuple(values)


class Prepared:
    """A statement that is run far more often than it is made, straight through the driver.

    SQLAlchemy looks a statement up by its structure and wraps its cursor each time: 43 µs for an
    insert that takes 6 here. Every parameter must be given by name; `columns` names those of an
    insert. Defaults that the program makes are not applied. Errors come as SQLAlchemy's own, so
    that the writer knows a deadlock or a lost connection when it meets one.
    """

    def __init__(
        self,
        statement: sa.Executable | Mapping[str, sa.Executable],
        columns: Sequence[str] | None = None,
    ) -> None:
        self._statement = statement
        self._columns = columns
        self._ready: dict[str, _Ready] = {}

    def run(self, connection: sa.Connection, parameters: Parameters) -> int:
        """Execute once; returns how many rows changed."""
        ready = self._on(connection)
        return int(_execute(connection, ready.sql, ready.values(parameters)).rowcount)

    def run_many(self, connection: sa.Connection, rows: Sequence[Parameters]) -> None:
        """Execute once for each of the rows."""
        ready = self._on(connection)
        _execute(connection, ready.sql, [ready.values(row) for row in rows], many=True)

    def first(self, connection: sa.Connection, parameters: Parameters) -> tuple[Any, ...] | None:
        """The first row, values in the types of the selected columns; None where there is none."""
        ready = self._on(connection)
        row = _execute(connection, ready.sql, ready.values(parameters)).fetchone()
        return None if row is None else ready.typed(row)

    def all(self, connection: sa.Connection, parameters: Parameters) -> list[tuple[Any, ...]]:
        """Every row, values in the types of the selected columns."""
        ready = self._on(connection)
        rows = _execute(connection, ready.sql, ready.values(parameters)).fetchall()
        return [ready.typed(row) for row in rows]

    def stream(
        self, connection: sa.Connection, parameters: Parameters
    ) -> Iterator[tuple[Any, ...]]:
        """Row by row, values as the driver gives them: for long results of plain numbers.

        Begins a transaction where none was: reading may start with it.
        """
        if not connection.in_transaction():
            connection.begin()
        ready = self._on(connection)
        return iter(_execute(connection, ready.sql, ready.values(parameters)))

    def _on(self, connection: sa.Connection) -> _Ready:
        name = connection.dialect.name
        ready = self._ready.get(name)
        if ready is None:
            ready = self._ready[name] = self._compile(connection.dialect)
        return ready

    def _compile(self, dialect: sa.Dialect) -> _Ready:
        chosen = self._statement
        statement = chosen[dialect.name] if isinstance(chosen, Mapping) else chosen
        element = cast(sa.ClauseElement, statement)
        compiled = cast(SQLCompiler, element.compile(dialect=dialect, column_keys=self._columns))
        names = tuple(compiled.positiontup or compiled.binds)
        processors = {
            name: process
            for name, bind in compiled.binds.items()
            if (process := _bind_processor(bind.type, dialect)) is not None
        }
        is_ordered = compiled.positional
        return _Ready(
            sql=str(compiled),
            pick=_picking(names) if is_ordered else None,
            constants={name: value for name, value in compiled.params.items() if value is not None},
            binds=tuple(
                (place if is_ordered else name, processors[name])
                for place, name in enumerate(names)
                if name in processors
            ),
            results=_result_processors(statement, dialect),
        )


def _picking(names: Sequence[str]) -> Callable[[Parameters], tuple[Any, ...]]:
    if len(names) == 1:
        return lambda given: (given[names[0]],)
    return itemgetter(*names) if names else lambda given: ()


def _bind_processor(kind: sa.types.TypeEngine[Any], dialect: sa.Dialect) -> Processor | None:
    """How a value goes in; SQLite's are our own, the same text in a fifth of the time."""
    if dialect.name == "sqlite":
        if isinstance(kind, sa.Boolean):
            return None  # the driver takes it as the number it is
        if isinstance(kind, sa.Date):
            return _date_text
        if isinstance(kind, UtcDateTime):
            return _moment_text
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _date_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _moment_text(at: datetime | None) -> str | None:
    if at is None:
        return None
    if at.tzinfo is None:
        raise ValueError("an aware datetime is needed")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _execute(connection: sa.Connection, sql: str, values: Any, *, many: bool = False) -> Any:
    """A cursor of the driver that has run the statement; raises sqlalchemy.exc.DBAPIError."""
    if not connection.in_transaction():
        raise RuntimeError("prepared statements run in a transaction that was begun")
    raw: Any = connection.connection.dbapi_connection  # the driver's own on both stores
    cursor = raw.cursor()
    try:
        if many:
            cursor.executemany(sql, values)
        else:
            cursor.execute(sql, values)
    except Exception as error:
        errors: Any = connection.dialect.loaded_dbapi
        if not isinstance(error, errors.Error):
            raise
        raise sa.exc.DBAPIError.instance(
            sql,
            None,
            error,
            errors.Error,
            hide_parameters=True,  # they hold what people wrote
            connection_invalidated=connection.dialect.is_disconnect(error, raw, cursor),
            dialect=connection.dialect,
        ) from error
    return cursor


def _result_processors(
    statement: sa.Executable, dialect: sa.Dialect
) -> tuple[tuple[int, Processor], ...]:
    if not isinstance(statement, sa.Select):
        return ()
    processors = (
        (index, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for index, column in enumerate(statement.selected_columns)
    )
    return tuple((index, process) for index, process in processors if process is not None)
