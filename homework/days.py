"""Which day homework belongs to (作业日): the school calendar, the homework day, when it closes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from homework.school import school_year

SHANGHAI = ZoneInfo("Asia/Shanghai")
CLOSING_TIME = time(12, 0)
WEEKDAY_WORDS = "一二三四五六日"

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class SchoolCalendar:
    """When school is kept (校历). Weekdays are 1 Monday to 7 Sunday.

    `known_years` are calendar years whose holidays are known; in others Monday to Friday are
    school days. `terms` are first and last days, inclusive; they bind only in school years that
    have any, so that a school which forgot to enter the new year's terms is still judged.
    """

    days_off: frozenset[date] = frozenset()
    extra_school_days: frozenset[date] = frozenset()
    known_years: frozenset[int] = frozenset()
    terms: tuple[tuple[date, date], ...] = ()
    no_homework_weekday: int | None = None

    def __post_init__(self) -> None:
        if self.no_homework_weekday is not None and not 1 <= self.no_homework_weekday <= 7:
            raise ValueError(f"not a weekday: {self.no_homework_weekday}")
        for first, last in self.terms:
            if last < first:
                raise ValueError(f"a term that ends before it begins: {first} to {last}")

    def is_school_day(self, day: date) -> bool:
        if not self._is_in_term(day):
            return False
        if day in self.extra_school_days:
            return True
        return day.weekday() < _SATURDAY and day not in self.days_off

    def previous_school_day(self, day: date) -> date:
        """The last school day before `day`, however long the vacation between."""
        return self.last_school_day(day - _ONE_DAY)

    def next_school_day(self, day: date) -> date:
        """The first school day after `day`."""
        day += _ONE_DAY
        while not self.is_school_day(day):
            day += _ONE_DAY
        return day

    def last_school_day(self, on_or_before: date) -> date:
        day = on_or_before
        while not self.is_school_day(day):
            day -= _ONE_DAY
        return day

    def evenings_covered(self, day: date) -> int:
        """How many evenings homework set on `day` has until school begins again: 1, or 3 on a Friday."""
        return (self.next_school_day(day) - day).days

    def covers_days_off(self, day: date) -> bool:
        """True for the last school day before days off: what it sets is for all of them."""
        return self.is_school_day(day) and not self.is_school_day(day + _ONE_DAY)

    def is_no_homework_day(self, day: date) -> bool:
        """True on the weekly day without homework (无作业日)."""
        return self.is_school_day(day) and day.isoweekday() == self.no_homework_weekday

    def term_begins(self, day: date) -> date:
        """The first day of the term that `day` lies in or follows; 1 September or 1 February by guess."""
        begun = [first for first, _ in self._terms_of_year(day) if first <= day]
        if begun:
            return max(begun)
        year = school_year(day)
        spring = date(year + 1, 2, 1)
        return spring if day >= spring else date(year, 9, 1)

    def warning(self, day: date) -> str | None:
        """What the IT teacher should enter, where `day` is judged by a guess."""
        if day.year not in self.known_years:
            return f"{day.year}年的放假调休安排还没有录入,暂按周一至周五上学计算"
        if self.terms and not self._terms_of_year(day):
            year = school_year(day)
            return f"{year}-{year + 1}学年的学期起止日期还没有录入,暂不区分寒暑假"
        return None

    def _terms_of_year(self, day: date) -> tuple[tuple[date, date], ...]:
        year = school_year(day)
        return tuple(term for term in self.terms if school_year(term[0]) == year)

    def _is_in_term(self, day: date) -> bool:
        if not self.terms:
            return True
        terms = self._terms_of_year(day)
        return not terms or any(first <= day <= last for first, last in terms)


def homework_day(
    at: datetime, calendar: SchoolCalendar, day_offset: int = 0, weekday: int | None = None
) -> date:
    """The school day on which the homework was set that somebody speaks of at `at`.

    `day_offset` is -1 for 昨天, -2 for 前天, 0 where no day was said; `weekday` is 1 Monday to
    7 Sunday for 周五 and the like, and means the latest such day up to now. A day without school
    stands for the school day before it, so that 昨天 on a Monday is Friday. Raises ValueError
    where `at` has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("an aware datetime is needed")
    local = at.astimezone(SHANGHAI)
    today = local.date()
    if weekday is not None:
        return calendar.last_school_day(today - timedelta(days=(today.isoweekday() - weekday) % 7))
    if day_offset < 0:
        return calendar.last_school_day(today + timedelta(days=day_offset))
    # Before noon nobody has tonight's homework yet: a parent up at 00:30 speaks of last evening.
    if local.time() < CLOSING_TIME:
        return calendar.previous_school_day(today)
    return calendar.last_school_day(today)


def closes_at(day: date, calendar: SchoolCalendar) -> datetime:
    """When edits to `day` end: 12:00 of the next school day, in Asia/Shanghai."""
    return datetime.combine(calendar.next_school_day(day), CLOSING_TIME, SHANGHAI)


def open_days(now: datetime, calendar: SchoolCalendar) -> tuple[date, ...]:
    """The days whose reports may still be changed, the homework day first."""
    current, today = homework_day(now, calendar), now.astimezone(SHANGHAI).date()
    days = [current, calendar.previous_school_day(current)]
    days += [today] if calendar.is_school_day(today) else []
    return tuple(dict.fromkeys(day for day in days if now < closes_at(day, calendar)))


def day_words(day: date) -> str:
    """11月23日(周一)."""
    return f"{day.month}月{day.day}日(周{WEEKDAY_WORDS[day.weekday()]})"
