"""Reminders to parents (提醒): only who asked, never on a day off, never twice, never after a report."""

from __future__ import annotations

import logging
from datetime import datetime, time, timedelta

import sqlalchemy as sa

from homework.days import homework_day
from homework.plan import SchoolPlan
from homework.wording import reminders as wording
from models.leases import require_lease
from models.reminders import Asked, begin_reminder, due_reminders, family_has_said
from models.reply_windows import close_windows, spend_window
from models.schools import get_class
from scheduler.clients import Clients
from scheduler.shift import Shift
from wechat.capabilities import Capability, may
from wechat.errors import WeChatError

log = logging.getLogger(__name__)

_LATE = timedelta(minutes=30)
"""A program that was down does not remind long after the hour that was asked for."""
_NO_WINDOW = (45015, 45047)


def remind_parents(shift: Shift, clients: Clients) -> int:
    """Send what is due now; returns how many reminders left. What fails is not tried again."""
    now = shift.clock.now()
    sent = 0
    for plan in shift.plans.values() if shift.held is not None else ():
        account = shift.accounts.get(plan.account_id)
        if account is None or not may(account.kind, Capability.CUSTOMER_SERVICE):
            continue
        if not has_homework(plan, now):
            continue
        since = max(now - _LATE, datetime.combine(now.date(), time(), now.tzinfo)).time()
        with shift.store.reading() as connection:
            due = due_reminders(connection, plan.id, since, now)
        sent += sum(_remind(shift, clients, each) for each in due)
    return sent


def has_homework(plan: SchoolPlan, now: datetime) -> bool:
    """Whether tonight has homework to speak of: no day off, and not the weekly day without."""
    today = now.date()
    is_school_day = plan.calendar.is_school_day(today)
    return is_school_day and not plan.calendar.is_no_homework_day(today)


def _remind(shift: Shift, clients: Clients, asked: Asked) -> bool:
    client, now = clients.of(asked.account_id), shift.clock.now()
    if client is None or not shift.may_still_act():
        return False
    name = shift.store.write(lambda connection: _claim(connection, shift, asked, now))
    if name is None:
        return False
    try:
        client.send_text(shift.keys.unseal(asked.openid_sealed), wording.reminder(name))
    except WeChatError as error:
        log.warning("a reminder was not sent: %s", error.code)
        if error.errcode in _NO_WINDOW:
            shift.store.write(
                lambda connection: close_windows(connection, asked.account_id, asked.subject_id)
            )
        return False
    return True


def _claim(connection: sa.Connection, shift: Shift, asked: Asked, now: datetime) -> str | None:
    """Mark the day and pay from the reply window, both before a byte leaves; the class's name, or
    None where nothing may be sent."""
    assert shift.held is not None
    require_lease(connection, shift.held, now)
    plan = shift.plans[asked.key.school_id]
    if not begin_reminder(connection, asked, now.date()):
        return None
    if family_has_said(connection, asked, [homework_day(now, plan.calendar)]):
        return None
    school_class, today = get_class(connection, asked.key), now.date()
    if school_class.grade(today) not in plan.classes:
        return None  # the child has left this school
    if not spend_window(connection, asked.account_id, asked.subject_id, now):
        return None
    return school_class.name(today)
