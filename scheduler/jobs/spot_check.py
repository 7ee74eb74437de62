"""Spot checks (抽查): the seed at noon when the day before closes, the draw half an hour later."""

from __future__ import annotations

from datetime import time

from homework.days import CLOSING_TIME
from models.spot_checks.drawing import draw_today, publish_seed
from scheduler.jobs.daily import DailyJob, run_daily
from scheduler.shift import Shift

DRAWN_AT = time(12, 30)
_LATEST = time(17, 0)

# Two jobs and not one: the seed is committed before anything is drawn from it.
_SEED = (DailyJob("spot_seed", CLOSING_TIME, _LATEST, publish_seed),)
_DRAW = (DailyJob("spot_draw", DRAWN_AT, _LATEST, draw_today),)


def run_spot_checks(shift: Shift) -> int:
    """Publish the day's seed and, later, draw from it; returns how many of the two were done."""
    return run_daily(shift, _SEED) + run_daily(shift, _DRAW)
