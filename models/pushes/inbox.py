"""The inbox (站内信): pushes that reached nobody, shown at the recipient's next contact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from homework.alerts import Reason
from homework.cases import CaseState
from homework.wording.staff_digests import may_not_have_arrived
from models.database.base import AnyRow
from models.days.overloads import Overload
from models.pushes.outbox import LOST, Push, PushState
from models.staff.people import StaffMember

KEPT_FOR = timedelta(days=3)
BEING_SENT_FOR = timedelta(minutes=2)
"""A younger push is on its way: shown here as well it would be read twice."""

_PLEASE_CHECK = (
    Reason.SUSPECTED,
    Reason.GRAVE,
    Reason.CONFIDENTIAL,
    Reason.PLEASE_COMPARE,
    Reason.ESCALATED,
    Reason.UNHANDLED,
)


def take_undelivered(
    connection: sa.Connection, staff: Sequence[StaffMember], now: datetime
) -> list[str]:
    """The texts of a person's undelivered pushes, oldest first; they count as delivered from here.

    A request to check a class that was dealt with meanwhile is left out. One that may have
    arrived is named and not repeated.
    """
    texts, doubtful = [], []
    for row in _undelivered(connection, staff, now):
        taken = connection.execute(
            sa.update(Push)
            .where(Push.school_id == row.school_id, Push.id == row.id, Push.state == row.state)
            .values(state=PushState.DELIVERED, delivered_at=now)
        )
        if taken.rowcount != 1:
            continue
        if row.is_ambiguous and "number" in row.fields:
            doubtful.append(int(row.fields["number"]))
        elif not row.is_ambiguous:
            texts.append(str(row.fields["text"]))
    return [*texts, may_not_have_arrived(doubtful)] if doubtful else texts


def _undelivered(
    connection: sa.Connection, staff: Sequence[StaffMember], now: datetime
) -> Sequence[AnyRow]:
    is_stuck = sa.or_(
        Push.state.in_([PushState.UNKNOWN, *LOST]),
        sa.and_(
            Push.state == PushState.PENDING,
            sa.not_(Push.is_ambiguous),
            Push.created_at < now - BEING_SENT_FOR,
        ),
    )
    is_current = sa.or_(Push.reason.not_in(_PLEASE_CHECK), Overload.state == CaseState.SUSPECTED)
    return connection.execute(
        sa.select(Push.school_id, Push.id, Push.state, Push.fields, Push.is_ambiguous)
        .outerjoin(
            Overload,
            sa.and_(Overload.school_id == Push.school_id, Overload.id == Push.overload_id),
        )
        .where(
            Push.school_id.in_([person.school_id for person in staff]),
            Push.recipient.in_([f"staff:{person.id}" for person in staff]),
            # What a push carries is here by itself.
            Push.reason != Reason.TOGETHER,
            Push.created_at > now - KEPT_FOR,
            is_stuck,
            is_current,
        )
        .order_by(Push.id)
    ).all()
