"""Units of counting (计数单位): which reporters are one person, and moving reports into a unit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from models.days.class_days import touch
from models.families.reporters import Place, Reporter
from models.reporting.intake import unit_order
from models.reporting.reports import NO_UNIT, ReportRow
from models.schools import ClassKey


@dataclass(frozen=True, slots=True)
class Unit:
    """A household with the moment it was joined, or the reporter that heads one person's devices."""

    id: int
    bound_at: datetime | None = None
    place: Place = Place.SPEAKS


def count_in_unit(
    connection: sa.Connection,
    key: ClassKey,
    days: Collection[date],
    reporter_id: int,
    unit: Unit,
) -> None:
    """Let what a reporter said of a class on these days count for the unit from now on, or nowhere
    where its place there is not heard."""
    is_heard, is_last = unit.place.is_heard, unit.place is Place.LAST
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
                unit_id=unit.id if is_heard else NO_UNIT,
                unit_order=unit_order(unit.bound_at, row.changed_at, is_last=is_last),
                counts=is_heard and (row.counts or unit.bound_at is not None),
            )
        )
        touch(connection, key, row.day)


def count_nowhere(
    connection: sa.Connection, key: ClassKey, days: Collection[date], unit_id: int
) -> None:
    """Let what a unit said of a class on these days count no more; its writers keep it."""
    rows = connection.execute(
        sa.update(ReportRow)
        .where(
            ReportRow.school_id == key.school_id,
            ReportRow.school_class_id == key.school_class_id,
            ReportRow.day.in_(list(days)),
            ReportRow.unit_id == unit_id,
        )
        .values(unit_id=NO_UNIT, counts=False)
        .returning(ReportRow.day)
    )
    for day in {row.day for row in rows}:
        touch(connection, key, day)


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
