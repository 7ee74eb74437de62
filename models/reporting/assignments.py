"""Assignments (作业项) of stored reports: kept for people to read; judging reads the measures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from homework.report import Assignment, Kind, Minutes, Slot, Subject
from models.database.base import Base
from models.database.prepared import Prepared


class AssignmentRow(Base):
    """One assignment of a report, in the order it was said."""

    __tablename__ = "assignment"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "report_id"], ["report.school_id", "report.id"], ondelete="CASCADE"
        ),
        sa.CheckConstraint("minutes_low BETWEEN 0 AND 480", name="minutes_low_plausible"),
        sa.CheckConstraint(
            "minutes_high BETWEEN minutes_low AND 480", name="minutes_high_plausible"
        ),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    report_id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[Subject] = mapped_column(sa.String(8))
    content: Mapped[str] = mapped_column(sa.String(200))
    minutes_low: Mapped[int | None]
    minutes_high: Mapped[int | None]
    kind: Mapped[Kind | None] = mapped_column(sa.String(12))
    slot: Mapped[Slot | None] = mapped_column(sa.String(8))
    is_optional: Mapped[bool]
    done_at_school: Mapped[bool]
    family_added: Mapped[bool]
    minutes_included: Mapped[bool] = mapped_column(default=False)


_DROP_ASSIGNMENTS = Prepared(
    sa.delete(AssignmentRow).where(
        AssignmentRow.school_id == sa.bindparam("of_school"),
        AssignmentRow.report_id == sa.bindparam("of_report"),
    )
)
_COLUMNS = tuple(column.name for column in AssignmentRow.__table__.c)
_MOST_AT_ONCE = 20


@lru_cache(maxsize=_MOST_AT_ONCE)
def _insert(count: int) -> tuple[Prepared, tuple[str, ...]]:
    """One statement for so many rows, one trip to the server and not one for each; and the names
    of its values, row by row."""
    rows: list[dict[str, sa.BindParameter[Any]]] = [
        {name: sa.bindparam(f"{name}_{row}") for name in _COLUMNS} for row in range(count)
    ]
    names = tuple(f"{name}_{row}" for row in range(count) for name in _COLUMNS)
    return Prepared(sa.insert(AssignmentRow).values(rows)), names


def drop_assignments(connection: sa.Connection, school_id: str, report_id: int) -> None:
    """Delete what a report said before it was replaced."""
    _DROP_ASSIGNMENTS.run(connection, {"of_school": school_id, "of_report": report_id})


def insert_assignments(
    connection: sa.Connection, school_id: str, report_id: int, assignments: Sequence[Assignment]
) -> None:
    """Keep a report's assignments in the order they were said."""
    for start in range(0, len(assignments), _MOST_AT_ONCE):
        part = assignments[start : start + _MOST_AT_ONCE]
        values: list[Any] = []
        for position, each in enumerate(part, start):
            values += (school_id, report_id, position, *_said(each))
        statement, names = _insert(len(part))
        statement.run(connection, dict(zip(names, values, strict=True)))


def _said(assignment: Assignment) -> tuple[Any, ...]:
    """An assignment's columns, in the table's order."""
    minutes = assignment.minutes
    return (
        assignment.subject,
        assignment.content[:200],
        minutes.low if minutes else None,
        minutes.high if minutes else None,
        assignment.kind,
        assignment.slot,
        assignment.is_optional,
        assignment.done_at_school,
        assignment.family_added,
        assignment.minutes_included,
    )


ASSIGNMENT_COLUMNS = (
    AssignmentRow.subject,
    AssignmentRow.content,
    AssignmentRow.minutes_low,
    AssignmentRow.minutes_high,
    AssignmentRow.kind,
    AssignmentRow.slot,
    AssignmentRow.is_optional,
    AssignmentRow.done_at_school,
    AssignmentRow.family_added,
    AssignmentRow.minutes_included,
)
"""What `read_assignment` reads, in its order."""

_ASSIGNMENTS_OF = Prepared(
    sa.select(*ASSIGNMENT_COLUMNS)
    .where(
        AssignmentRow.school_id == sa.bindparam("of_school"),
        AssignmentRow.report_id == sa.bindparam("of_report"),
    )
    .order_by(AssignmentRow.position)
)


def assignments_of(
    connection: sa.Connection, school_id: str, report_id: int
) -> tuple[Assignment, ...]:
    """A report's assignments, in the order they were said."""
    rows = _ASSIGNMENTS_OF.all(connection, {"of_school": school_id, "of_report": report_id})
    return tuple(read_assignment(row) for row in rows)


def read_assignment(row: Sequence[Any]) -> Assignment:
    """The assignment in a row of ASSIGNMENT_COLUMNS."""
    subject, content, low, high, kind, slot, *marks = row
    return Assignment(
        Subject(subject),
        content,
        stored_minutes(low, high),
        Kind(kind) if kind else None,
        Slot(slot) if slot else None,
        *map(bool, marks),
    )


def stored_minutes(low: int | None, high: int | None) -> Minutes | None:
    """An interval as two columns hold it; no low end means that nobody has said."""
    return None if low is None else Minutes(low, high)
