"""Reports as judging reads them (读取反馈): one stream for every touched class, one query for one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from homework.measures import JUDGED_FIELDS, MEASURE_FIELDS, measures_of
from homework.totals import UnitMeasures
from homework.weighing import Row
from models.database.prepared import Prepared
from models.days.class_days import ClassDay, Touched, read_day
from models.reporting.reports import NO_UNIT, ReportRow
from models.schools import ClassKey

MOST_ROWS = 60_000
"""Reports read ahead in one go, some twenty megabytes; the rest waits for the next tick."""

_UNIT = (ReportRow.unit_id, ReportRow.unit_order, ReportRow.counts)
_CLASS_DAY_OF_REPORT = (ReportRow.school_id, ReportRow.school_class_id, ReportRow.day)
_UNIT_AT, _COUNTS_AT, _SAID_AT = 3, 5, 6  # places in a row of either statement
# In the order of an index, so that nothing is sorted and the first class is there at once.
_TOUCHED = Prepared(
    sa.select(
        ClassDay.school_id,
        ClassDay.school_class_id,
        ClassDay.day,
        *_UNIT,
        *(getattr(ReportRow, name) for name in JUDGED_FIELDS),
    )
    .join(
        ReportRow,
        sa.and_(
            ReportRow.school_id == ClassDay.school_id,
            ReportRow.day == ClassDay.day,
            ReportRow.school_class_id == ClassDay.school_class_id,
        ),
    )
    .where(ClassDay.judged_version < ClassDay.version)
    .order_by(ClassDay.day, ClassDay.school_id, ClassDay.school_class_id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_ONE = Prepared(
    sa.select(
        *_CLASS_DAY_OF_REPORT, *_UNIT, *(getattr(ReportRow, name) for name in MEASURE_FIELDS)
    ).where(
        ReportRow.school_id == sa.bindparam("of_school"),
        ReportRow.day == sa.bindparam("of_day", type_=sa.Date),
        ReportRow.school_class_id == sa.bindparam("of_class"),
    )
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """A class's day in rows of measures: one a unit of counting, and those that are leads only."""

    rows: Sequence[Row]
    leads: Sequence[Row]


def gather_touched(
    connection: sa.Connection, waiting: Collection[Touched], most: int = MOST_ROWS
) -> Iterator[tuple[Touched, Gathered]]:
    """The reports of the classes in `waiting`, which `touched` has just read, in one stream.

    They are of the version in `waiting` wherever that is still the class day's version afterwards.
    Left out are classes nobody reports on any more, and what would be more than `most` reports: the
    caller reads those one by one.
    """
    # By class alone: of a class with two touched days one is read by itself, like what is left out.
    known = {each.key.school_class_id: each for each in waiting}
    seen = 0
    stream = _TOUCHED.stream(connection, {"most": most})
    for (school_id, class_id, day), rows in groupby(stream, key=itemgetter(0, 1, 2)):
        of_class = list(rows)
        seen += len(of_class)
        touched = known.get(class_id)
        if touched is not None and seen < most and _is_of(touched, school_id, day):
            yield touched, _fold(of_class)


def _is_of(touched: Touched, school_id: str, day: date | str) -> bool:
    return touched.day == read_day(day) and touched.key.school_id == school_id


def gather(connection: sa.Connection, key: ClassKey, day: date) -> Gathered:
    """The reports of one class's day as they are now."""
    about = {"of_school": key.school_id, "of_day": day, "of_class": key.school_class_id}
    return _fold(list(_ONE.stream(connection, about)))


def _fold(rows: list[tuple[Any, ...]]) -> Gathered:
    """One row a unit: of a unit's devices the one of the lowest order speaks."""
    units = {row[_UNIT_AT] for row in rows}
    if NO_UNIT in units:
        units.remove(NO_UNIT)
        rows = [row for row in rows if row[_UNIT_AT] != NO_UNIT]
    if len(units) < len(rows):
        rows.sort(key=itemgetter(_UNIT_AT, _UNIT_AT + 1), reverse=True)
        rows = list({row[_UNIT_AT]: row for row in rows}.values())
    counting = [row[_SAID_AT:] for row in rows if row[_COUNTS_AT]]
    if len(counting) == len(rows):
        return Gathered(counting, ())
    return Gathered(counting, [row[_SAID_AT:] for row in rows if not row[_COUNTS_AT]])


def units_on(connection: sa.Connection, key: ClassKey, day: date) -> list[UnitMeasures]:
    """The same, unit by unit, for a day's totals."""
    found = gather(connection, key, day)
    numbered = enumerate([*found.rows, *found.leads])
    return [
        UnitMeasures(number, measures_of(row), counts=number < len(found.rows))
        for number, row in numbered
    ]
