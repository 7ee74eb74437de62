"""Silence is data (盲区): what staff should know of a class nobody hears from; never "clean".

A blind spot is a candidate for the next spot check, and never a reason to chase parents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from homework.thresholds import DEFAULTS, Thresholds
from homework.totals import low_median

UNANIMOUS_SHARE = 0.8
SILENCE_AFTER_FLAG_DAYS = 2
SILENCE_SHARE = 0.25


class BlindSpot(StrEnum):
    """Why a class cannot be seen."""

    NO_REGISTER = "no_register"  # 到点没有登记
    NO_REPORTS = "no_reports"  # 连续多个上学日没有反馈
    UNANIMOUS = "unanimous"  # 突然众口一词
    FELL_SILENT = "fell_silent"  # 被提醒后突然没有反馈


@dataclass(frozen=True, slots=True)
class DayActivity:
    """What was heard of a class on one school day.

    `alike` is how many of its reports say exactly the same, homework there being any; `was_flagged` that the class was suspected that day.
    `has_register` is None where the class keeps no register or it is not yet due; `is_running`
    while the day may still be reported: that nobody has yet says nothing.
    """

    day: date
    reports: int
    alike: int = 0
    has_register: bool | None = None
    was_flagged: bool = False
    is_running: bool = False


def blind_spots(
    days: Sequence[DayActivity], thresholds: Thresholds = DEFAULTS
) -> tuple[BlindSpot, ...]:
    """What is amiss on the last of `days`, school days in order with none left out."""
    if not days:
        return ()
    today = days[-1]
    found = []
    if today.has_register is False:
        found.append(BlindSpot.NO_REGISTER)
    heard = days[:-1] if today.is_running and not today.reports else days
    latest = heard[-thresholds.silent_school_days :]
    if len(latest) == thresholds.silent_school_days and not any(each.reports for each in latest):
        found.append(BlindSpot.NO_REPORTS)
    if _was_unanimous(today, thresholds) and not any(
        _was_unanimous(each, thresholds) for each in days[:-1]
    ):
        found.append(BlindSpot.UNANIMOUS)
    if _fell_silent(heard, thresholds):
        found.append(BlindSpot.FELL_SILENT)
    return tuple(found)


def is_unanimous(alike: int, reports: int, thresholds: Thresholds = DEFAULTS) -> bool:
    """Whether so many of a day's reports say exactly the same that it is no coincidence."""
    return alike >= thresholds.unanimous_units and alike >= UNANIMOUS_SHARE * reports


def _was_unanimous(day: DayActivity, thresholds: Thresholds) -> bool:
    return is_unanimous(day.alike, day.reports, thresholds)


def _fell_silent(days: Sequence[DayActivity], thresholds: Thresholds) -> bool:
    """Since the class was last flagged hardly anyone reports who used to."""
    flags = [place for place, each in enumerate(days) if each.was_flagged]
    if not flags:
        return False
    before, after = days[: flags[-1] + 1], days[flags[-1] + 1 :]
    usual = low_median([each.reports for each in before]) or 0
    if usual < thresholds.quorum or len(after) < SILENCE_AFTER_FLAG_DAYS:
        return False
    return all(each.reports <= SILENCE_SHARE * usual for each in after)
