"""Alerts (提醒): whom to tell, when, and the named reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from homework.plan import Alerts
from homework.policy import Severity

MORNING_DIGEST = time(7, 5)
UNHANDLED_AT = time(10, 0)
"""When the principal hears of what nobody has handled since the day before."""

GRAVE_FACTOR = 1.5
"""From here (measured over permitted) the principal is told at once."""

GROUPING = timedelta(minutes=10)
"""One push a person in so long; what comes meanwhile goes out as one."""

PRINCIPAL_A_DAY = 2
ANSWER_WITHIN = timedelta(minutes=30)
"""A case nobody has taken by then goes to the next role."""

RESEND_LIMIT = timedelta(seconds=540)
"""The platform drops a repeated client_msg_id for ten minutes only; after nine we never resend."""

RETRY_AFTER = (0, 5, 15, 45, 120, 300)
"""Seconds after the first try at which a push is tried again; then every five minutes."""

EXPIRES_AFTER = timedelta(hours=12)
_NOON = time(12, 0)
_AFTER_QUOTA = time(0, 5)


class Reason(StrEnum):
    """Why a push is sent; every push carries one."""

    SUSPECTED = "suspected"  # a class is suspected: please check
    GRAVE = "grave"  # the same, to the principal at once
    CONFIDENTIAL = "confidential"  # to the principal alone
    PLEASE_COMPARE = "please_compare"  # 请核对, to the class's own teachers
    RESOLVED = "resolved"  # an alerted class is no longer over
    ESCALATED = "escalated"  # nobody took it
    PASSED_ON = "passed_on"  # 转校长: by who was alerted
    UNHANDLED = "unhandled"  # nobody took it overnight: to the principal
    PLEASE_ANSWER = "please_answer"  # found so: the class may answer until its hour
    ANSWERED = "answered"  # the class disputes a finding: to who checked it
    PUBLISHED = "published"
    CORRECTED = "corrected"
    FALLEN = "fallen"  # checked and confirmed, and no longer borne out by the reports
    DIGEST = "digest"
    TOGETHER = "together"  # several pushes to one person as one
    RECTIFY = "rectify"  # 整改通知书
    REPLY_DUE = "reply_due"  # its reply is due today
    REPLY_LATE = "reply_late"  # or overdue: to the 教导处 as well
    MAY_CLOSE = "may_close"  # measured again and within: a person may say 销号
    CLOSED = "closed"
    REGISTER_OVER = "register_over"
    SPOT_CHECK = "spot_check"  # today's drawn classes, to who is on duty


PROMISED = frozenset({Reason.SUSPECTED, Reason.GRAVE, Reason.CONFIDENTIAL, Reason.TOGETHER})
"""What a phone shows within a minute, held back only by the window of its like; among what travels
together may be an alert."""


class Audience(StrEnum):
    """Who reads a push: it decides how much is said (counts go to the leading group only)."""

    OPERATOR = "operator"
    OWN_TEACHERS = "own_teachers"
    GRADE_LEADER = "grade_leader"  # told alone, of the week's first breach
    PRINCIPAL = "principal"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides who hears of a suspected class. `is_first` counts the class's week."""

    severity: Severity = Severity.HARD
    is_grave: bool = False
    is_first: bool = False


def audiences(of: Situation) -> frozenset[Audience]:
    """Who is told at once that a class is suspected; everyone else reads the morning digest."""
    if of.severity is Severity.CONFIDENTIAL:
        return frozenset({Audience.PRINCIPAL})
    if of.severity is Severity.GRADE_LEADER_FIRST and of.is_first:
        return frozenset({Audience.GRADE_LEADER})
    told = {Audience.OPERATOR, Audience.OWN_TEACHERS, Audience.GROUP}
    return frozenset(told | {Audience.PRINCIPAL} if of.is_grave else told)


def is_grave(measured: int | None, limit: int, *, punitive: bool) -> bool:
    """Whether the principal is told at once: 1.5 times the cap, or homework as punishment."""
    if punitive:
        return True
    return measured is not None and limit > 0 and measured >= GRAVE_FACTOR * limit


