"""Opening a conversation (打开对话): everything a reply may depend on, in one select."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from homework.report import Report
from models.account.conversations import Conversation, SpokenClass
from models.account.followers import Follower
from models.account.memories import read_memory
from models.database.prepared import Prepared
from models.families.reporters import Household, Place, Reporter
from models.reporting.assignments import ASSIGNMENT_COLUMNS, AssignmentRow, read_assignment
from models.reporting.intake import KnownReporter
from models.reporting.reports import REPORT_COLUMNS, ReportRow, read_report_row
from models.schools import ClassKey, SchoolClass

_FOLLOWER_COLUMNS = (
    Follower.id,
    Follower.school_id,
    Follower.school_class_id,
    Follower.conversation,
    Follower.open_until,
    Follower.last_message_at,
    Follower.openid_sealed.is_not(None).label("is_writable"),
    SchoolClass.entry_grade,
    SchoolClass.entry_year,
    SchoolClass.number,
    SchoolClass.link,
    Reporter.id.label("reporter_id"),
    Reporter.household_id,
    Reporter.bound_at,
    Household.school_class_id.label("household_class_id"),
    Reporter.linked_to,
    Reporter.consent_version,
    Reporter.place,
)
_CONVERSATION = Prepared(
    sa.select(*_FOLLOWER_COLUMNS, *REPORT_COLUMNS, *ASSIGNMENT_COLUMNS)
    .select_from(Follower)
    .outerjoin(
        SchoolClass,
        sa.and_(
            SchoolClass.school_id == Follower.school_id,
            SchoolClass.id == Follower.school_class_id,
        ),
    )
    .outerjoin(
        Reporter,
        sa.and_(
            Reporter.school_id == Follower.school_id, Reporter.subject_id == Follower.subject_id
        ),
    )
    .outerjoin(
        Household,
        sa.and_(Household.school_id == Reporter.school_id, Household.id == Reporter.household_id),
    )
    .outerjoin(
        ReportRow,
        sa.and_(
            ReportRow.school_id == Follower.school_id,
            ReportRow.school_class_id == Follower.school_class_id,
            ReportRow.day == sa.bindparam("of_day"),
            ReportRow.reporter_id == Reporter.id,
        ),
    )
    .outerjoin(
        AssignmentRow,
        sa.and_(
            AssignmentRow.school_id == ReportRow.school_id,
            AssignmentRow.report_id == ReportRow.id,
        ),
    )
    .where(
        Follower.account_id == sa.bindparam("of_account"),
        Follower.subject_id == sa.bindparam("of_subject"),
    )
    .order_by(AssignmentRow.position)
)
_REPORT_FROM = len(_FOLLOWER_COLUMNS)
_ASSIGNMENT_FROM = _REPORT_FROM + len(REPORT_COLUMNS)


def find_conversation(
    connection: sa.Connection, account_id: str, subject_id: str, day: date, now: datetime
) -> Conversation:
    """Everything a reply may depend on, in one select; an open question older than its time is gone."""
    found = _CONVERSATION.all(
        connection, {"of_account": account_id, "of_subject": subject_id, "of_day": day}
    )
    if not found:
        return Conversation(day)
    row = _Row(*found[0][:_REPORT_FROM])
    is_open = row.open_until is not None and now < row.open_until
    return Conversation(
        day=day,
        follower_id=row.id,
        school_id=row.school_id,
        school_class=_spoken_class(row),
        memory=read_memory(row.conversation) if is_open and row.conversation else None,
        remembers=row.conversation is not None,
        is_writable=bool(row.is_writable),
        last_message_at=row.last_message_at,
        reporter=_reporter(row),
        report=_report(found),
    )


class _Row(NamedTuple):
    """The columns about the follower, in their order."""

    id: int
    school_id: str | None
    school_class_id: int | None
    conversation: dict[str, Any] | None
    open_until: datetime | None
    last_message_at: datetime | None
    is_writable: bool
    entry_grade: int | None
    entry_year: int | None
    number: int | None
    link: str | None
    reporter_id: int | None
    household_id: int | None
    bound_at: datetime | None
    household_class_id: int | None
    linked_to: int | None
    consent_version: int | None
    place: str | None


def _report(found: Sequence[Sequence[Any]]) -> Report | None:
    """The report, whose assignments come one a row; a report without any is one row of None."""
    said = found[0][_REPORT_FROM:_ASSIGNMENT_FROM]
    if said[0] is None:
        return None
    rows = [row[_ASSIGNMENT_FROM:] for row in found]
    return read_report_row(said, tuple(read_assignment(row) for row in rows if row[0] is not None))


def _spoken_class(row: _Row) -> SpokenClass | None:
    if row.school_id is None or row.school_class_id is None:
        return None
    if row.entry_grade is None or row.entry_year is None or row.number is None or row.link is None:
        return None  # the class is gone
    key = ClassKey(row.school_id, row.school_class_id)
    return SpokenClass(key, row.entry_grade, row.entry_year, row.number, row.link)


def _reporter(row: _Row) -> KnownReporter | None:
    if row.reporter_id is None:
        return None
    return KnownReporter(
        row.reporter_id,
        row.household_id,
        row.bound_at,
        row.household_class_id,
        row.linked_to,
        row.consent_version,
        row.place or Place.SPEAKS,
    )
