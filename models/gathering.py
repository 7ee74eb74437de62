"""Reports as judging reads them (读取反馈): one stream for every touched class, one query for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from homework.measures import MEASURE_FIELDS, measures_of
from homework.totals import UnitMeasures
from homework.weighing import Row
from models.class_days import ClassDay, Touched
from models.prepared import Prepared
from models.reports import ReportRow
from models.schools import ClassKey

MOST_ROWS = 60_000
"""Reports read ahead in one go, some twenty megabytes; the rest waits for the next tick."""

_SAID = (
    ReportRow.unit_id,
    ReportRow.counts,
    *(getattr(ReportRow, name) for name in MEASURE_FIELDS),
)

# In the order of two indexes, so that nothing is sorted and the first class is there at once.
_TOUCHED = Prepared(
    sa.select(ClassDay.school_id, ClassDay.school_class_id, ClassDay.day, ClassDay.version, *_SAID)
    .join(
        ReportRow,
        sa.and_(
            ReportRow.school_id == ClassDay.school_id,
            ReportRow.day == ClassDay.day,
            ReportRow.school_class_id == ClassDay.school_class_id,
        ),
    )
    .where(ClassDay.judged_version < ClassDay.version)
    .order_by(
        ClassDay.day,
        ClassDay.school_id,
        ClassDay.school_class_id,
        ReportRow.unit_id,
        ReportRow.unit_order,
    )
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_ONE = Prepared(
    sa.select(*_SAID)
    .where(
        ReportRow.school_id == sa.bindparam("of_school"),
        ReportRow.day == sa.bindparam("of_day", type_=sa.Date),
        ReportRow.school_class_id == sa.bindparam("of_class"),
    )
    .order_by(ReportRow.unit_id, ReportRow.unit_order)
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """A class's day in rows of measures: one a unit of counting, and those that are leads only."""

    rows: list[Row] = field(default_factory=list)
    leads: list[Row] = field(default_factory=list)


def gather_touched(
    connection: sa.Connection, most: int = MOST_ROWS
) -> Iterator[tuple[Touched, Gathered]]:
    """The reports of touched classes, oldest day first, each at the version they were read at.

    A class nobody reports on any more is left out, and so is one whose rows would not fit whole.
    """
    seen = 0
    stream = _TOUCHED.stream(connection, {"most": most})
    for head, rows in groupby(stream, key=itemgetter(0, 1, 2, 3)):
        of_class = list(rows)
        seen += len(of_class)
        if seen < most:
            yield _touched(head), _fold(of_class, 4)


def gather(connection: sa.Connection, key: ClassKey, day: date) -> Gathered:
    """The reports of one class's day as they are now."""
    about = {"of_school": key.school_id, "of_day": day, "of_class": key.school_class_id}
    return _fold(_ONE.stream(connection, about), 0)


def units_on(connection: sa.Connection, key: ClassKey, day: date) -> list[UnitMeasures]:
    """The same, unit by unit, for a day's totals."""
    found = gather(connection, key, day)
    numbered = enumerate([*found.rows, *found.leads])
    return [
        UnitMeasures(number, measures_of(row), counts=number < len(found.rows))
        for number, row in numbered
    ]


def _touched(head: tuple[Any, ...]) -> Touched:
    school_id, class_id, day, version = head
    # SQLite's driver gives a day as its text; once a class is often enough to read it.
    when = day if isinstance(day, date) else date.fromisoformat(day)
    return Touched(ClassKey(school_id, class_id), when, version)


def _fold(rows: Iterable[Row], first: int) -> Gathered:
    """Of a unit's devices the one that comes first speaks; `first` is where a row's unit stands."""
    found = Gathered()
    last = None
    for row in rows:
        if row[first] != last:
            last = row[first]
            (found.rows if row[first + 1] else found.leads).append(row[first + 2 :])
    return found
