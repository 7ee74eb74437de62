"""Retention (到期删除): what is past its keeping time goes by itself; aggregates stay their three years.

`homework/retention.py` says how long; here is what that means in tables. A step deletes a few
hundred rows at a time, so that no report waits behind a school's whole term.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import sqlalchemy as sa

from homework import retention as keep
from models.account.followers import Follower
from models.account.reply_windows import ReplyWindow
from models.cases.calls import Call
from models.database.base import Base
from models.days.overloads import Overload
from models.days.trends import TrendDay
from models.days.verdicts import VerdictRow
from models.families.reporters import Household, Place, Reporter
from models.pushes.outbox import Push
from models.registers.revisions import RegisterRow
from models.registers.teacher_entries import TeacherEntryRow
from models.reporting.assignments import AssignmentRow
from models.reporting.reports import ReportRow
from models.spot_checks.records import SpotPromise, SpotSeed
from models.staff.audit import AuditEntry
from models.staff.console_sessions import EntryLink
from models.staff.duty import DutyWeek
from models.staff.people import ConsoleSession, LoginCode, StaffMember
from models.staff.second_steps import SecondStep
from models.surveys.questionnaires import Survey, SurveyCode, SurveyLink, SurveyReply

BATCH = 500


@dataclass(frozen=True, slots=True)
class Ends:
    """Now, and the last day whose reports are past their time."""

    now: datetime
    reports: date

    def before(self, time: keep.Keep) -> datetime:
        """The moment before which something kept for this long is over."""
        assert time.lasts is not None
        return self.now - time.lasts

    def day_before(self, time: keep.Keep) -> date:
        return self.before(time).date()


@dataclass(frozen=True, slots=True)
class Step:
    """Rows that are over: deleted with what hangs on them, or some columns of theirs emptied."""

    table: type[Base]
    is_over: sa.ColumnElement[bool]
    emptied: Mapping[str, object] = field(default_factory=dict)


def steps_of_school(school_id: str, ends: Ends) -> Iterator[Step]:
    """What is over in one school, in an order in which nothing hangs on what has gone."""
    for step in (*_reports(ends), *_verdicts(ends), *_surveys(ends), *_staff(ends), *_cases(ends)):
        of_school = step.table.__table__.c.school_id == school_id
        yield Step(step.table, sa.and_(of_school, step.is_over), step.emptied)


def steps_of_account(account_id: str, ends: Ends) -> Iterator[Step]:
    """What is over of one account's followers."""
    yesterday = ends.before(keep.ONE_DAY)
    for step in (
        Step(ReplyWindow, ReplyWindow.closes_at < yesterday),
        Step(LoginCode, LoginCode.expires_at < yesterday),
        Step(
            Follower,
            Follower.wrong_codes_on < ends.now.date(),
            {"wrong_codes": 0, "wrong_codes_on": None},
        ),
    ):
        of_account = step.table.__table__.c.account_id == account_id
        yield Step(step.table, sa.and_(of_account, step.is_over), step.emptied)


def _reports(ends: Ends) -> tuple[Step, ...]:
    of_report = (
        ReportRow.school_id == AssignmentRow.school_id,
        ReportRow.id == AssignmentRow.report_id,
        ReportRow.day < ends.day_before(keep.FREE_TEXT),
    )
    is_old_slip = sa.or_(
        Household.closed_at < ends.before(keep.SLIP),
        Household.issued_at < ends.before(keep.SLIP_AT_MOST),
    )
    slips = sa.exists().where(
        Household.school_id == Reporter.school_id,
        Household.id == Reporter.household_id,
        is_old_slip,
    )
    has_said = sa.exists().where(
        ReportRow.school_id == Reporter.school_id, ReportRow.reporter_id == Reporter.id
    )
    is_old = sa.func.coalesce(Reporter.consented_at, Reporter.first_seen_at) < ends.before(
        keep.THREE_YEARS
    )
    return (
        Step(
            AssignmentRow,
            sa.and_(AssignmentRow.content != "", sa.exists().where(*of_report)),
            {"content": ""},
        ),
        Step(ReportRow, ReportRow.day <= ends.reports),
        Step(Reporter, slips, {"household_id": None, "bound_at": None, "place": Place.SPEAKS}),
        Step(Household, is_old_slip),
        Step(Reporter, sa.and_(is_old, sa.not_(has_said))),
    )


