"""Claiming pushes (领取): under the scheduler's lease, durably SENDING before any byte leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from homework.alerts import EXPIRES_AFTER, RESEND_LIMIT
from homework.plan import SchoolPlan
from models.database.base import AnyRow
from models.leases import Held, require_lease
from models.pushes.carrying import spread
from models.pushes.delivery import REPEATABLE
from models.pushes.grouping import due_turns, ready_pushes
from models.pushes.outbox import Push, PushState

SENDING_LASTS = timedelta(seconds=60)
"""Longer than the slowest call with a token fetched on the way."""

_ROUNDS = 4
"""Looks at the queue in one claim, each past those whom the last one held."""

_CLOCK_MARGIN = timedelta(minutes=1)


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
    return claim_more(connection, held, plans, now, limit)


def claim_more(
    connection: sa.Connection,
    held: Held,
    plans: Mapping[str, SchoolPlan],
    now: datetime,
    limit: int = 20,
) -> Sequence[Push]:
    """Claim again within a second or two of `claim_pushes`, without its walk through all that waits;
    raises LeaseLost."""
    require_lease(connection, held, now)
    claimed: list[Push] = []
    for _ in range(_ROUNDS):
        turns = due_turns(connection, plans, now, limit - len(claimed))
        if not turns:
            break
        # Who is held leaves the queue with this, and the next round looks at others.
        ready = ready_pushes(connection, plans, turns, now)
        claimed += _claim_all(connection, ready, held, now)
        if len(claimed) >= limit:
            break
    return claimed


def _note_the_dead(connection: sa.Connection, held: Held, now: datetime) -> None:
    is_dead = sa.and_(
        Push.state == PushState.SENDING,
        # Whoever claimed under another epoch can mark nothing any more.
        sa.or_(Push.lease_until <= now, Push.lease_epoch != held.epoch),
    )
    again = {"state": PushState.PENDING, "is_ambiguous": True, "lease_until": None, "due_at": now}
    connection.execute(sa.update(Push).where(is_dead, REPEATABLE).values(again))
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


def _claim_all(
    connection: sa.Connection, ready: Sequence[Push], held: Held, now: datetime
) -> list[Push]:
    values = {
        "state": PushState.SENDING,
        "attempts": Push.attempts + 1,
        "first_try_at": sa.func.coalesce(
            Push.first_try_at, sa.literal(now, Push.first_try_at.type)
        ),
        "lease_until": now + SENDING_LASTS,
        "lease_epoch": held.epoch,
    }
    by_school: dict[str, dict[int, Push]] = {}
    for push in ready:
        by_school.setdefault(push.school_id, {})[push.id] = push
    claimed = []
    for school_id, pushes in by_school.items():
        rows = connection.execute(
            sa.update(Push)
            .where(
                Push.school_id == school_id,
                Push.id.in_(pushes),
                Push.state == PushState.PENDING,
            )
            .values(values)
            .returning(Push.id, *(getattr(Push, name) for name in values))
        )
        for row in rows.all():
            claimed.append(_changed(pushes[row.id], row))
    return sorted(claimed, key=lambda push: (push.due_at, push.id))


def _changed(push: Push, row: AnyRow) -> Push:
    push.__dict__.update(row._mapping)
    return push
