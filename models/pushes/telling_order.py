"""Who reads first (先后): a class's own teachers hear of a finding before the principal, or with them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from homework.alerts import GROUPING, Audience
from models.days.overloads import Overload
from models.pushes.outbox import Push, PushState


def let_own_teachers_read_first(
    connection: sa.Connection, case: Overload, now: datetime
) -> datetime | None:
    """Hold the principal's push about a case while its teachers' grouping window keeps theirs.

    At most one window long: what is grave does not wait for a morning. Returns until when, or
    None where nothing holds the teachers' own.
    """
    of_case = sa.and_(Push.school_id == case.school_id, Push.overload_id == case.id)
    own = sa.select(Push.recipient).where(
        of_case, Push.audience == Audience.OWN_TEACHERS, Push.state == PushState.PENDING
    )
    last = connection.scalar(
        sa.select(sa.func.max(Push.first_try_at)).where(
            Push.school_id == case.school_id,
            Push.recipient.in_(own),
            Push.first_try_at > now - GROUPING,
        )
    )
    if last is None:
        return None
    until: datetime = last + GROUPING
    connection.execute(
        sa.update(Push)
        .where(of_case, Push.audience == Audience.PRINCIPAL, Push.state == PushState.PENDING)
        .values(due_at=until, held_until=until)
    )
    return until
