"""Retention (到期删除), once a day and school, in the small hours; caught up on when it was missed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial

import sqlalchemy as sa

from homework.days import SchoolCalendar
from homework.retention import reports_end
from models.holdings.purging import cut_traces, purge_some
from models.holdings.retention import Ends, steps_of_account, steps_of_school
from models.job_runs import begin_run, was_run
from models.leases import Held, require_lease
from models.schools import School
from scheduler.shift import Shift

log = logging.getLogger(__name__)

BEGINS, ENDS = time(2, 0), time(6, 0)
_JOB = "retention"


def retire(shift: Shift) -> int:
    """Delete what is past its keeping time, in every school there ever was; returns how many rows."""
    held = shift.held
    if held is None:
        return 0
    with shift.store.reading() as connection:
        schools = connection.execute(sa.select(School.id, School.account_id)).all()
    return sum(_retire_school(shift, held, each.id, each.account_id) for each in schools)


def _retire_school(shift: Shift, held: Held, school_id: str, account_id: str) -> int:
    now = shift.clock.now()
    day = now.date()
    with shift.store.reading() as connection:
        if was_run(connection, school_id, _JOB, day):
            return 0
        is_missed = not was_run(connection, school_id, _JOB, day - timedelta(days=1))
    if not is_missed and not BEGINS <= now.time() < ENDS:
        return 0
    plan = shift.plans.get(school_id)
    calendar = SchoolCalendar() if plan is None else plan.calendar
    ends = Ends(now, reports_end(calendar, day))
    gone = 0
    for step in (*steps_of_school(school_id, ends), *steps_of_account(account_id, ends)):
        gone += _repeat(shift, held, partial(purge_some, step=step))
    gone += _repeat(shift, held, partial(cut_traces, school_id=school_id, now=now))
    shift.store.write(lambda connection: _note(connection, held, school_id, now))
    log.info("retention of %s: %d rows", school_id, gone)
    return gone


def _repeat(shift: Shift, held: Held, some: Callable[[sa.Connection], int]) -> int:
    """Do a step in parts, each a transaction of its own that the lease fences."""

    def job(connection: sa.Connection) -> int:
        require_lease(connection, held, shift.clock.now())
        return some(connection)

    gone = 0
    while count := shift.store.write(job):
        gone += count
    return gone


def _note(connection: sa.Connection, held: Held, school_id: str, now: datetime) -> None:
    require_lease(connection, held, now)
    begin_run(connection, school_id, _JOB, now.date(), now)
