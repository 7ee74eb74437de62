"""Sensitive reads (查阅原话、导出): a reason first, a row in the log each, and a month's account of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from homework.alerts import Audience, Reason
from homework.days import SHANGHAI
from homework.plan import SchoolPlan
from homework.wording import sensitive as wording
from models.pushes.outbox import NewPush, queue_push
from models.staff.audit import AuditEntry, record_act
from models.staff.people import Role, StaffMember, staff_of

READ_WORDS = "read_words"
SENSITIVE = (READ_WORDS, "export_survey", "export_ledger", "export_appraisal")
"""Acts that show what people wrote in their own words, or take figures out of the console."""

OPEN_FOR = timedelta(minutes=30)
"""So long a reason holds for one person and one thing; the session idles out as fast."""

SHORTEST_REASON, MOST_REASON = 2, 100


class NoReason(Exception):
    """Nobody reads on without saying what for."""


def ask_to_read(
    connection: sa.Connection, person: StaffMember, about: str, reason: str, now: datetime
) -> None:
    """Note that this person reads people's own words of one thing, and why. Raises NoReason."""
    reason = " ".join(reason.split())[:MOST_REASON]
    if len(reason) < SHORTEST_REASON:
        raise NoReason
    record_act(connection, person.school_id, person.id, READ_WORDS, now, about=about, reason=reason)


def may_read(connection: sa.Connection, person: StaffMember, about: str, now: datetime) -> bool:
    """Whether this person has given a reason for this within the last half hour."""
    found = connection.scalar(
        sa.select(AuditEntry.id)
        .where(
            AuditEntry.school_id == person.school_id,
            AuditEntry.at > now - OPEN_FOR,
            AuditEntry.at <= now,
            AuditEntry.staff_id == person.id,
            AuditEntry.act == READ_WORDS,
            AuditEntry.about == about,
        )
        .limit(1)
    )
    return found is not None


def reads_between(
    connection: sa.Connection, school_id: str, since: datetime, until: datetime
) -> Sequence[tuple[str, int]]:
    """How many sensitive reads of each kind, the most first."""
    count = sa.func.count()
    rows = connection.execute(
        sa.select(AuditEntry.act, count)
        .where(
            AuditEntry.school_id == school_id,
            AuditEntry.at >= since,
            AuditEntry.at < until,
            AuditEntry.act.in_(SENSITIVE),
        )
        .group_by(AuditEntry.act)
        .order_by(count.desc(), AuditEntry.act)
    )
    return [(row[0], int(row[1])) for row in rows]


def tell_last_month(connection: sa.Connection, plan: SchoolPlan, now: datetime) -> int:
    """On a month's first school day, tell the principal what was read and exported in the last one.

    Nothing is sent of a month without any; returns how many pushes are new.
    """
    today = now.date()
    if plan.calendar.previous_school_day(today) >= today.replace(day=1):
        return 0
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    since, until = _midnight(month), _midnight(today.replace(day=1))
    reads = reads_between(connection, plan.id, since, until)
    if not reads:
        return 0
    principals = [each for each in staff_of(connection, plan.id) if each.role == Role.PRINCIPAL]
    new = [_push(plan, person, month, reads, now) for person in principals]
    return sum(queue_push(connection, each, now) is not None for each in new)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), SHANGHAI)


def _push(
    plan: SchoolPlan,
    person: StaffMember,
    month: date,
    reads: Sequence[tuple[str, int]],
    now: datetime,
) -> NewPush:
    return NewPush(
        school_id=plan.id,
        account_id=plan.account_id,
        recipient=f"staff:{person.id}",
        audience=Audience.PRINCIPAL,
        reason=Reason.DIGEST,
        about=f"sensitive {month.isoformat()}",
        fields={
            "template": wording.month_values(plan.name, reads, now),
            "text": wording.month_text(month, reads),
            "path": f"/console/audit?act=sensitive&from={month.isoformat()}",
        },
    )
