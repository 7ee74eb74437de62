"""Handing over (值周交接): what the week before leaves to whoever is on duty in this one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from homework.cases import CaseState
from homework.days import SchoolCalendar

OVER_WITH = frozenset(
    {CaseState.REFUTED, CaseState.CORRECTED, CaseState.CLOSED, CaseState.RESOLVED}
)
"""Where nothing more is to be done about a case; everywhere else it is still open."""


@dataclass(frozen=True, slots=True)
class Handover:
    """One week as it is handed over: no figure of any family, nobody's name.

    `states`: of the cases of its days. `found`: each class drawn with its finding, None where
    nobody looked, in the order of the days. `waiting`: number and class of every case of its days
    or before that nobody has checked.
    """

    monday: date
    states: Sequence[CaseState]
    found: Sequence[tuple[str, str | None]]
    waiting: Sequence[tuple[int, str]]

    @property
    def is_empty(self) -> bool:
        return not (self.states or self.found or self.waiting)

    @property
    def closed_count(self) -> int:
        """How many of the week's cases are over with."""
        return sum(state in OVER_WITH for state in self.states)

    @property
    def open_count(self) -> int:
        """How many of the week's cases are not."""
        return len(self.states) - self.closed_count

    @property
    def unseen(self) -> list[str]:
        """Classes drawn that nobody looked at."""
        return [name for name, finding in self.found if finding is None]


def week_handed_over(calendar: SchoolCalendar, day: date) -> date:
    """The Monday of the last week with school before the week of `day`, over any vacation."""
    last = calendar.previous_school_day(_monday(day))
    return _monday(last)


def begins_week(calendar: SchoolCalendar, day: date) -> bool:
    """Whether `day` is the first school day of its week: Tuesday, where Monday is a holiday."""
    return calendar.is_school_day(day) and calendar.previous_school_day(day) < _monday(day)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
