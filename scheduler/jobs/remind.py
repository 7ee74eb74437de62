"""Reminders to parents (提醒): only who asked, never on a day off, never twice, never after a report."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import sqlalchemy as sa

from homework.days import homework_day
from homework.plan import SchoolPlan
from homework.wording import reminders as wording
from models.account.reply_windows import close_windows, spend_notice, spend_window
from models.families.reminders import (
    PURPOSE,
    SCENE,
    Asked,
    begin_reminder,
    due_reminders,
    person_has_said,
)
from models.leases import require_lease
from models.schools import get_class
from scheduler.clients import Clients
from scheduler.shift import Shift
from wechat.capabilities import Capability, may
from wechat.client import Client
from wechat.errors import WeChatError
from wechat.one_time import OneTime, credit_key
from wechat.results import Sent


@dataclass(frozen=True, slots=True)
class _About:
    """What a reminder speaks of: the class, and the page where it is answered."""

    name: str
    link: str


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
    about = shift.store.write(lambda connection: _claim(connection, shift, asked, now))
    if about is None:
        return False
    openid = shift.keys.unseal(asked.openid_sealed)
    if _pays(shift, lambda c: spend_window(c, asked.account_id, asked.subject_id, now)):
        sent = _sent(shift, asked, lambda: client.send_text(openid, wording.reminder(about.name)))
        if sent is not None:
            return sent
    return _remind_once_more(shift, client, asked, about, openid)


def _remind_once_more(
    shift: Shift, client: Client, asked: Asked, about: _About, openid: str
) -> bool:
    """By the one message this parent said yes to, which is kept for when no window is open."""
    template = credit_key(shift.accounts[asked.account_id], PURPOSE, SCENE)
    if template is None:
        return False
    whose = (asked.account_id, asked.subject_id)
    if not _pays(shift, lambda c: spend_notice(c, *whose, template)):
        return False
    message = OneTime(wording.TITLE, wording.one_time(about.name), about.link)
    return bool(_sent(shift, asked, lambda: client.send_one_time(openid, PURPOSE, SCENE, message)))


def _pays(shift: Shift, spend: Callable[[sa.Connection], bool]) -> bool:
    """Count a message before a byte leaves; False where the parent may be sent none."""

    def job(connection: sa.Connection) -> bool:
        assert shift.held is not None
        require_lease(connection, shift.held, shift.clock.now())
        return spend(connection)

    return shift.store.write(job)


def _sent(shift: Shift, asked: Asked, send: Callable[[], Sent]) -> bool | None:
    """Whether it left; None where WeChat says that no window is open, and another way may be tried."""
    try:
        send()
    except WeChatError as error:
        log.warning("a reminder was not sent: %s", error.code)
        if error.errcode not in _NO_WINDOW:
            return False
        shift.store.write(
            lambda connection: close_windows(connection, asked.account_id, asked.subject_id)
        )
        return None
    return True


def _claim(connection: sa.Connection, shift: Shift, asked: Asked, now: datetime) -> _About | None:
    """Mark the day before a byte leaves; what the reminder is about, or None where none is due."""
    assert shift.held is not None
    require_lease(connection, shift.held, now)
    plan = shift.plans[asked.key.school_id]
    if not begin_reminder(connection, asked, now.date()):
        return None
    if person_has_said(connection, asked, [homework_day(now, plan.calendar)]):
        return None
    school_class, today = get_class(connection, asked.key), now.date()
    if school_class.grade(today) not in plan.classes:
        return None  # the child has left this school
    account = shift.accounts[asked.account_id]
    path = f"/o/{account.id}" if may(account.kind, Capability.OAUTH) else ""
    page = f"{shift.base_url}{path or f'/r/{school_class.public_link}'}"
    return _About(school_class.name(today), page)
