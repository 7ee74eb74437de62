"""Delivering pushes (投递): the one table of what follows a claim, and who may say so.

pending → sending → sent → delivered
   ↑         ├→ pending again: refused for the moment, or in doubt for less than nine minutes
   │         ├→ failed: refused for good            (goes to the inbox, and to the next role)
   │         └→ unknown: in doubt for too long      (never sent again)
   └ superseded, expired          any state → acknowledged by its recipient
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from homework.alerts import RESEND_LIMIT, Reason, next_try_at
from models.database.prepared import Prepared
from models.pushes.carrying import dissolve, spread
from models.pushes.outbox import Push, PushState, Rung

REPEATABLE = sa.or_(Push.rung.is_(None), Push.rung == Rung.TEMPLATE)
"""Only a template message can be repeated without being shown twice."""


def step_onto(connection: sa.Connection, push: Push, rung: Rung) -> bool:
    """Note, before a byte leaves, that a push travels by this rung; False where the claim is lost."""
    stepped = connection.execute(sa.update(Push).where(_claimed(push)).values(rung=rung))
    return stepped.rowcount == 1


def mark_sent(connection: sa.Connection, push: Push, msg_id: str | None, now: datetime) -> None:
    """The platform took it."""
    mark_all_sent(connection, [(push, msg_id)], now)


def mark_all_sent(
    connection: sa.Connection, taken: Sequence[tuple[Push, str | None]], now: datetime
) -> None:
    """The platform took each of these, under the id it gave."""
    alone = [(push, msg_id) for push, msg_id in taken if push.reason != Reason.TOGETHER]
    for push, msg_id in taken:
        if push.reason == Reason.TOGETHER:
            _finish(connection, push, {"state": PushState.SENT, "sent_at": now, "msg_id": msg_id})
    if alone:
        _MARK_SENT.run_many(connection, [_as_sent(push, msg_id, now) for push, msg_id in alone])


_MARK_SENT = Prepared(
    sa.update(Push)
    .where(
        Push.school_id == sa.bindparam("of_school"),
        Push.id == sa.bindparam("of_id"),
        Push.state == PushState.SENDING,
        Push.lease_epoch == sa.bindparam("of_epoch"),
        Push.attempts == sa.bindparam("of_attempts"),
    )
    .values(
        state=PushState.SENT,
        sent_at=sa.bindparam("at"),
        msg_id=sa.bindparam("given"),
        lease_until=sa.null(),
    )
)


def _as_sent(push: Push, msg_id: str | None, now: datetime) -> dict[str, object]:
    return {
        "of_school": push.school_id,
        "of_id": push.id,
        "of_epoch": push.lease_epoch,
        "of_attempts": push.attempts,
        "at": now,
        "given": msg_id,
    }


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
    """It may have been shown: again with the same id while that is safe, else UNKNOWN for ever.

    Never safe is a push that went by a rung which shows a repeated message twice.
    """
    repeatable = repeatable and _is_repeatable(connection, push)
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


def _is_repeatable(connection: sa.Connection, push: Push) -> bool:
    return connection.scalar(sa.select(Push.id).where(_claimed(push), REPEATABLE)) is not None


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
