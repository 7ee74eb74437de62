"""Reconciling a class's days (对账): its registers and its families' assignments, read together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from homework.reconciling import Reconciliation, Unit, reconcile
from homework.report import Assignment, Subject
from models.assignments import AssignmentRow, stored_minutes
from models.base import AnyRow
from models.registers import revisions_between
from models.reports import ReportRow
from models.schools import ClassKey


def reconcile_days(
    connection: sa.Connection, key: ClassKey, days: Sequence[date]
) -> dict[date, Reconciliation]:
    """A class's days, register against families; those without a register are left out."""
    if not days:
        return {}
    known = revisions_between(connection, key, min(days), max(days))
    standing = {
        day: [each for each in known[day] if each.stands][-1].revision.register
        for day in days
        if day in known
    }
    said = _units_said(connection, key, list(standing))
    return {day: reconcile(register, said.get(day, ())) for day, register in standing.items()}


def _units_said(
    connection: sa.Connection, key: ClassKey, days: Sequence[date]
) -> dict[date, list[Unit]]:
    """What each counting unit says of each day: of a household's devices, the one bound earliest."""
    reports = connection.execute(
        sa.select(ReportRow.id, ReportRow.day, ReportRow.unit_id)
        .where(
            ReportRow.school_id == key.school_id,
            ReportRow.day.in_(days),
            ReportRow.school_class_id == key.school_class_id,
            ReportRow.counts,
        )
        .order_by(ReportRow.unit_order, ReportRow.id)
    ).all()
    report_of: dict[tuple[date, int], int] = {}
    for row in reports:
        report_of.setdefault((row.day, row.unit_id), row.id)
    assignments = _assignments(connection, key.school_id, list(report_of.values()))
    said: dict[date, list[Unit]] = {}
    for (day, _), report_id in report_of.items():
        said.setdefault(day, []).append(assignments.get(report_id, ()))
    return said


def _assignments(
    connection: sa.Connection, school_id: str, report_ids: Sequence[int]
) -> dict[int, list[Assignment]]:
    columns = AssignmentRow.__table__.c
    rows = connection.execute(
        sa.select(
            columns.report_id,
            columns.subject,
            columns.content,
            columns.minutes_low,
            columns.minutes_high,
            columns.is_optional,
            columns.family_added,
            columns.minutes_included,
        )
        .where(AssignmentRow.school_id == school_id, AssignmentRow.report_id.in_(report_ids))
        .order_by(AssignmentRow.report_id, AssignmentRow.position)
    )
    found: dict[int, list[Assignment]] = {}
    for row in rows:
        found.setdefault(row.report_id, []).append(_assignment(row))
    return found


def _assignment(row: AnyRow) -> Assignment:
    return Assignment(
        subject=Subject(row.subject),
        content=row.content,
        minutes=stored_minutes(row.minutes_low, row.minutes_high),
        is_optional=row.is_optional,
        family_added=row.family_added,
        minutes_included=row.minutes_included,
    )