def not_before(at: datetime, alerts: Alerts) -> datetime:
    """The earliest moment a push may go out: at once, or with the morning digest after quiet hours."""
    if not is_quiet(at, alerts):
        return at
    moment = at.time()
    is_evening = alerts.quiet_until <= moment
    digest = datetime.combine(at.date() + timedelta(days=is_evening), MORNING_DIGEST, at.tzinfo)
    # A school whose mornings are quiet for longer gets its digest when they end.
    return max(digest, datetime.combine(digest.date(), alerts.quiet_until, at.tzinfo))


def is_quiet(at: datetime, alerts: Alerts) -> bool:
    """Whether staff may not be written to at this moment; the hours may span midnight."""
    moment = at.time()
    if alerts.quiet_from <= alerts.quiet_until:
        return alerts.quiet_from <= moment < alerts.quiet_until
    return alerts.quiet_from <= moment or moment < alerts.quiet_until


@dataclass(frozen=True, slots=True)
class Sent:
    """One push that somebody may have seen: when, and whether it told of an alert."""

    at: datetime
    is_alert: bool = True


def next_opening(
    now: datetime, sent: Sequence[Sent], alerts: Alerts, audience: Audience, is_alert: bool
) -> datetime:
    """When the next push may go to somebody who was sent these: `now`, or later.

    The first one goes at once and opens a window of ten minutes; what comes meanwhile waits for
    its end. Beyond an evening's most (a principal: a day's) it waits for the morning. Where
    `is_alert`, an alert is among what waits: no list of spot checks or other news opens a window
    that holds it back.
    """
    held = not_before(now, alerts)
    if held > now:
        return held
    if _had_enough(now, [each.at for each in sent], alerts, audience):
        return not_before(_at_digest(now.date() + timedelta(days=1), now), alerts)
    opened = [each.at for each in sent if each.is_alert or not is_alert]
    last = max((at for at in opened if at <= now), default=None)
    return (
        now
        if last is None
        else not_before(max(now, last.astimezone(now.tzinfo) + GROUPING), alerts)
    )


def _had_enough(
    now: datetime, sent: Sequence[datetime], alerts: Alerts, audience: Audience
) -> bool:
    if audience is Audience.GROUP:
        return False  # a group robot is nobody's evening
    midnight = datetime.combine(now.date(), time(0), now.tzinfo)
    if audience is Audience.PRINCIPAL:
        return sum(at >= midnight for at in sent) >= PRINCIPAL_A_DAY
    noon = datetime.combine(now.date(), _NOON, now.tzinfo)
    return now >= noon and sum(at >= noon for at in sent) >= alerts.per_evening


def _at_digest(day: date, like: datetime) -> datetime:
    return datetime.combine(day, MORNING_DIGEST, like.tzinfo)


def next_try_at(first_try_at: datetime, attempts: int, now: datetime) -> datetime:
    """When a push is tried again after so many tries: 5, 15, 45, 120, 300 seconds after the first,
    then every 300."""
    if attempts < len(RETRY_AFTER):
        return max(now, first_try_at + timedelta(seconds=RETRY_AFTER[attempts]))
    return now + timedelta(seconds=RETRY_AFTER[-1])


def after_misconfiguration(first_try_at: datetime, now: datetime) -> datetime:
    """When a push that the operator's set-up keeps from leaving is tried again: after as long as it
    has waited so far, at least five minutes and at most thirty."""
    shortest, longest = timedelta(seconds=RETRY_AFTER[-1]), timedelta(minutes=30)
    return now + min(max(now - first_try_at, shortest), longest)


def after_quota(now: datetime) -> datetime:
    """When a used-up daily quota is tried again; quiet hours may hold the push for longer."""
    return datetime.combine(now.date() + timedelta(days=1), _AFTER_QUOTA, now.tzinfo)


@dataclass(frozen=True, slots=True)
class Told:
    """One push about a case to an operator: when it could first go out, and whether it is certain
    that it reached nobody."""

    at: datetime
    is_lost: bool


def is_unanswered(told: Sequence[Told], now: datetime) -> bool:
    """Whether a case nobody has taken goes to the next role: each push was lost, or is half an
    hour old. One that may have arrived counts as one that did."""
    return bool(told) and all(each.is_lost or now - each.at >= ANSWER_WITHIN for each in told)
