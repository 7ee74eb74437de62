"""A person's own data (我的数据): everything one device or follower has said, and taking one of it back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from homework.report import Report, Subject
from models.database.base import AnyRow
from models.database.prepared import Prepared
from models.families.households import identities_of
from models.families.reporters import Door, Reporter
from models.reporting.assignments import AssignmentRow
from models.reporting.reports import ReportRow, find_report
from models.reporting.withdrawals import withdraw_report
from models.schools import ClassKey, SchoolClass, get_class

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class OwnReport:
    """One report as its reporter sees it again; `id` is the handle for withdrawing it."""

    id: int
    school_class: SchoolClass
    day: date
    report: Report
    changed_at: datetime
    door: Door


def own_reports(
    connection: sa.Connection, school_ids: Collection[str], subject_ids: Iterable[str]
) -> Sequence[OwnReport]:
    """What these identities have said, newest day first, at most 200."""
    found = []
    for identity in _identities(connection, school_ids, subject_ids):
        rows = connection.execute(
            sa.select(ReportRow.id, ReportRow.school_class_id, ReportRow.day, ReportRow.changed_at)
            .where(ReportRow.school_id == identity.school_id, ReportRow.reporter_id == identity.id)
            .order_by(ReportRow.day.desc())
            .limit(_SHOWN)
        ).all()
        for row in rows:
            key = ClassKey(identity.school_id, row.school_class_id)
            report = find_report(connection, key, row.day, identity.id)
            if report is not None:
                of_class = get_class(connection, key)
                found.append(_own(row, of_class, report, identity))
    return sorted(found, key=lambda own: (own.day, own.changed_at), reverse=True)[:_SHOWN]


def _own(row: AnyRow, of_class: SchoolClass, report: Report, identity: AnyRow) -> OwnReport:
    return OwnReport(row.id, of_class, row.day, report, row.changed_at, Door(identity.door))


_LATEST = (
    sa.select(ReportRow.id)
    .join(
        Reporter,
        sa.and_(Reporter.school_id == ReportRow.school_id, Reporter.id == ReportRow.reporter_id),
    )
    .where(
        ReportRow.school_id == sa.bindparam("of_school"),
        Reporter.subject_id == sa.bindparam("of_subject"),
    )
    .order_by(ReportRow.day.desc(), ReportRow.changed_at.desc())
    .limit(1)
    .scalar_subquery()
)
_SUBJECTS_SAID_LAST = Prepared(
    sa.select(AssignmentRow.subject).where(
        AssignmentRow.school_id == sa.bindparam("of_school"), AssignmentRow.report_id == _LATEST
    )
)


def subjects_said_last(
    connection: sa.Connection, school_id: str, subject_id: str
) -> frozenset[Subject]:
    """The subjects of this person's latest report: the ones to offer first."""
    given = {"of_school": school_id, "of_subject": subject_id}
    return frozenset(Subject(said) for (said,) in _SUBJECTS_SAID_LAST.all(connection, given))


def withdraw_own(
    connection: sa.Connection,
    school_ids: Collection[str],
    subject_ids: Iterable[str],
    report_id: int,
) -> bool:
    """Delete one report, only if one of these identities said it; False otherwise."""
    for identity in _identities(connection, school_ids, subject_ids):
        row = connection.execute(
            sa.select(ReportRow.school_class_id, ReportRow.day).where(
                ReportRow.school_id == identity.school_id,
                ReportRow.reporter_id == identity.id,
                ReportRow.id == report_id,
            )
        ).one_or_none()
        if row is not None:
            key = ClassKey(identity.school_id, row.school_class_id)
            return withdraw_report(connection, key, row.day, identity.id)
    return False


def _identities(
    connection: sa.Connection, school_ids: Collection[str], subject_ids: Iterable[str]
) -> list[AnyRow]:
    return [
        identity
        for subject_id in subject_ids
        for identity in identities_of(connection, school_ids, subject_id)
    ]
