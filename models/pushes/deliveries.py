"""Where pushes are now (送达情况): for the page that shows what reached whom, and by which way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from homework.alerts import Reason
from models.database.base import AnyRow
from models.days.overloads import Overload
from models.pushes.outbox import LOST, Push, PushState

WAITING = frozenset({PushState.PENDING, PushState.CARRIED, PushState.SENDING})
ARRIVED = frozenset({PushState.SENT, PushState.DELIVERED, PushState.ACKNOWLEDGED})
NOT_ARRIVED = frozenset({PushState.UNKNOWN, *LOST})


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """Which pushes to read: in which states (none: any), to whom ("staff:<id>", "channel:<n>")."""

    states: Collection[PushState] = ()
    recipient: str = ""


_COLUMNS = (
    Push.id,
    Push.recipient,
    Push.reason,
    Push.state,
    Push.rung,
    Push.channel,
    Push.created_at,
    Push.sent_at,
    Push.delivered_at,
    Push.acknowledged_at,
    Overload.number,
    Overload.day.label("case_day"),
    Overload.school_class_id,
    Overload.severity,
)


def deliveries_before(
    connection: sa.Connection,
    school_id: str,
    wanted: DeliveryFilter,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[AnyRow]:
    """The newest pushes older than the push `before`, newest first, with the case they are about
    (number, case_day, school_class_id, severity; None where there is none). Never their words.

    What a register's sum made us write to the class's own teachers is not among them: a class that
    put its evening right in time was promised that no record of it stays, and the recipient's name
    would be one.
    """
    query = (
        sa.select(*_COLUMNS)
        .outerjoin(
            Overload,
            sa.and_(Overload.school_id == Push.school_id, Overload.id == Push.overload_id),
        )
        .where(Push.school_id == school_id, Push.reason != Reason.REGISTER_OVER)
    )
    if before is not None:
        query = query.where(Push.id < before)
    if wanted.states:
        query = query.where(Push.state.in_(sorted(wanted.states)))
    if wanted.recipient:
        query = query.where(Push.recipient == wanted.recipient)
    return connection.execute(query.order_by(Push.id.desc()).limit(limit)).all()
