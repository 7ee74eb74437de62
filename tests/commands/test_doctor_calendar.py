"""Doctor on the school calendar: next year's holidays are asked for before the year begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from clock import SHANGHAI, FrozenClock
from commands.doctor.machine import _calendars
from context import Context
from homework.days import SchoolCalendar


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (datetime(2026, 10, 30, 9, tzinfo=SHANGHAI), "2026年的放假调休已录入"),
        (
            datetime(2026, 11, 24, 9, tzinfo=SHANGHAI),
            "2027年的放假调休还没有录入,到时暂按周一至周五",
        ),
        (datetime(2027, 1, 1, 9, tzinfo=SHANGHAI), "2027年的放假调休安排还没有录入,暂按周一至周五"),
    ],
)
def test_next_years_holidays_are_asked_for_in_time(
    context: Context, today: datetime, said: str
) -> None:
    found = told(context, today, SchoolCalendar(known_years=frozenset({2026}), terms=TERMS))

    assert said in found
    assert ("calendar.example.toml" in found) is ("还没有录入" in said)


def test_a_school_without_terms_is_told_that_vacations_count(context: Context) -> None:
    calendar = SchoolCalendar(known_years=frozenset({2026}))

    assert "没有写学期起止" in told(context, datetime(2026, 10, 30, 9, tzinfo=SHANGHAI), calendar)
    with_terms = replace(calendar, terms=TERMS)
    assert "没有写学期起止" not in told(
        context, datetime(2026, 10, 30, 9, tzinfo=SHANGHAI), with_terms
    )


TERMS = ((date(2026, 9, 1), date(2027, 1, 22)),)


def told(context: Context, today: datetime, calendar: SchoolCalendar) -> str:
    plans = {plan.id: replace(plan, calendar=calendar) for plan in context.plans.values()}
    clock = FrozenClock(today)
    return "\n".join(str(each) for each in _calendars(replace(context, plans=plans, clock=clock)))
