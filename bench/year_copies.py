"""Copying a class's day (复制): the same figures for other classes and days, with ids of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from homework.plan import SchoolPlan
from models.database.base import new_id
from models.days.trends import JOB, trend_rows

_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class _Kind:
    """A table whose rows have parts in another one, and the column that says whose."""

    table: str
    parts: str
    whose: str


_REGISTER = _Kind("register", "register_entry", "register_id")
_REPORT = _Kind("report", "assignment", "report_id")


@dataclass(frozen=True, slots=True)
class Copier:
    """One class's day, copied to others: same figures, their own ids."""

    school_id: str
    class_id: int
    day: date

    def copy(
        self,
        connection: sa.Connection,
        *,
        targets: Sequence[tuple[int, date]],
        reporters: dict[tuple[int, int], int],
    ) -> None:
        for name in ("class_day", "verdict"):
            insert_rows(connection, name, *self._placed(connection, name, targets))
        self._with_parts(connection, _REGISTER, targets)
        self._with_parts(connection, _REPORT, targets, reporters)

    def _placed(
        self, connection: sa.Connection, table: str, targets: Sequence[tuple[int, date]]
    ) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
        names, rows = self._source(connection, table)
        return names, (
            tuple({**row, "school_class_id": class_id, "day": day.isoformat()}.values())
            for class_id, day in targets
            for row in rows
        )

    def _source(
        self, connection: sa.Connection, table: str
    ) -> tuple[list[str], list[dict[str, Any]]]:
        """The rows as they are stored, so that whatever columns there are come along."""
        found = connection.exec_driver_sql(
            f"SELECT * FROM {table} WHERE school_id = ? AND school_class_id = ? AND day = ?",
            (self.school_id, self.class_id, self.day.isoformat()),
        )
        names = list(found.keys())
        return names, [dict(zip(names, row, strict=True)) for row in found.all()]

    def _with_parts(
        self,
        connection: sa.Connection,
        kind: _Kind,
        targets: Sequence[tuple[int, date]],
        reporters: dict[tuple[int, int], int] | None = None,
    ) -> None:
        table, parts, whose = kind.table, kind.parts, kind.whose
        names, rows = self._source(connection, table)
        of_row = {row["id"]: self._parts(connection, parts, whose, row["id"]) for row in rows}
        part_names = next(iter(of_row.values()))[0]
        copied: list[tuple[Any, ...]] = []
        part_rows: list[tuple[Any, ...]] = []
        for class_id, day in targets:
            for row in rows:
                fresh = {
                    **row,
                    "id": new_id(),
                    "school_class_id": class_id,
                    "day": day.isoformat(),
                }
                if reporters is not None:
                    fresh["reporter_id"] = reporters[class_id, row["reporter_id"]]
                    fresh["unit_id"] = fresh["reporter_id"]
                copied.append(tuple(fresh.values()))
                part_rows += [
                    tuple({**part, whose: fresh["id"]}.values()) for part in of_row[row["id"]][1]
                ]
        insert_rows(connection, table, names, copied)
        insert_rows(connection, parts, part_names, part_rows)

    def _parts(
        self, connection: sa.Connection, table: str, whose: str, row_id: int
    ) -> tuple[list[str], list[dict[str, Any]]]:
        found = connection.exec_driver_sql(
            f"SELECT * FROM {table} WHERE school_id = ? AND {whose} = ?", (self.school_id, row_id)
        )
        names = list(found.keys())
        return names, [dict(zip(names, row, strict=True)) for row in found.all()]


def insert_rows(connection: sa.Connection, table: str, names: Sequence[str], rows: Any) -> None:
    """Insert rows as stored, many at a time; `rows` is any iterable of tuples."""
    places = ", ".join("?" for _ in names)
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"
    waiting: list[tuple[Any, ...]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _CHUNK:
            connection.exec_driver_sql(sql, waiting)
            waiting = []
    if waiting:
        connection.exec_driver_sql(sql, waiting)


_TREND = (
    "INSERT INTO trend_day (school_id, subject, day, school_class_id, monday, minutes, cap, evenings,"
    " declared) VALUES (:school_id, :subject, :day, :school_class_id, :monday, :minutes, :cap,"
    " :evenings, :declared)"
)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, date) else value for key, value in row.items()}


def copy_trends(connection: sa.Connection, plan: SchoolPlan, days: Sequence[date]) -> None:
    """The product's own figures of the last closed week, copied like the rest."""
    week = {day.weekday(): day for day in days[1:6]}
    rows = {weekday: trend_rows(connection, plan, day) for weekday, day in week.items()}
    for day in days[1:]:
        monday = day - timedelta(days=day.weekday())
        copied = [
            {**row, "day": day, "monday": monday}
            for row in rows.get(day.weekday(), rows[min(rows)])
        ]
        connection.execute(sa.text(_TREND), [_plain(row) for row in copied])
        done = {
            "school": plan.id,
            "job": JOB,
            "day": day.isoformat(),
            "at": day.isoformat(),
        }
        connection.execute(
            sa.text("INSERT INTO job_run VALUES (:school, :job, :day, :at || ' 12:00:00.000000')"),
            done,
        )
