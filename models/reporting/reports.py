"""Reports (作业反馈): one row a reporter, class and day, with its measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from homework.measures import MEASURE_FIELDS, Measures, breach_kinds
from homework.report import Assignment, Burden, Irregularity, Report
from models.database.base import Base, new_id
from models.database.prepared import Prepared
from models.days.class_days import touch
from models.families.reporters import Door
from models.reporting.assignments import (
    assignments_of,
    drop_assignments,
    insert_assignments,
    stored_minutes,
)
from models.schools import ClassKey

NO_UNIT = 0
"""The unit of what is kept for its writer alone: it is no family's, no lead, in no figure."""


class ReportRow(Base):
    """What one reporter says of one class and day; what the same reporter says later replaces it.

    `unit_id` is the household, else the reporter: the unit of counting. Of a household's devices
    the one bound earliest counts (`unit_order`); `counts` is false for a lead (线索), and for what
    counts nowhere (NO_UNIT).
    """

    __tablename__ = "report"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"], ["school_class.school_id", "school_class.id"]
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "reporter_id"], ["reporter.school_id", "reporter.id"]
        ),
        sa.UniqueConstraint("school_id", "school_class_id", "day", "reporter_id"),
        sa.CheckConstraint("written_low BETWEEN 0 AND 4800", name="written_plausible"),
        # Covers the day's totals: judging reads one index, no table.
        sa.Index(
            "ix_report_day_totals",
            "school_id",
            "day",
            "school_class_id",
            "unit_id",
            "unit_order",
            "counts",
            *MEASURE_FIELDS,
            "received_at",
        ),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    school_class_id: Mapped[int]
    day: Mapped[date]
    reporter_id: Mapped[int]
    door: Mapped[Door] = mapped_column(sa.String(8))
    unit_id: Mapped[int]
    unit_order: Mapped[int]
    counts: Mapped[bool]
    received_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    no_homework: Mapped[bool]
    total_low: Mapped[int | None]
    total_high: Mapped[int | None]
    difficulty: Mapped[int | None]
    unknown_accepted: Mapped[bool] = mapped_column(default=False)
    written_low: Mapped[int]
    written_high: Mapped[int | None]
    all_low: Mapped[int]
    all_high: Mapped[int | None]
    subjects: Mapped[int]
    written_subjects: Mapped[int]
    item_count: Mapped[int]
    written_count: Mapped[int]
    assumed_count: Mapped[int]
    practical_count: Mapped[int]
    noon_count: Mapped[int]
    family_low: Mapped[int]
    breaches: Mapped[int]
    kind_assumed: Mapped[bool]


@dataclass(frozen=True, slots=True)
class Saying:
    """Who says it, of which class and day: everything about a report but its words."""

    key: ClassKey
    day: date
    reporter_id: int
    door: Door
    unit_id: int
    unit_order: int = 0
    counts: bool = True


_IDENTITY = ("school_id", "school_class_id", "day", "reporter_id")
_KEPT = {"id", "received_at", *_IDENTITY}
_REPORT_COLUMNS = tuple(column.name for column in ReportRow.__table__.c)


def _upsert(
    insert: type[sqlite.Insert] | type[postgresql.Insert],
) -> Any:
    statement = insert(ReportRow)
    return statement.on_conflict_do_update(
        index_elements=list(_IDENTITY),
        set_={name: statement.excluded[name] for name in _REPORT_COLUMNS if name not in _KEPT},
    ).returning(ReportRow.id)


_UPSERT = Prepared(
    {"sqlite": _upsert(sqlite.Insert), "postgresql": _upsert(postgresql.Insert)},
    columns=_REPORT_COLUMNS,
)


def save_report(
    connection: sa.Connection, saying: Saying, report: Report, measures: Measures, now: datetime
) -> int:
    """Store a report whole: a second one of the same reporter, class and day replaces the first.

    Touches the class's day, so that the next tick judges it. Returns the report's id.
    """
    fresh = new_id()
    row = _report_values(saying, report, measures, now) | {"id": fresh}
    stored = _UPSERT.first(connection, row)
    assert stored is not None, "an upsert returns its row"
    report_id = int(stored[0])
    if report_id != fresh:
        drop_assignments(connection, saying.key.school_id, report_id)
    insert_assignments(connection, saying.key.school_id, report_id, report.assignments)
    touch(connection, saying.key, saying.day)
    return report_id


def _report_values(
    saying: Saying, report: Report, measures: Measures, now: datetime
) -> dict[str, Any]:
    total = report.stated_total
    return {
        "school_id": saying.key.school_id,
        "school_class_id": saying.key.school_class_id,
        "day": saying.day,
        "reporter_id": saying.reporter_id,
        "door": saying.door,
        "unit_id": saying.unit_id,
        "unit_order": saying.unit_order,
        "counts": saying.counts,
        "received_at": now,
        "changed_at": now,
        "no_homework": report.no_homework,
        "total_low": total.low if total else None,
        "total_high": total.high if total else None,
        "difficulty": report.difficulty,
        "unknown_accepted": report.unknown_minutes_accepted,
        **{name: getattr(measures, name) for name in MEASURE_FIELDS},
    }


REPORT_COLUMNS = (
    ReportRow.no_homework,
    ReportRow.total_low,
    ReportRow.total_high,
    ReportRow.difficulty,
    ReportRow.unknown_accepted,
    ReportRow.breaches,
)
"""What `read_report_row` reads, in its order."""

_OF_REPORTER = Prepared(
    sa.select(ReportRow.id, *REPORT_COLUMNS).where(
        ReportRow.school_id == sa.bindparam("of_school"),
        ReportRow.school_class_id == sa.bindparam("of_class"),
        ReportRow.day == sa.bindparam("of_day"),
        ReportRow.reporter_id == sa.bindparam("of_reporter"),
    )
)


def find_report(
    connection: sa.Connection, key: ClassKey, day: date, reporter_id: int
) -> Report | None:
    """What this reporter has said of this class and day, or None."""
    row = _OF_REPORTER.first(
        connection,
        {
            "of_school": key.school_id,
            "of_class": key.school_class_id,
            "of_day": day,
            "of_reporter": reporter_id,
        },
    )
    if row is None:
        return None
    report_id, *said = row
    return read_report_row(said, assignments_of(connection, key.school_id, report_id))


def read_report_row(row: Sequence[Any], assignments: tuple[Assignment, ...]) -> Report:
    """The report in a row of REPORT_COLUMNS, with its assignments."""
    no_homework, total_low, total_high, difficulty, unknown_accepted, breaches = row
    named = breach_kinds(breaches) if breaches else ()
    return Report(
        assignments=assignments,
        no_homework=bool(no_homework),
        stated_total=stored_minutes(total_low, total_high),
        irregularities=frozenset(Irregularity(each) for each in named if each in _IRREGULARITIES),
        burdens=frozenset(Burden(each) for each in named if each not in _IRREGULARITIES),
        difficulty=difficulty,
        unknown_minutes_accepted=bool(unknown_accepted),
    )


_IRREGULARITIES = frozenset(Irregularity)
