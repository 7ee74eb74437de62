"""The homework day (作业日) and the school calendar (校历)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from homework.days import SHANGHAI, SchoolCalendar, closes_at, day_words, homework_day

# The National Day holiday of 2026: off from Thursday 1 to Wednesday 7 October, and two swapped
# workdays, Sunday 20 September and Saturday 10 October.
CALENDAR = SchoolCalendar(
    days_off=frozenset(date(2026, 10, day) for day in range(1, 8)),
    extra_school_days=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
    known_years=frozenset({2026}),
)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("when", "offset", "weekday", "day", "remark"),
    [
        (at(11, 24, 20), 0, None, date(2026, 11, 24), "an evening speaks of itself"),
        (at(11, 24, 0, 30), 0, None, date(2026, 11, 23), "00:30 belongs to yesterday"),
        (at(11, 24, 11, 59), 0, None, date(2026, 11, 23), "before noon: the day before"),
        (at(11, 24, 12, 0), 0, None, date(2026, 11, 24), "from noon on: today"),
        (at(11, 23, 9), 0, None, date(2026, 11, 20), "Monday morning speaks of Friday"),
        (at(11, 28, 20), 0, None, date(2026, 11, 27), "Saturday evening speaks of Friday"),
        (at(11, 29, 9), 0, None, date(2026, 11, 27), "Sunday morning speaks of Friday"),
        (at(11, 24, 20), -1, None, date(2026, 11, 23), "昨天"),
        (at(11, 23, 20), -1, None, date(2026, 11, 20), "昨天 on a Monday is Friday"),
        (at(11, 24, 20), -2, None, date(2026, 11, 20), "前天 on a Tuesday is Friday"),
        (at(11, 24, 9), -1, None, date(2026, 11, 23), "昨天 in the morning is not two days ago"),
        (at(11, 25, 20), 0, 5, date(2026, 11, 20), "周五 said on a Wednesday"),
        (at(11, 27, 20), 0, 5, date(2026, 11, 27), "周五 said on that Friday"),
        (at(11, 29, 20), 0, 6, date(2026, 11, 27), "周六 has no school: Friday"),
        (at(10, 8, 9), 0, None, date(2026, 9, 30), "after the holiday: the day before it"),
        (at(10, 10, 20), 0, None, date(2026, 10, 10), "a swapped Saturday is a school day"),
        (at(10, 11, 9), 0, None, date(2026, 10, 10), "the morning after it"),
    ],
)
def test_the_homework_day_is_the_school_day_meant(
    when: datetime, offset: int, weekday: int | None, day: date, remark: str
) -> None:
    assert homework_day(when, CALENDAR, offset, weekday) == day, remark


def test_the_homework_day_is_told_in_shanghai_whatever_the_server_runs_in() -> None:
    # 16:30 UTC on the 23rd is half past midnight on the 24th in Shanghai.
    assert homework_day(datetime(2026, 11, 23, 16, 30, tzinfo=UTC), CALENDAR) == date(2026, 11, 23)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        homework_day(at(11, 23, 9).replace(tzinfo=None), CALENDAR)


@pytest.mark.parametrize(
    ("day", "closes"),
    [
        (date(2026, 11, 23), at(11, 24, 12)),
        (date(2026, 11, 27), at(11, 30, 12)),  # over the weekend
        (date(2026, 9, 30), at(10, 8, 12)),  # over the holiday
        (date(2026, 10, 9), at(10, 10, 12)),  # a swapped Saturday follows
    ],
)
def test_a_day_closes_at_noon_of_the_next_school_day(day: date, closes: datetime) -> None:
    assert closes_at(day, CALENDAR) == closes


def test_no_report_ever_belongs_to_a_day_that_has_closed_when_no_day_was_said() -> None:
    for hours in range(0, 24 * 40):
        now = at(9, 10, 0) + timedelta(hours=hours)
        assert closes_at(homework_day(now, CALENDAR), CALENDAR) > now


def test_the_last_school_day_covers_the_days_off_after_it() -> None:
    assert CALENDAR.covers_days_off(date(2026, 11, 27))
    assert CALENDAR.evenings_covered(date(2026, 11, 27)) == 3
    assert CALENDAR.evenings_covered(date(2026, 9, 30)) == 8
    assert CALENDAR.evenings_covered(date(2026, 11, 26)) == 1
    assert not CALENDAR.covers_days_off(date(2026, 10, 9))  # school on Saturday
    assert not CALENDAR.covers_days_off(date(2026, 11, 28))  # no school day itself


def test_an_unknown_year_is_judged_by_weekdays_with_a_warning() -> None:
    day = date(2031, 10, 1)
    assert CALENDAR.is_school_day(day)
    assert "2031" in (CALENDAR.warning(day) or "")
    assert CALENDAR.warning(date(2026, 10, 1)) is None


def test_the_vacation_is_outside_the_terms() -> None:
    terms = ((date(2026, 9, 1), date(2027, 1, 22)), (date(2027, 2, 22), date(2027, 7, 2)))
    calendar = SchoolCalendar(known_years=frozenset({2026, 2027, 2028}), terms=terms)
    assert not calendar.is_school_day(date(2027, 1, 25))
    assert calendar.next_school_day(date(2027, 1, 22)) == date(2027, 2, 22)
    assert calendar.previous_school_day(date(2027, 2, 22)) == date(2027, 1, 22)


def test_a_school_year_whose_terms_were_forgotten_is_still_judged_with_a_warning() -> None:
    terms = ((date(2026, 9, 1), date(2027, 1, 22)), (date(2027, 2, 22), date(2027, 7, 2)))
    calendar = SchoolCalendar(known_years=frozenset({2026, 2027, 2028}), terms=terms)
    assert calendar.is_school_day(date(2027, 9, 1))
    assert "2027-2028" in (calendar.warning(date(2027, 9, 1)) or "")
    assert calendar.warning(date(2027, 3, 1)) is None


def test_the_weekly_no_homework_day_is_a_school_day_of_that_weekday() -> None:
    calendar = SchoolCalendar(
        days_off=CALENDAR.days_off, known_years=frozenset({2026}), no_homework_weekday=3
    )
    assert calendar.is_no_homework_day(date(2026, 11, 25))
    assert not calendar.is_no_homework_day(date(2026, 11, 24))
    assert not calendar.is_no_homework_day(date(2026, 10, 7))  # a Wednesday off


@pytest.mark.parametrize("weekday", [0, 8])
def test_a_weekday_runs_from_1_monday_to_7_sunday(weekday: int) -> None:
    with pytest.raises(ValueError, match="weekday"):
        SchoolCalendar(no_homework_weekday=weekday)


def test_a_day_is_written_with_its_weekday() -> None:
    assert day_words(date(2026, 11, 23)) == "11月23日(周一)"
    assert day_words(date(2026, 11, 1)) == "11月1日(周日)"
