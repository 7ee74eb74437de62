"""The judging tick (判定): every class whose day changed, one transaction a class."""

from __future__ import annotations

import logging
from functools import partial

import sqlalchemy as sa

import failpoints
from models.days.class_days import Touched, mark_judged, touched
from models.days.gathering import Gathered, gather_touched
from models.days.judging import judge_day
from models.leases import Held, LeaseLost, require_lease
from scheduler.shift import Shift

log = logging.getLogger(__name__)


def judge_touched(shift: Shift) -> int:
    """Judge what was touched since the last tick; returns how many class days were judged.

    Stops at once when another process has taken over.
    """
    held = shift.held
    if held is None:
        return 0
    with shift.store.reading() as connection:
        waiting = touched(connection)
        # Read in one stream before anything is written: the lock is for what must be written.
        ahead = dict(gather_touched(connection, waiting))
    judged = 0
    for each in waiting:
        try:
            one = partial(_judge_one, shift=shift, held=held, touched=each, ahead=ahead.get(each))
            shift.store.write(one)
        except LeaseLost:
            log.warning("another scheduler has taken over")
            return judged
        except Exception:
            # One broken class day must not stop the others; it is tried again next tick.
            log.exception("class %s was not judged", each.key.school_class_id)
            continue
        judged += 1
        failpoints.hit("eval.committed")
    return judged


def _judge_one(
    connection: sa.Connection,
    *,
    shift: Shift,
    held: Held,
    touched: Touched,
    ahead: Gathered | None,
) -> None:
    now = shift.clock.now()
    require_lease(connection, held, now)
    plan = shift.plans.get(touched.key.school_id)
    if plan is None:
        mark_judged(connection, touched)  # a school that left the config is judged no more
        return
    judge_day(connection, plan, touched, now, ahead)
    failpoints.hit("eval.before_commit")
