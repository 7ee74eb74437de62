"""Withdrawing reports (撤回): what a reporter takes back is deleted, and the day judged again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from models.days.class_days import touch
from models.reporting.assignments import AssignmentRow
from models.reporting.reports import ReportRow
from models.schools import ClassKey


def withdraw_report(connection: sa.Connection, key: ClassKey, day: date, reporter_id: int) -> bool:
    """Delete what this reporter said of this class and day; False where there was nothing."""
    of_reporter = sa.and_(
        ReportRow.school_id == key.school_id,
        ReportRow.school_class_id == key.school_class_id,
        ReportRow.day == day,
        ReportRow.reporter_id == reporter_id,
    )
    report_id = connection.scalar(sa.select(ReportRow.id).where(of_reporter))
    if report_id is None:
        return False
    _delete_reports(connection, key.school_id, [report_id])
    touch(connection, key, day)
    return True


def _delete_reports(connection: sa.Connection, school_id: str, report_ids: Sequence[int]) -> None:
    for table, column in ((AssignmentRow, AssignmentRow.report_id), (ReportRow, ReportRow.id)):
        connection.execute(
            sa.delete(table).where(table.school_id == school_id, column.in_(report_ids))
        )


def delete_reports_of(connection: sa.Connection, school_id: str, reporter_id: int) -> int:
    """Delete everything a reporter ever said (the right to be forgotten); returns how many."""
    rows = connection.execute(
        sa.select(ReportRow.id, ReportRow.school_class_id, ReportRow.day).where(
            ReportRow.school_id == school_id, ReportRow.reporter_id == reporter_id
        )
    ).all()
    for row in rows:
        touch(connection, ClassKey(school_id, row.school_class_id), row.day)
    _delete_reports(connection, school_id, [row.id for row in rows])
    return len(rows)
