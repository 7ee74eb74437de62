"""When a round is open (开放时段), and which homework day it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from homework.days import SHANGHAI, SchoolCalendar, closes_at
from homework.surveys.questions import Template

_FIRST_HOUR = time(7, 0)
_LAST_HOUR = time(22, 0)
FURTHEST_DAYS = 60
"""How far ahead a round may be prepared: its links are handed out on paper and must not grow stale."""


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when a round takes answers; `day` only where they feed that day's reports."""

    opens_at: datetime
    closes_at: datetime
    day: date | None = None


def may_open_on(day: date, today: date) -> bool:
    """Whether a round may begin on a day: today, or one of the next sixty."""
    return today <= day <= today + timedelta(days=FURTHEST_DAYS)


def opening(now: datetime, opens_on: date | None) -> datetime:
    """When a round begins: now, or at seven in the morning of a later day."""
    if opens_on is None:
        return now
    return max(now, datetime.combine(opens_on, _FIRST_HOUR, SHANGHAI))


def window_from(template: Template, now: datetime, calendar: SchoolCalendar) -> Window:
    """The window of a round that begins now: the template's number of days, to ten in the evening.

    One that feeds reports is about the school day it begins on, or the last one before, and closes
    when edits to that day end.
    """
    local = now.astimezone(SHANGHAI)
    if template.feeds_reports:
        day = calendar.last_school_day(local.date())
        return Window(now, closes_at(day, calendar), day)
    last = local.date() + timedelta(days=template.days)
    return Window(now, datetime.combine(last, _LAST_HOUR, SHANGHAI))
