"""Registers come due (登记截止): from the school's hour on, what a class declared is judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import sqlalchemy as sa

from homework.plan import SchoolPlan
from models.registers.due import touch_registered
from scheduler.jobs.daily import DailyJob, run_daily
from scheduler.shift import Shift

_LATEST = time(23, 59, 59)
_CATCH_UP = (time(0, 0), time(12, 0))
"""A program that was down last evening: the day before is judged again until it closes."""


def judge_due_registers(shift: Shift) -> int:
    """Have every class with a register of today judged anew once its hour has come; how many runs.

    Before that hour a register does not speak, so that what is mended in time is no finding.
    """
    ran = 0
    for plan in shift.plans.values():
        due = DailyJob("registers_due", plan.register.adjust_until, _LATEST, _touch_today)
        missed = DailyJob("registers_missed", *_CATCH_UP, _touch_day_before)
        ran += run_daily(replace(shift, plans={plan.id: plan}), (missed, due))
    return ran


def _touch_today(connection: sa.Connection, plan: SchoolPlan, now: datetime) -> int:
    return touch_registered(connection, plan.id, now.date())


def _touch_day_before(connection: sa.Connection, plan: SchoolPlan, now: datetime) -> int:
    return touch_registered(connection, plan.id, plan.calendar.previous_school_day(now.date()))
