"""Trends (走势): a class's closed days summed up by week, class, grade and subject; small groups never.

The only figure a trend is made of is the middle of at least five families on one closed day
(班日). Whatever is chosen, and whatever is subtracted from whatever, nothing finer comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from homework.totals import low_median
from homework.views import FLOOR

Key = TypeVar("Key", bound=Hashable)
WHOLE = ""
"""Stands for all subjects together."""


@dataclass(frozen=True, slots=True)
class WeekSum:
    """One class's week in one subject (WHOLE: all of it), as sums that can be added up.

    `minutes` sums the middles of `usual_days`, evenings before a school day; `over_days` of
    `capped_days` had a middle over the cap, days before a weekend included. `declared` sums what
    the registers say of the `compared_days` that have one, `heard` the middles of the same days.
    """

    monday: date
    school_class_id: int
    subject: str
    minutes: int
    usual_days: int
    over_days: int
    capped_days: int
    declared: int = 0
    heard: int = 0
    compared_days: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """Several class days as one line: the mean of their middles, and how many were over."""

    minutes: int | None
    usual_days: int
    over_days: int
    capped_days: int

    @property
    def over_percent(self) -> int | None:
        """The share of comparable class days over their cap, of 100."""
        if not self.capped_days:
            return None
        return round(100 * self.over_days / self.capped_days)


NOTHING = Summary(None, 0, 0, 0)


def summed_by(sums: Iterable[WeekSum], key: Callable[[WeekSum], Key]) -> dict[Key, Summary]:
    """Add up what has the same key."""
    groups: dict[Key, list[WeekSum]] = {}
    for each in sums:
        groups.setdefault(key(each), []).append(each)
    return {name: _summary(group) for name, group in groups.items()}


def _summary(group: Sequence[WeekSum]) -> Summary:
    usual = sum(each.usual_days for each in group)
    return Summary(
        minutes=round(sum(each.minutes for each in group) / usual) if usual else None,
        usual_days=usual,
        over_days=sum(each.over_days for each in group),
        capped_days=sum(each.capped_days for each in group),
    )


ENOUGH_COMPARED = 5
"""Fewer class days say nothing about how a class registers."""

_SAME_PERCENT = 5


@dataclass(frozen=True, slots=True)
class Bias:
    """Registers against families over some class days: the mean minutes of either side."""

    declared: int
    heard: int
    days: int

    @property
    def percent(self) -> int:
        """By how much of 100 the registers lie below the families; negative: above."""
        return round(100 * (self.heard - self.declared) / self.heard) if self.heard else 0

    @property
    def is_same(self) -> bool:
        return abs(self.percent) < _SAME_PERCENT


def biases_by(sums: Iterable[WeekSum], key: Callable[[WeekSum], Key]) -> dict[Key, Bias]:
    """Add up what has the same key; what was compared on fewer than five class days is left out."""
    groups: dict[Key, list[WeekSum]] = {}
    for each in sums:
        groups.setdefault(key(each), []).append(each)
    found = {}
    for name, group in groups.items():
        days = sum(each.compared_days for each in group)
        if days >= ENOUGH_COMPARED:
            declared = sum(each.declared for each in group)
            heard = sum(each.heard for each in group)
            found[name] = Bias(round(declared / days), round(heard / days), days)
    return found


def subject_middles(
    assignments: Iterable[tuple[int, str, int | None]],
) -> Mapping[str, int]:
    """A day's middle by subject out of (unit, subject, minutes or None): of at least five families
    that said how long all of it took."""
    sums: dict[str, dict[int, int | None]] = {}
    for unit, subject, minutes in assignments:
        units = sums.setdefault(subject, {})
        known = units.get(unit, 0)
        units[unit] = None if minutes is None or known is None else known + minutes
    found = {}
    for subject, units in sums.items():
        timed = [minutes for minutes in units.values() if minutes is not None]
        middle = low_median(timed)
        if len(timed) >= FLOOR and middle is not None:
            found[subject] = middle
    return found
