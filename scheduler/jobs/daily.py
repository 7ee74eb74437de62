"""Jobs of the day (每日任务): each once a school and day, caught up on when the program was down."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa

from homework.alerts import MORNING_DIGEST, UNHANDLED_AT
from homework.days import SchoolCalendar
from homework.handover import begins_week
from homework.plan import SchoolPlan
from models.cases.escalating import tell_unhandled
from models.job_runs import begin_run, was_run
from models.leases import Held, require_lease
from models.pushes.morning import queue_digests
from models.staff.handing_over import queue_handovers
from models.staff.sensitive import tell_last_month
from scheduler.shift import Shift

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DailyJob:
    """What is done once on a school day (of those it is for), from one hour and at the latest by
    another."""

    name: str
    begins: time
    ends: time
    run: Callable[[sa.Connection, SchoolPlan, datetime], int]
    is_for: Callable[[SchoolCalendar, date], bool] = SchoolCalendar.is_school_day


DAILY = (
    DailyJob("digest", MORNING_DIGEST, time(12, 0), queue_digests),
    DailyJob("handover", MORNING_DIGEST, time(18, 0), queue_handovers, begins_week),
    DailyJob("sensitive_month", MORNING_DIGEST, time(18, 0), tell_last_month),
    DailyJob("unhandled", UNHANDLED_AT, time(18, 0), tell_unhandled),
)


def run_daily(shift: Shift, jobs: Sequence[DailyJob] = DAILY) -> int:
    """Run what the hour asks for and was not done today; returns how many jobs ran."""
    held = shift.held
    if held is None:
        return 0
    ran = 0
    for plan in shift.plans.values():
        for daily in jobs:
            ran += _run_once(shift, held, plan, daily)
    return ran


def _run_once(shift: Shift, held: Held, plan: SchoolPlan, daily: DailyJob) -> bool:
    now = shift.clock.now()
    day = now.date()
    if not daily.begins <= now.time() < daily.ends or not daily.is_for(plan.calendar, day):
        return False
    with shift.store.reading() as connection:
        if was_run(connection, plan.id, daily.name, day):
            return False

    def job(connection: sa.Connection) -> bool:
        require_lease(connection, held, now)
        if not begin_run(connection, plan.id, daily.name, day, now):
            return False
        daily.run(connection, plan, now)
        return True

    return shift.store.write(job)
