"""Trends (走势): each closed day's figures are written down once, the newest first."""

from __future__ import annotations

from functools import partial
from typing import Any

import sqlalchemy as sa

from models.days.trends import day_to_roll_up, save_trend_day, trend_rows
from models.leases import Held, require_lease
from scheduler.shift import Shift


def roll_up_trends(shift: Shift) -> int:
    """Write down one closed day a school, where one is owed; returns how many were.

    What is read takes longer than what is written, so it is read outside the transaction: a
    closed day no longer changes.
    """
    held = shift.held
    if held is None:
        return 0
    done, now = 0, shift.clock.now()
    for plan in shift.plans.values():
        with shift.store.reading() as connection:
            day = day_to_roll_up(connection, plan, now)
            rows = [] if day is None else trend_rows(connection, plan, day)
        if day is None:
            continue

        saving = partial(_save, held=held, plan=plan, day=day, rows=rows, now=now)
        done += shift.store.write(saving)
    return done


def _save(connection: sa.Connection, *, held: Held, **what: Any) -> bool:
    # What `save_trend_day` takes is passed on as it is.
    require_lease(connection, held, what["now"])
    return save_trend_day(connection, **what)
