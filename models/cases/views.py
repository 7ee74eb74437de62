"""What the console reads (控制台查询): short queries for pages, all bound to one school."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa

from homework.school import school_year
from models.database.base import AnyRow
from models.days.overloads import Overload
from models.days.verdicts import VerdictRow
from models.pushes.outbox import Push
from models.reporting.assignments import AssignmentRow
from models.reporting.reports import ReportRow
from models.schools import ClassKey
from models.staff.audit import AuditEntry

_STANDING = (
    VerdictRow.day,
    VerdictRow.school_class_id,
    VerdictRow.rule_id,
    VerdictRow.outcome,
    VerdictRow.stage,
    VerdictRow.measured,
    VerdictRow.permitted,
    VerdictRow.units,
    VerdictRow.units_over,
)


def standings_on(connection: sa.Connection, school_id: str, day: date) -> Sequence[AnyRow]:
    """Every verdict of a school's day without its evidence, which the grid does not need."""
    return connection.execute(
        sa.select(*_STANDING).where(VerdictRow.school_id == school_id, VerdictRow.day == day)
    ).all()


def standings_of(
    connection: sa.Connection, key: ClassKey, days: Sequence[date]
) -> Sequence[AnyRow]:
    """One class's verdicts on these days, without their evidence."""
    return connection.execute(
        sa.select(*_STANDING).where(
            VerdictRow.school_id == key.school_id,
            VerdictRow.day.in_(days),
            VerdictRow.school_class_id == key.school_class_id,
        )
    ).all()


def has_reports(connection: sa.Connection, school_id: str) -> bool:
    """Whether anyone has ever reported to this school."""
    anyone = sa.select(ReportRow.id).where(ReportRow.school_id == school_id).limit(1)
    return connection.scalar(anyone) is not None


def find_case(connection: sa.Connection, school_id: str, number: int, on: date) -> Overload | None:
    """The case of this number in the school year of a day, to look at; takes no lock."""
    row = connection.execute(
        sa.select(*Overload.__table__.c).where(
            Overload.school_id == school_id,
            Overload.school_year == school_year(on),
            Overload.number == number,
        )
    ).one_or_none()
    return Overload(**row._mapping) if row else None


def cases_between(
    connection: sa.Connection, school_id: str, first: date, last: date
) -> Sequence[Overload]:
    """A school's cases of these days, newest day first, then by number."""
    rows = connection.execute(
        sa.select(*Overload.__table__.c)
        .where(Overload.school_id == school_id, Overload.day.between(first, last))
        .order_by(Overload.day.desc(), Overload.number)
    )
    return [Overload(**row._mapping) for row in rows]


def cases_of_class(
    connection: sa.Connection, key: ClassKey, days: Sequence[date]
) -> Sequence[Overload]:
    """One class's cases on these days, newest first."""
    rows = connection.execute(
        sa.select(*Overload.__table__.c)
        .where(
            Overload.school_id == key.school_id,
            Overload.day.in_(days),
            Overload.school_class_id == key.school_class_id,
        )
        .order_by(Overload.day.desc(), Overload.number)
    )
    return [Overload(**row._mapping) for row in rows]


def pushes_about(connection: sa.Connection, school_id: str, overload_id: int) -> Sequence[AnyRow]:
    """What was sent about a case, to whom and how far it got; oldest first."""
    return connection.execute(
        sa.select(
            Push.recipient,
            Push.reason,
            Push.state,
            Push.due_at,
            Push.sent_at,
            Push.delivered_at,
            Push.acknowledged_at,
        )
        .where(Push.school_id == school_id, Push.overload_id == overload_id)
        .order_by(Push.id)
    ).all()


def acts_on(
    connection: sa.Connection, school_id: str, number: int, since: datetime
) -> Sequence[AnyRow]:
    """What staff did to the case of this number; `since` keeps other years' numbers out."""
    return connection.execute(
        sa.select(AuditEntry.staff_id, AuditEntry.act, AuditEntry.at)
        .where(
            AuditEntry.school_id == school_id,
            AuditEntry.about == str(number),
            AuditEntry.at >= since,
        )
        .order_by(AuditEntry.id)
    ).all()


def assignments_of(
    connection: sa.Connection, key: ClassKey, day: date
) -> list[tuple[int, str, int | None]]:
    """What counting units were set: (unit, subject, minutes or None), never the words.

    Of a household's devices only the one bound earliest speaks, as in judging.
    """
    reports = connection.execute(
        sa.select(ReportRow.unit_id, ReportRow.unit_order, ReportRow.id).where(
            ReportRow.school_id == key.school_id,
            ReportRow.day == day,
            ReportRow.school_class_id == key.school_class_id,
            ReportRow.counts,
        )
    ).all()
    speaker: dict[int, tuple[int, int]] = {}
    for report in reports:
        rank = (report.unit_order, report.id)
        speaker[report.unit_id] = min(rank, speaker.get(report.unit_id, rank))
    unit_of = {report_id: unit for unit, (_, report_id) in speaker.items()}
    # Two queries: joined, SQLite walks through every assignment the school ever had.
    rows = connection.execute(
        sa.select(AssignmentRow.report_id, AssignmentRow.subject, AssignmentRow.minutes_low).where(
            AssignmentRow.school_id == key.school_id,
            AssignmentRow.report_id.in_(unit_of),
            ~AssignmentRow.family_added,
            ~AssignmentRow.is_optional,
        )
    )
    return [(unit_of[row.report_id], row.subject, row.minutes_low) for row in rows]
