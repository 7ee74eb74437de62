"""Silence is data (盲区): what staff should know of a class nobody hears from; never "clean".

A blind spot is a candidate for the next spot check, and never a reason to chase parents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from homework.measures import Measures
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

    `alike` is `most_alike` of its reports; `was_flagged` that the class was suspected that day.
    `has_register` is None where the school keeps no register or it is not yet due.
    """

    day: date
    reports: int
    alike: int = 0
    has_register: bool | None = None
    was_flagged: bool = False


def most_alike(measures: Iterable[Measures]) -> int:
    """The largest number of reports that say exactly the same, homework there being any."""
    said = Counter(each for each in measures if each.item_count or each.all_low)
    return max(said.values(), default=0)


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
    latest = days[-thresholds.silent_school_days :]
    if len(latest) == thresholds.silent_school_days and not any(each.reports for each in latest):
        found.append(BlindSpot.NO_REPORTS)
    if _is_unanimous(today, thresholds) and not any(
        _is_unanimous(each, thresholds) for each in days[:-1]
    ):
        found.append(BlindSpot.UNANIMOUS)
    if _fell_silent(days, thresholds):
        found.append(BlindSpot.FELL_SILENT)
    return tuple(found)


def _is_unanimous(day: DayActivity, thresholds: Thresholds) -> bool:
    return day.alike >= thresholds.unanimous_units and day.alike >= UNANIMOUS_SHARE * day.reports


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
