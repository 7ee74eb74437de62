"""Every table in one place (全部表): import this where the whole schema is needed."""

from models.access_tokens import StoredAccessToken
from models.assignments import AssignmentRow
from models.audit import AuditEntry
from models.base import Base
from models.calls import Call
from models.checks import OverloadCheck
from models.class_codes import ClassCode
from models.class_days import ClassDay
from models.console_sessions import EntryLink
from models.duty import DutyWeek
from models.followers import Follower
from models.inbound import Inbound
from models.job_runs import JobRun
from models.leases import Lease
from models.notices import Notice
from models.outbox import Push
from models.overloads import Overload
from models.rectifications import Rectification
from models.register_entries import RegisterEntryRow
from models.registers import RegisterRow
from models.reminders import Reminder
from models.reply_windows import NoticeCredit, ReplyWindow
from models.reporters import Household, Reporter
from models.reports import ReportRow
from models.schools import School, SchoolClass
from models.second_steps import SecondStep
from models.spot_checks import SpotCheck, SpotDraw, SpotPromise, SpotSeed
from models.staff import ConsoleSession, LoginCode, StaffMember
from models.surveys import Survey, SurveyCode, SurveyLink, SurveyReply
from models.teacher_entries import TeacherEntryRow
from models.trends import TrendDay
from models.verdicts import VerdictRow

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
