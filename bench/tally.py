"""What became of alerts (提醒去向): the rows beside what people were really shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from homework.alerts import Reason
from models.database.store import Store
from models.pushes.outbox import LOST, Push, PushState

_WAITING = (PushState.PENDING, PushState.SENDING, PushState.CARRIED)


@dataclass(frozen=True, slots=True)
class Tally:
    """`lost`: neither shown nor waiting nor listed as doubtful or failed. `twice` counts ids."""

    alerts: int
    lost: int
    listed: int
    listed_though_shown: int
    twice: int


def tally(store: Store, shown: Counter[str]) -> Tally:
    """Count; `shown` is how often each client_msg_id was put in front of its person."""
    with store.reading() as connection:
        rows = {row.id: row for row in connection.execute(sa.select(*Push.__table__.c))}
    alerts = [row for row in rows.values() if row.reason != Reason.TOGETHER]
    lost = listed = though_shown = 0
    for row in alerts:
        carrier = rows[row.carried_by] if row.carried_by else row
        is_seen = shown[carrier.client_msg_id] > 0
        is_listed = row.state in (PushState.UNKNOWN, *LOST)
        lost += not (is_seen or is_listed or row.state in _WAITING)
        listed += is_listed and not is_seen
        though_shown += is_listed and is_seen
    twice = sum(count > 1 for count in shown.values())
    return Tally(len(alerts), lost, listed, though_shown, twice)
