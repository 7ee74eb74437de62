"""Which day is meant (哪一天): said, or the homework day now; and what may still be said of it."""

from __future__ import annotations

from datetime import date, datetime

from homework.days import SchoolCalendar, closes_at, homework_day
from homework.reading import Reading, SaidDate

MOST_LATE_SCHOOL_DAYS = 5


def day_meant(reading: Reading, now: datetime, calendar: SchoolCalendar) -> date:
    """The homework day a message speaks of."""
    if reading.said_date is not None:
        said = _past_date(reading.said_date, now.date())
        if said is not None:
            return calendar.last_school_day(said)
    return homework_day(now, calendar, reading.day_offset, reading.said_weekday)


def _past_date(said: SaidDate, today: date) -> date | None:
    """The latest such date up to today; None for one to come, or one no calendar has."""
    years = (said.year,) if said.year is not None else (today.year, today.year - 1)
    for year in years:
        try:
            day = date(year, said.month, said.day)
        except ValueError:
            continue
        # Without a year, 12月 said in January is last year's; next week's is a deadline, no day.
        if day <= today and (said.year is not None or (today - day).days < 200):
            return day
    return None


def is_closed(day: date, now: datetime, calendar: SchoolCalendar) -> bool:
    """Whether edits to the day have ended."""
    return now >= closes_at(day, calendar)


def is_too_old(day: date, now: datetime, calendar: SchoolCalendar) -> bool:
    """Whether the day is too long gone to be spoken of at all."""
    earliest = homework_day(now, calendar)
    if day >= earliest:
        return False
    for _ in range(MOST_LATE_SCHOOL_DAYS):
        earliest = calendar.previous_school_day(earliest)
    return day < earliest
