"""Reconciling days (对账): registers, teachers' own entries and families' assignments, read together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa

from homework.reconciled import Reconciliation
from homework.reconciling import Unit, reconcile
from homework.report import Assignment, Subject
from models.database.base import AnyRow
from models.registers.revisions import standing_registers
from models.registers.teacher_entries import teachers_said
from models.reporting.assignments import AssignmentRow, stored_minutes
from models.reporting.reports import ReportRow
from models.schools import ClassKey

ClassDay = tuple[int, date]
"""A class's id and a day."""


def reconcile_days(
    connection: sa.Connection, key: ClassKey, days: Sequence[date]
) -> dict[date, Reconciliation]:
    """A class's days, register against families; those without a register are left out."""
    wanted = {(key.school_class_id, day) for day in days}
    found = reconcile_class_days(connection, key.school_id, wanted)
    return {day: found[class_id, day] for class_id, day in sorted(found)}


def reconcile_class_days(
    connection: sa.Connection, school_id: str, wanted: Collection[ClassDay]
) -> dict[ClassDay, Reconciliation]:
    """The same of any days of any classes, in as many queries as one takes."""
    standing = standing_registers(connection, school_id, wanted)
    told = teachers_said(connection, school_id, standing)
    said = _units_said(connection, school_id, standing)
    return {
        of: reconcile(saved.revision.register, said.get(of, ()), told.get(of, ()))
        for of, saved in standing.items()
    }


def _units_said(
    connection: sa.Connection, school_id: str, days: Collection[ClassDay]
) -> dict[ClassDay, list[Unit]]:
    """What each counting unit says of each day: of a household's devices, the one bound earliest."""
    if not days:
        return {}
    reports = connection.execute(
        sa.select(ReportRow.id, ReportRow.day, ReportRow.school_class_id, ReportRow.unit_id)
        .where(
            ReportRow.school_id == school_id,
            ReportRow.day.in_({day for _, day in days}),
            ReportRow.school_class_id.in_({class_id for class_id, _ in days}),
            ReportRow.counts,
        )
        .order_by(ReportRow.unit_order, ReportRow.id)
    ).all()
    report_of: dict[tuple[ClassDay, int], int] = {}
    for row in reports:
        of = (row.school_class_id, row.day)
        if of in days:
            report_of.setdefault((of, row.unit_id), row.id)
    assignments = _assignments(connection, school_id, list(report_of.values()))
    said: dict[ClassDay, list[Unit]] = {}
    for (of, _), report_id in report_of.items():
        said.setdefault(of, []).append(assignments.get(report_id, ()))
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
