"""School days (校历): the State Council's holidays where known, and the school's own `calendar.toml`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

import chinese_calendar

from homework.days import SchoolCalendar
from settings.secret import Surroundings
from settings.table import Notebook, Table
from settings.toml import read_toml

FILE = "calendar.toml"
LONGEST_VACATION = timedelta(days=120)
_NEVER_MOVED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
"""元旦、劳动节、国庆节: 《全国年节及纪念日放假办法》(2024年修订) 第二条; the others move from year to year."""
_YEARS_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Days:
    """Days that differ from the plain week, and the years whose arrangement is complete."""

    days_off: frozenset[date] = frozenset()
    school_days: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def changed_by(self, later: Days) -> Days:
        """These days, where the later ones do not say otherwise."""
        return Days(
            (self.days_off - later.school_days) | later.days_off,
            (self.school_days - later.days_off) | later.school_days,
            self.years | later.years,
        )


class Almanac:
    """The days every school of the site shares, and what single schools change."""

    def __init__(self, shared: Days, by_school: dict[str, Days]) -> None:
        self._shared = shared
        self._by_school = by_school

    @property
    def school_ids(self) -> set[str]:
        """The schools that `calendar.toml` names."""
        return set(self._by_school)

    def calendar_for(self, school_id: str) -> SchoolCalendar:
        """A school's calendar without its terms, which stand in the config."""
        own = self._by_school.get(school_id)
        days = self._shared.changed_by(own) if own else self._shared
        return SchoolCalendar(
            days_off=days.days_off,
            extra_school_days=days.school_days,
            known_years=days.years,
        )


def read_almanac(around: Surroundings, notebook: Notebook) -> Almanac:
    """National holidays, changed by `calendar.toml` beside the config where there is one."""
    national = national_days()
    path = around.folder / FILE
    if not path.exists():
        return Almanac(national, {})
    root = Table("", read_toml(path, FILE, notebook), notebook, FILE)
    shared = national.changed_by(_read_days(root))
    schools = root.table("school")
    by_school = {name: _read_days(schools.table(name)) for name in schools.names()}
    root.refuse_unknown()
    return Almanac(shared, by_school)


@cache
def national_days() -> Days:
    """What the holiday library knows; of the years after it, the days off that never move.

    Those years stay unknown: what is moved around them is announced each November.
    """
    off = frozenset(chinese_calendar.constants.holidays)
    worked = frozenset(chinese_calendar.constants.workdays)
    years = frozenset(day.year for day in off)
    later = range(max(years) + 1, max(years) + 1 + _YEARS_AHEAD)
    fixed = {date(year, month, day) for year in later for month, day in _NEVER_MOVED}
    return Days(off | fixed, worked, years)


def read_terms(table: Table, calendar: SchoolCalendar) -> SchoolCalendar:
    """The calendar with the school's terms and its weekly no-homework day."""
    weekday = table.number("no_homework_weekday", 0, 0, 7)
    terms = _read_terms(table)
    return replace(calendar, terms=terms, no_homework_weekday=weekday or None)


def _read_terms(table: Table) -> tuple[tuple[date, date], ...]:
    value = table.take("terms")
    if value is None:
        return ()
    entries = value if isinstance(value, list) else [value]
    terms = sorted(span for span in map(_read_span, entries) if span)
    if len(terms) != len(entries):
        table.mistake("terms", "每个学期写首尾两天,例如 [[2026-09-01, 2027-01-20]]")
    for (_, ends), (starts, _) in zip(terms, terms[1:], strict=False):
        if starts <= ends:
            table.mistake("terms", f"两个学期重叠:{starts} 在 {ends} 之前或同一天")
    return tuple(terms)


def _read_days(table: Table) -> Days:
    off = _read_day_set(table, "days_off")
    school = _read_day_set(table, "school_days")
    for day in sorted(off & school):
        table.mistake("school_days", f"{day} 同时写在 days_off 里")
    return Days(off, school, _read_years(table))


def _read_day_set(table: Table, key: str) -> frozenset[date]:
    """Single days, and `[first, last]` for several in a row."""
    value = table.take(key)
    if value is None:
        return frozenset()
    days: set[date] = set()
    for entry in value if isinstance(value, list) else [value]:
        day = _read_date(entry)
        span = (day, day) if day else _read_span(entry)
        if span and span[1] - span[0] <= LONGEST_VACATION:
            days.update(_each_day(*span))
        else:
            table.mistake(key, f"{_shown(entry)} 不是日期,也不是 [首日, 末日](最长120天)")
    return frozenset(days)


def _read_years(table: Table) -> frozenset[int]:
    value = table.take("years")
    years = value if isinstance(value, list) else []
    if value is not None and not (
        years and all(isinstance(year, int) and 2000 <= year <= 2100 for year in years)
    ):
        table.mistake("years", "写已按放假通知填全的年份,例如 [2027]")
        return frozenset()
    return frozenset(years)


def _read_span(entry: object) -> tuple[date, date] | None:
    if not isinstance(entry, list) or len(entry) != 2:
        return None
    first, last = _read_date(entry[0]), _read_date(entry[1])
    return (first, last) if first and last and first <= last else None


def _read_date(entry: object) -> date | None:
    """A TOML date, or the same in quotation marks, which people write as readily."""
    if isinstance(entry, str):
        try:
            return date.fromisoformat(entry.strip())
        except ValueError:
            return None
    return entry if type(entry) is date else None  # a datetime is a date too, and is refused


def _each_day(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=step) for step in range((last - first).days + 1))


def _shown(entry: object) -> str:
    return "、".join(str(part) for part in entry) if isinstance(entry, list) else str(entry)
