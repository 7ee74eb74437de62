"""Delivery events (送达事件): what the platform says became of a message it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from models.pushes.carrying import spread
from models.pushes.outbox import Channel, Push, PushState, Rung, push_of

_OPEN = (PushState.SENT, PushState.SENDING, PushState.UNKNOWN, PushState.PENDING)
_NO_ID = ("", "0")
_COLUMNS = tuple(Push.__table__.c)


@dataclass(frozen=True, slots=True)
class DeliveryEvent:
    """The platform's word on one message to one follower, who may hold several roles.

    `msg_id` is "0" or empty where the platform gives none; `is_success` False: it was not shown.
    """

    account_id: str
    recipients: Sequence[str]
    msg_id: str
    is_success: bool
    status: str = ""


def note_delivery(connection: sa.Connection, event: DeliveryEvent, now: datetime) -> bool:
    """Note a delivery event; True when it fits a push.

    Delivered, or certainly not shown: then the push goes on to the ladder's next rung.
    """
    push = _meant(connection, event)
    if push is None:
        return False
    if event.is_success:
        values = {"state": PushState.DELIVERED, "delivered_at": now}
    elif push.rung in (None, Rung.TEMPLATE):
        values = {
            "state": PushState.PENDING,
            "rung": Rung.SUBSCRIPTION,
            "is_ambiguous": False,
            "due_at": now,
            "last_error": event.status[:200],
        }
    else:
        values = {"state": PushState.FAILED, "last_error": event.status[:200]}
    connection.execute(
        sa.update(Push)
        .where(Push.school_id == push.school_id, Push.id == push.id)
        .values(lease_until=None, **values)
    )
    spread(connection, push.school_id, push.id, values)
    return True


def _meant(connection: sa.Connection, event: DeliveryEvent) -> Push | None:
    """The push an event speaks of: by its id, or the one it can only be."""
    of_person = sa.and_(
        Push.account_id == event.account_id,
        Push.recipient.in_(event.recipients),
        Push.channel == Channel.WECHAT,
        Push.carried_by.is_(None),
    )
    query = sa.select(*_COLUMNS).where(of_person).order_by(Push.id.desc())
    if event.msg_id not in _NO_ID:
        named = connection.execute(query.where(Push.msg_id == event.msg_id)).first()
        if named is not None:
            push = push_of(named)
            return push if push.state in _OPEN else None  # told before, or acknowledged since
        query = query.where(Push.msg_id.is_(None))
    rows = connection.execute(query.where(Push.state.in_(_OPEN), Push.attempts > 0)).all()
    sent = [row for row in rows if row.state == PushState.SENT]
    # Events come in order, so the oldest it can be; a push in doubt only where nothing else is
    # meant, since calling it delivered takes it off the list of those that may be lost.
    found = sent[-1:] or (rows if len(rows) == 1 else [])
    return push_of(found[0]) if found else None
