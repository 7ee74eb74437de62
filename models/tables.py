"""Every table in one place (全部表): import this where the whole schema is needed."""

from models.account.access_tokens import StoredAccessToken
from models.account.class_codes import ClassCode
from models.account.followers import Follower
from models.account.inbound import Inbound
from models.account.reply_windows import NoticeCredit, ReplyWindow
from models.cases.calls import Call
from models.cases.checks import OverloadCheck
from models.cases.rectifications import Rectification
from models.database.base import Base
from models.days.class_days import ClassDay
from models.days.overloads import Overload
from models.days.trends import TrendDay
from models.days.verdicts import VerdictRow
from models.families.reminders import Reminder
from models.families.reporters import Household, Reporter
from models.hall.notices import Notice
from models.job_runs import JobRun
from models.leases import Lease
from models.pushes.outbox import Push
from models.registers.entries import RegisterEntryRow
from models.registers.revisions import RegisterRow
from models.registers.teacher_entries import TeacherEntryRow
from models.reporting.assignments import AssignmentRow
from models.reporting.reports import ReportRow
from models.schools import School, SchoolClass
from models.spot_checks.records import SpotCheck, SpotDraw, SpotPromise, SpotSeed
from models.staff.audit import AuditEntry
from models.staff.console_sessions import EntryLink
from models.staff.duty import DutyWeek
from models.staff.people import ConsoleSession, LoginCode, StaffMember
from models.staff.second_steps import SecondStep
from models.surveys.questionnaires import Survey, SurveyCode, SurveyLink, SurveyReply

__all__ = [
    "AssignmentRow",
    "AuditEntry",
    "Base",
    "Call",
    "ClassCode",
    "ClassDay",
    "ConsoleSession",
    "DutyWeek",
    "EntryLink",
    "Follower",
    "Household",
    "Inbound",
    "JobRun",
    "Lease",
    "LoginCode",
    "Notice",
    "NoticeCredit",
    "Overload",
    "OverloadCheck",
    "Push",
    "Rectification",
    "RegisterEntryRow",
    "RegisterRow",
    "Reminder",
    "ReplyWindow",
    "ReportRow",
    "Reporter",
    "School",
    "SchoolClass",
    "SecondStep",
    "SpotCheck",
    "SpotDraw",
    "SpotPromise",
    "SpotSeed",
    "StaffMember",
    "StoredAccessToken",
    "Survey",
    "SurveyCode",
    "SurveyLink",
    "SurveyReply",
    "TeacherEntryRow",
    "TrendDay",
    "VerdictRow",
]
