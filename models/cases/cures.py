"""The round of open cases (销号与催办), once a school day: who is cured, whose reply is due or late."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from homework.alerts import Reason
from homework.cases import CaseState, Need
from homework.days import SHANGHAI
from homework.plan import Closing, SchoolPlan
from homework.rectifications import file_number
from homework.wording import staff_cases as wording
from models.cases.checks import NOBODY
from models.cases.pushes import tell_addressed, tell_checker
from models.cases.rectifications import Rectification, find_rectification
from models.cases.rectifying import close_case
from models.cases.remeasuring import measure_again
from models.days.overloads import Overload, overloads_in
from models.pushes.telling import Telling
from models.schools import ClassKey, get_class

_OPEN = (CaseState.CONFIRMED, CaseState.PUBLIC)


def close_cured(connection: sa.Connection, plan: SchoolPlan, now: datetime) -> int:
    """Close every case whose class was measured again and found within, or propose it to who
    checked it, as the school chose; returns how many."""
    cured = 0
    for case in overloads_in(connection, plan.id, *_OPEN):
        notice = find_rectification(connection, case)
        found = measure_again(connection, plan, case, notice, now)
        if not found.is_cured:
            continue
        cured += 1
        telling = _telling(connection, plan, case, now)
        if plan.rectify.closing is Closing.AUTO:
            close_case(connection, telling, {Need.CURED}, NOBODY)
        else:
            text = wording.may_close(telling.finding, found.kept)
            tell_checker(connection, telling, Reason.MAY_CLOSE, text)
    return cured


def remind_replies(connection: sa.Connection, plan: SchoolPlan, now: datetime) -> int:
    """Remind who owes a reply today, and tell who checked the case of one that is overdue, each
    once; returns how many notices wait."""
    waiting = 0
    for case in overloads_in(connection, plan.id, *_OPEN):
        notice = find_rectification(connection, case)
        if notice is None or notice.is_answered or notice.closed_at is not None:
            continue
        waiting += _remind(connection, _telling(connection, plan, case, now), notice)
    return waiting


def _remind(connection: sa.Connection, telling: Telling, notice: Rectification) -> bool:
    plan, now = telling.plan, telling.now
    number = file_number(plan.rectify.prefix, notice.year, notice.number)
    if now > notice.reply_until:
        text = wording.reply_late(telling.finding, number)
        tell_checker(connection, telling, Reason.REPLY_LATE, text)
        return True
    if notice.reply_until.astimezone(SHANGHAI).date() != now.date():
        return False
    text = wording.reply_due(telling.finding, number, notice.reply_until)
    tell_addressed(connection, telling, Reason.REPLY_DUE, text)
    return True


def _telling(connection: sa.Connection, plan: SchoolPlan, case: Overload, now: datetime) -> Telling:
    school_class = get_class(connection, ClassKey(case.school_id, case.school_class_id))
    return Telling(plan, school_class, case, now)
