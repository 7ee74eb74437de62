"""Grouping (合并): which of the pushes that are due go now, which wait, and which travel together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from homework.alerts import PROMISED, Audience, Sent, next_opening
from homework.plan import SchoolPlan
from models.pushes.carrying import carry_together
from models.pushes.outbox import Push, PushState, push_of

_REMEMBERED = timedelta(hours=24)
_CLOCK_MARGIN = timedelta(minutes=1)
_COLUMNS = tuple(Push.__table__.c)
_MAY_BE_SEEN = (
    PushState.SENT,
    PushState.DELIVERED,
    PushState.UNKNOWN,
    PushState.ACKNOWLEDGED,
)

Turns = Mapping[tuple[str, str], list[Push]]
"""What is due to each (school, recipient) whose turn it may be, oldest first."""


def ready_pushes(
    connection: sa.Connection, plans: Mapping[str, SchoolPlan], turns: Turns, now: datetime
) -> list[Push]:
    """One push for each recipient who may be written to now; the others are held until then."""
    sent = _sent_to(connection, turns, now)
    ready = []
    for whose, waiting in turns.items():
        push = _next_of(connection, plans[whose[0]], waiting, sent.get(whose, ()), now)
        if push is not None:
            ready.append(push)
    return ready


def due_turns(
    connection: sa.Connection, plans: Mapping[str, SchoolPlan], now: datetime, limit: int
) -> Turns:
    """Whose turn it may be, those who have waited longest first; nobody to whom a push is under
    way. What they are handed here is locked until the transaction ends."""
    is_ripe = _is_ripe(plans, now)
    order = (Push.due_at, Push.id)
    first = sa.select(Push.school_id, Push.recipient).where(is_ripe, ~_is_busy()).order_by(*order)
    turn = list(dict.fromkeys(map(tuple, connection.execute(first.limit(limit)))))
    if not turn:
        return {}
    # In order: else SQLite would walk through everything a school was ever sent.
    rows = connection.execute(
        sa.select(*_COLUMNS)
        .where(is_ripe, sa.tuple_(Push.school_id, Push.recipient).in_(turn))
        .order_by(*order)
        .with_for_update(skip_locked=True)
    )
    waiting: dict[tuple[str, str], list[Push]] = {}
    for row in rows:
        waiting.setdefault((row.school_id, row.recipient), []).append(push_of(row))
    return waiting


def _is_ripe(plans: Mapping[str, SchoolPlan], now: datetime) -> sa.ColumnElement[bool]:
    # A row from the future: the clock was set back, and the row must not wait for it to return.
    is_due = sa.or_(Push.due_at <= now, Push.created_at > now + _CLOCK_MARGIN)
    return sa.and_(Push.state == PushState.PENDING, is_due, Push.school_id.in_(list(plans)))


def _is_busy() -> sa.ColumnElement[bool]:
    other = sa.orm.aliased(Push)
    return sa.exists().where(
        other.school_id == Push.school_id,
        other.recipient == Push.recipient,
        other.state == PushState.SENDING,
    )


def _next_of(
    connection: sa.Connection,
    plan: SchoolPlan,
    waiting: Sequence[Push],
    sent: Sequence[Sent],
    now: datetime,
) -> Push | None:
    """The push that goes to this recipient now, or None."""
    in_doubt = [push for push in waiting if push.is_ambiguous]
    if in_doubt:
        return in_doubt[0]  # nine minutes are all it has, quiet hours or not
    is_alert = any(push.reason in PROMISED for push in waiting)
    audience = Audience(waiting[0].audience)
    opening = next_opening(now, sent, plan.alerts, audience, is_alert)
    if opening > now:
        _hold(connection, waiting, opening)
        return None
    tried = [push for push in waiting if push.attempts]
    if tried:
        return tried[0]
    return waiting[0] if len(waiting) == 1 else carry_together(connection, waiting, now)


def _sent_to(
    connection: sa.Connection, turns: Turns, now: datetime
) -> Mapping[tuple[str, str], list[Sent]]:
    """What each of them was sent in the last day, as far as they may have seen it."""
    at = sa.func.coalesce(Push.sent_at, Push.first_try_at, type_=Push.created_at.type)
    rows = connection.execute(
        sa.select(Push.school_id, Push.recipient, at, Push.reason).where(
            Push.school_id.in_({school_id for school_id, _ in turns}),
            Push.recipient.in_({recipient for _, recipient in turns}),
            Push.first_try_at > now - _REMEMBERED,
            Push.carried_by.is_(None),
            sa.or_(Push.state.in_(_MAY_BE_SEEN), Push.is_ambiguous),
        )
    )
    sent: dict[tuple[str, str], list[Sent]] = {}
    for school_id, recipient, moment, reason in rows:
        each = Sent(moment, reason in PROMISED)
        sent.setdefault((school_id, recipient), []).append(each)
    return sent


def _hold(connection: sa.Connection, waiting: Sequence[Push], until: datetime) -> None:
    connection.execute(
        sa.update(Push)
        .where(
            Push.school_id == waiting[0].school_id,
            Push.id.in_([push.id for push in waiting]),
        )
        .values(due_at=until, held_until=until)
    )
