"""The hearing on load (听证), once a term: which days it looks back on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from homework.days import SchoolCalendar

_SPRING = (2, 15)
_AUTUMN = (8, 15)


@dataclass(frozen=True, slots=True)
class Term:
    """A term's first and last day, inclusive."""

    first: date
    last: date

    @property
    def words(self) -> str:
        """2026年9月1日至2027年1月22日."""
        return "至".join(f"{day.year}年{day.month}月{day.day}日" for day in (self.first, self.last))


def terms_until(day: date, calendar: SchoolCalendar) -> tuple[Term, ...]:
    """The terms that have begun, newest first.

    A school that entered none has two halves a year, from mid-February and from mid-August.
    """
    entered = [Term(*each) for each in calendar.terms if each[0] <= day]
    if entered:
        return tuple(sorted(entered, key=lambda each: each.first, reverse=True))
    spring, autumn = date(day.year, *_SPRING), date(day.year, *_AUTUMN)
    if day >= autumn:
        begun = [autumn, spring]
    elif day >= spring:
        begun = [spring, date(day.year - 1, *_AUTUMN)]
    else:
        begun = [date(day.year - 1, *_AUTUMN), date(day.year - 1, *_SPRING)]
    return tuple(Term(first, _end(first)) for first in begun)


def _end(first: date) -> date:
    if first.month == _AUTUMN[0]:
        return date(first.year + 1, _SPRING[0], _SPRING[1] - 1)
    return date(first.year, _AUTUMN[0], _AUTUMN[1] - 1)