def _verdicts(ends: Ends) -> tuple[Step, ...]:
    """Aggregates stay three years; behind fewer than five families no longer than the reports."""
    is_case = sa.exists().where(
        Overload.school_id == VerdictRow.school_id,
        Overload.school_class_id == VerdictRow.school_class_id,
        Overload.day == VerdictRow.day,
        Overload.rule_id == VerdictRow.rule_id,
    )
    few = sa.and_(
        VerdictRow.day <= ends.reports, VerdictRow.units < keep.PUBLIC_FROM, sa.not_(is_case)
    )
    is_old = VerdictRow.day < ends.day_before(keep.THREE_YEARS)
    return (Step(VerdictRow, sa.or_(few, is_old)),)


def _surveys(ends: Ends) -> tuple[Step, ...]:
    def closed(time: keep.Keep) -> sa.ColumnElement[bool]:
        return sa.exists().where(
            Survey.school_id == SurveyReply.school_id,
            Survey.id == SurveyReply.survey_id,
            Survey.closes_at < ends.before(time),
        )

    of_closed = sa.exists().where(
        SurveyLink.school_id == SurveyCode.school_id,
        SurveyLink.link == SurveyCode.link,
        Survey.school_id == SurveyLink.school_id,
        Survey.id == SurveyLink.survey_id,
        Survey.closes_at < ends.before(keep.SURVEY_TRACE),
    )
    has_words = SurveyReply.texts_sealed != ""
    return (
        Step(SurveyReply, closed(keep.THREE_YEARS)),
        Step(SurveyReply, sa.and_(has_words, closed(keep.SURVEY_TRACE)), {"texts_sealed": ""}),
        Step(SurveyCode, of_closed),
    )


def _of_who_left(ends: Ends) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        StaffMember.school_id == SecondStep.school_id,
        StaffMember.id == SecondStep.staff_id,
        StaffMember.left_at < ends.before(keep.AFTER_LEAVING),
    )


def _staff(ends: Ends) -> tuple[Step, ...]:
    yesterday, long_ago = ends.before(keep.ONE_DAY), ends.before(keep.THREE_YEARS)
    has_account = sa.or_(StaffMember.subject_id.is_not(None), StaffMember.code_hash.is_not(None))
    unbound = {"account_id": None, "subject_id": None, "code_hash": None, "code_until": None}
    return (
        Step(EntryLink, EntryLink.expires_at < yesterday),
        Step(ConsoleSession, ConsoleSession.seen_at < yesterday),
        Step(
            StaffMember,
            sa.and_(StaffMember.left_at < ends.before(keep.AFTER_LEAVING), has_account),
            unbound,
        ),
        Step(SecondStep, _of_who_left(ends)),
        Step(DutyWeek, DutyWeek.monday < ends.day_before(keep.THREE_YEARS)),
        Step(StaffMember, StaffMember.left_at < long_ago),
        Step(AuditEntry, AuditEntry.at < long_ago),
        Step(Push, Push.created_at < ends.before(keep.LOG)),
    )


def _cases(ends: Ends) -> tuple[Step, ...]:
    of_case = sa.exists().where(
        Overload.school_id == Call.school_id,
        Overload.id == Call.overload_id,
        Overload.day < ends.day_before(keep.LOG),
    )
    long_ago = ends.day_before(keep.THREE_YEARS)
    return (
        Step(Call, of_case),
        Step(Overload, Overload.day < long_ago),
        Step(RegisterRow, RegisterRow.day < long_ago),
        Step(TeacherEntryRow, TeacherEntryRow.day < long_ago),
        Step(TrendDay, TrendDay.day < long_ago),
        Step(SpotPromise, SpotPromise.day < long_ago),
        Step(SpotSeed, SpotSeed.day < long_ago),
    )
