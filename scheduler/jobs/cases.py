"""Cases on the clock (督办的钟点): findings become public at their hour; cures and replies once a day."""

from __future__ import annotations

from datetime import time
from functools import partial

import sqlalchemy as sa

from homework.plan import SchoolPlan
from models.cases.clock import due_schools, publish_due
from models.cases.cures import close_cured, remind_replies
from models.leases import Held, require_lease
from scheduler.jobs.daily import DailyJob, run_daily
from scheduler.shift import Shift

_DAILY = (
    # The day before closes at 12:00; what it says of a class is known from then on.
    DailyJob("close_cured", time(12, 5), time(23, 59, 59), close_cured),
    DailyJob("remind_replies", time(8, 0), time(18, 0), remind_replies),
)


def run_cases(shift: Shift) -> int:
    """Do what the hour asks of open cases; returns how many findings became public."""
    held = shift.held
    if held is None:
        return 0
    run_daily(shift, _DAILY)
    with shift.store.reading() as connection:
        due = due_schools(connection, shift.clock.now())
    plans = [plan for plan in shift.plans.values() if plan.id in due]
    return sum(shift.store.write(partial(_publish, shift, held, plan)) for plan in plans)


def _publish(shift: Shift, held: Held, plan: SchoolPlan, connection: sa.Connection) -> int:
    now = shift.clock.now()
    require_lease(connection, held, now)
    return publish_due(connection, plan, now)
