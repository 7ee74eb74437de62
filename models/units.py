"""Units of counting (计数单位): which reporters are one person, and moving reports into a unit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from models.class_days import touch
from models.intake import unit_order
from models.reporters import Reporter
from models.reports import ReportRow
from models.schools import ClassKey


@dataclass(frozen=True, slots=True)
class Unit:
    """A household with the moment it was joined, or the reporter that heads one person's devices."""

    id: int
    bound_at: datetime | None = None


def count_in_unit(
    connection: sa.Connection,
    key: ClassKey,
    days: Collection[date],
    reporter_id: int,
    unit: Unit,
) -> None:
    """Let what a reporter said of a class on these days count for the unit from now on."""
    rows = connection.execute(
        sa.select(ReportRow.id, ReportRow.day, ReportRow.changed_at, ReportRow.counts).where(
            ReportRow.school_id == key.school_id,
            ReportRow.school_class_id == key.school_class_id,
            ReportRow.day.in_(list(days)),
            ReportRow.reporter_id == reporter_id,
        )
    ).all()
    for row in rows:
        connection.execute(
            sa.update(ReportRow)
            .where(ReportRow.school_id == key.school_id, ReportRow.id == row.id)
            .values(
                unit_id=unit.id,
                unit_order=unit_order(unit.bound_at, row.changed_at),
                counts=row.counts or unit.bound_at is not None,
            )
        )
        touch(connection, key, row.day)


def same_person(connection: sa.Connection, school_id: str, reporter_id: int) -> Sequence[int]:
    """Other reporters that a chat link joined with this one and that no slip binds yet."""
    head = (
        sa.select(Reporter.linked_to)
        .where(Reporter.school_id == school_id, Reporter.id == reporter_id)
        .scalar_subquery()
    )
    return connection.scalars(
        sa.select(Reporter.id).where(
            Reporter.school_id == school_id,
            Reporter.household_id.is_(None),
            Reporter.id != reporter_id,
            sa.or_(
                Reporter.linked_to == reporter_id,
                Reporter.id == head,
                Reporter.linked_to == head,
            ),
        )
    ).all()
