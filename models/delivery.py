"""Delivering pushes (投递): claims under the scheduler's lease, and the one table of what follows.

pending → sending → sent → delivered
   ↑         ├→ pending again: refused for the moment, or in doubt for less than nine minutes
   │         ├→ failed: refused for good            (goes to the inbox, and to the next role)
   │         └→ unknown: in doubt for too long      (never sent again)
   └ superseded, expired          any state → acknowledged by its recipient
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from homework.alerts import EXPIRES_AFTER, RESEND_LIMIT, next_try_at
from homework.plan import SchoolPlan
from models.carrying import dissolve, spread
from models.grouping import ready_pushes
from models.leases import Held, require_lease
from models.outbox import Push, PushState, Rung

SENDING_LASTS = timedelta(seconds=60)
"""Longer than the slowest call with a token fetched on the way."""

_CLOCK_MARGIN = timedelta(minutes=1)
_COLUMNS = tuple(Push.__table__.c)
_REPEATABLE = sa.or_(Push.rung.is_(None), Push.rung == Rung.TEMPLATE)


def claim_pushes(
    connection: sa.Connection,
    held: Held,
    plans: Mapping[str, SchoolPlan],
    now: datetime,
    limit: int = 20,
) -> Sequence[Push]:
    """Claim what is due, durably SENDING before any byte leaves; raises LeaseLost.

    At most one push a recipient is under way, so that order is kept and a delivery event without
    an id finds its push. A row found SENDING after its claim had a sender that died: whether it
    was shown is unknown, so it is tried again with the same id inside nine minutes of the first
    try, and is UNKNOWN after that. The limit is looked at here, at the claim, not when the try
    was planned.
    """
    require_lease(connection, held, now)
    _note_the_dead(connection, held, now)
    _give_up(connection, now)
    ready = ready_pushes(connection, plans, now, limit)
    return [push for push in ready if _claim(connection, push, held, now)]


def _note_the_dead(connection: sa.Connection, held: Held, now: datetime) -> None:
    is_dead = sa.and_(
        Push.state == PushState.SENDING,
        # Whoever claimed under another epoch can mark nothing any more.
        sa.or_(Push.lease_until <= now, Push.lease_epoch != held.epoch),
    )
    again = {"state": PushState.PENDING, "is_ambiguous": True, "lease_until": None, "due_at": now}
    connection.execute(sa.update(Push).where(is_dead, _REPEATABLE).values(again))
    # Only a template message can be repeated without being shown twice.
    _move_all(connection, is_dead, {"state": PushState.UNKNOWN, "is_ambiguous": True})


def _give_up(connection: sa.Connection, now: datetime) -> None:
    waiting = Push.state == PushState.PENDING
    too_late = sa.or_(
        Push.first_try_at <= now - RESEND_LIMIT,
        # The clock was set back: how long ago the first try was, nobody knows.
        Push.first_try_at > now + _CLOCK_MARGIN,
    )
    _move_all(
        connection,
        sa.and_(waiting, Push.is_ambiguous, too_late),
        {"state": PushState.UNKNOWN, "is_ambiguous": True},
    )
    is_old = sa.func.coalesce(Push.held_until, Push.created_at) <= now - EXPIRES_AFTER
    _move_all(
        connection,
        sa.and_(waiting, sa.not_(Push.is_ambiguous), is_old),
        {"state": PushState.EXPIRED},
    )


def _move_all(
    connection: sa.Connection, which: sa.ColumnElement[bool], values: dict[str, object]
) -> None:
    rows = connection.execute(sa.select(Push.school_id, Push.id).where(which)).all()
    for row in rows:
        where = sa.and_(Push.school_id == row.school_id, Push.id == row.id)
        connection.execute(sa.update(Push).where(where).values(lease_until=None, **values))
        spread(connection, row.school_id, row.id, values)


def _claim(connection: sa.Connection, push: Push, held: Held, now: datetime) -> bool:
    values = {
        "state": PushState.SENDING,
        "attempts": push.attempts + 1,
        "first_try_at": push.first_try_at or now,
        "lease_until": now + SENDING_LASTS,
        "lease_epoch": held.epoch,
    }
    claimed = connection.execute(
        sa.update(Push)
        .where(
            Push.school_id == push.school_id,
            Push.id == push.id,
            Push.state == PushState.PENDING,
        )
        .values(values)
    )
    for name, value in values.items():
        setattr(push, name, value)
    return claimed.rowcount == 1


def step_onto(connection: sa.Connection, push: Push, rung: Rung) -> bool:
    """Note, before a byte leaves, that a push travels by this rung; False where the claim is lost."""
    stepped = connection.execute(sa.update(Push).where(_claimed(push)).values(rung=rung))
    return stepped.rowcount == 1


def mark_sent(connection: sa.Connection, push: Push, msg_id: str | None, now: datetime) -> None:
    """The platform took it."""
    _finish(connection, push, {"state": PushState.SENT, "sent_at": now, "msg_id": msg_id})


def mark_refused(
    connection: sa.Connection, push: Push, error: str, retry_at: datetime | None
) -> None:
    """The platform said no: try again at a time, or never."""
    values: dict[str, object] = {"last_error": error[:200], "rung": push.rung}
    if retry_at is None:
        _finish(connection, push, {**values, "state": PushState.FAILED})
    else:
        _finish(connection, push, {**values, "state": PushState.PENDING, "due_at": retry_at})


def mark_parked(connection: sa.Connection, push: Push, error: str, until: datetime) -> None:
    """The day's quota is used up: the push waits as if it had never been tried, so that it may
    travel with others then."""
    parked = {
        "state": PushState.PENDING,
        "due_at": until,
        "held_until": until,
        "attempts": 0,
        "first_try_at": None,
        "rung": push.rung,
        "last_error": error[:200],
    }
    if _finish(connection, push, parked):
        dissolve(connection, push, until)


def mark_in_doubt(
    connection: sa.Connection, push: Push, error: str, now: datetime, *, repeatable: bool = True
) -> None:
    """It may have been shown: again with the same id while that is safe, else UNKNOWN for ever."""
    retry_at = next_try(push, now)
    first = push.first_try_at
    is_safe = repeatable and first is not None and retry_at < first + RESEND_LIMIT
    _finish(
        connection,
        push,
        {
            "state": PushState.PENDING if is_safe else PushState.UNKNOWN,
            "due_at": retry_at,
            "is_ambiguous": True,
            "last_error": error[:200],
        },
    )


def next_try(push: Push, now: datetime) -> datetime:
    """When a push that was just tried is tried again."""
    return next_try_at(push.first_try_at or now, push.attempts, now)


def _finish(connection: sa.Connection, push: Push, values: dict[str, object]) -> bool:
    # Only the sender that still holds the claim may say what became of it; an acknowledgement
    # or a delivery event that came first stands.
    done = connection.execute(
        sa.update(Push).where(_claimed(push)).values(lease_until=None, **values)
    )
    if done.rowcount == 1:
        spread(connection, push.school_id, push.id, values)
    return done.rowcount == 1


def _claimed(push: Push) -> sa.ColumnElement[bool]:
    return sa.and_(
        Push.school_id == push.school_id,
        Push.id == push.id,
        Push.state == PushState.SENDING,
        Push.lease_epoch == push.lease_epoch,
        Push.attempts == push.attempts,
    )
