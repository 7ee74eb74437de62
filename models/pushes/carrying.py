"""Pushes inside a push (合并发送): what goes out together stands where the one that carries it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from homework.alerts import Reason
from homework.wording.staff_digests import Part, together_text, together_values
from models.pushes.outbox import NewPush, Push, PushState, push_of, queue_push

_MIRRORED = frozenset({"state", "is_ambiguous", "sent_at", "delivered_at", "last_error"})
_SETTLED = (PushState.ACKNOWLEDGED, PushState.SUPERSEDED)


def carry_together(
    connection: sa.Connection, waiting: Sequence[Push], now: datetime
) -> Push | None:
    """Put several pushes to one person into a new one; None where that is under way already.

    Its text is fixed from here on: what was once tried under an id is never changed.
    """
    first = waiting[0]
    parts = [Part(push.fields["template"], push.fields["text"]) for push in waiting]
    # With the moment in it: the same ones may have to travel together once more, after a quota.
    ids = ",".join([now.isoformat(), *sorted(push.client_msg_id for push in waiting)])
    new = NewPush(
        school_id=first.school_id,
        account_id=first.account_id,
        recipient=first.recipient,
        audience=first.audience,
        reason=Reason.TOGETHER,
        about=hashlib.sha256(ids.encode()).hexdigest(),
        generation=max(push.generation for push in waiting),
        fields={
            "template": together_values(parts, now),
            "text": together_text(parts),
            "path": "/console#waiting",  # past the grid, where what travelled together is listed
        },
    )
    carrier_id = queue_push(connection, new, now)
    if carrier_id is None:
        return None
    connection.execute(
        sa.update(Push)
        .where(Push.school_id == first.school_id, Push.id.in_([push.id for push in waiting]))
        .values(state=PushState.CARRIED, carried_by=carrier_id)
    )
    columns = Push.__table__.c
    query = sa.select(*columns).where(Push.school_id == first.school_id, Push.id == carrier_id)
    return push_of(connection.execute(query).one())


def spread(
    connection: sa.Connection, school_id: str, push_id: int, values: Mapping[str, object]
) -> None:
    """Let what a push carries stand where the push now stands; on its way it stays CARRIED."""
    mirrored = {name: value for name, value in values.items() if name in _MIRRORED}
    if mirrored.get("state") in (PushState.PENDING, PushState.SENDING):
        mirrored["state"] = PushState.CARRIED
    connection.execute(
        sa.update(Push)
        .where(
            Push.school_id == school_id,
            Push.carried_by == push_id,
            Push.state.not_in(_SETTLED),
        )
        .values(mirrored)
    )


def dissolve(connection: sa.Connection, carrier: Push, due_at: datetime) -> None:
    """Let what a push carried wait on its own again; it was certainly not shown."""
    freed = connection.execute(
        sa.update(Push)
        .where(
            Push.school_id == carrier.school_id,
            Push.carried_by == carrier.id,
            Push.state == PushState.CARRIED,
        )
        .values(state=PushState.PENDING, carried_by=None, due_at=due_at, held_until=due_at)
    )
    if freed.rowcount:
        connection.execute(
            sa.update(Push)
            .where(Push.school_id == carrier.school_id, Push.id == carrier.id)
            .values(state=PushState.SUPERSEDED)
        )
