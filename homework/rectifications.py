"""Rectification (整改): the notice's number, the hour of its reply, and measuring the class again (复测)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from homework.cases import CLEARED, CaseState
from homework.days import SHANGHAI, SchoolCalendar
from homework.outcomes import Outcome
from homework.plan import RectifyPlan

AFTER_SCHOOL = time(16, 30)
"""放学前: a reply is due by then."""

_FOUND = frozenset({CaseState.CONFIRMED, CaseState.PUBLIC, CaseState.CLOSED})


class DayMark(StrEnum):
    """What a school day says of a class that is measured again."""

    KEPT = "kept"
    OVER = "over"
    UNKNOWN = "unknown"  # too few said anything, or a finding still waits for a person


@dataclass(frozen=True, slots=True)
class DayResult:
    """One rule on one day: the verdict, and where its case stands if there is one."""

    outcome: Outcome
    units: int
    register_agrees: bool | None
    case: CaseState | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a class has come: `kept` school days in a row of the `needed`.

    `elapsed` counts every closed day since the last one over, unknown ones too.
    """

    needed: int
    kept: int = 0
    elapsed: int = 0
    last_over: date | None = None

    @property
    def is_cured(self) -> bool:
        return self.kept >= self.needed

    @property
    def is_due_for_a_look(self) -> bool:
        """Long enough without a day over, but too few families say so: a person may look."""
        return not self.is_cured and self.elapsed >= 2 * self.needed


def mark_of(results: Iterable[DayResult], public_units: int) -> DayMark:
    """What a day's results under the case's rule (and its twins for days off) add up to.

    Kept is said only on what would let the hall say 未超标: enough families, the class's own
    register, or a person who looked and found it not so.
    """
    marks = [_mark(result, public_units) for result in results]
    for mark in (DayMark.OVER, DayMark.UNKNOWN, DayMark.KEPT):
        if mark in marks:
            return mark
    return DayMark.UNKNOWN


def _mark(result: DayResult, public_units: int) -> DayMark:
    if result.case in _FOUND:
        return DayMark.OVER
    if result.case in CLEARED:
        return DayMark.KEPT
    if result.case is CaseState.SUSPECTED or result.outcome is not Outcome.WITHIN:
        return DayMark.UNKNOWN
    is_enough = result.register_agrees is True or result.units >= public_units
    return DayMark.KEPT if is_enough else DayMark.UNKNOWN


def progress(days: Iterable[tuple[date, DayMark]], needed: int) -> Progress:
    """Count the days in order. A day over begins the count again; an unknown one does not count."""
    kept = elapsed = 0
    last_over = None
    for day, mark in days:
        if mark is DayMark.OVER:
            kept, elapsed, last_over = 0, 0, day
            continue
        elapsed += 1
        kept += mark is DayMark.KEPT
    return Progress(needed, kept, elapsed, last_over)


def file_number(prefix: str, year: int, number: int) -> str:
    """示小作改〔2026〕3号."""
    return f"{prefix}〔{year}〕{number}号"


def reply_until(issued_at: datetime, plan: RectifyPlan, calendar: SchoolCalendar) -> datetime:
    """When the reply is due: before school ends, so many school days after the notice."""
    day = issued_at.date()
    for _ in range(plan.reply_days):
        day = calendar.next_school_day(day)
    return datetime.combine(day, AFTER_SCHOOL, SHANGHAI)


def is_relapse(closed_on: date, day: date, plan: RectifyPlan, calendar: SchoolCalendar) -> bool:
    """Whether a new finding of `day` comes so soon after 销号 that the old case opens again.

    The closing day's own homework comes after it: what closed the case were the days before.
    """
    if day < closed_on:
        return False
    latest = closed_on
    for _ in range(plan.relapse_days):
        latest = calendar.next_school_day(latest)
    return day <= latest
