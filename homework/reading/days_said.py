"""The day a message speaks of, counted from the day it was written (说的是哪天)."""

from __future__ import annotations

from datetime import date

from homework.reading.values import Reading, SaidDate


def day_offset(reading: Reading, today: date | None) -> int:
    """Days from `today` to the day spoken of; a weekday is the last one, today included."""
    if reading.day_offset or today is None:
        return reading.day_offset
    if reading.said_weekday is not None:
        return -((today.isoweekday() - reading.said_weekday) % 7)
    if reading.said_date is not None:
        return _date_offset(reading.said_date, today)
    return 0


def _date_offset(said: SaidDate, today: date) -> int:
    """A date without a year is the nearest one; one more than 60 days away names no homework day."""
    years = [said.year] if said.year else [today.year - 1, today.year, today.year + 1]
    offsets = [(day - today).days for year in years if (day := _day(year, said)) is not None]
    nearest = min(offsets, key=abs, default=0)
    return nearest if abs(nearest) <= 60 else 0


def _day(year: int, said: SaidDate) -> date | None:
    try:
        return date(year, said.month, said.day)
    except ValueError:
        return None


def school_year(day: date) -> int:
    """The year in whose autumn the school year of a day began."""
    return day.year if day.month >= 8 else day.year - 1
