"""School days: national holidays, the school's own calendar.toml, and years nobody knows yet."""

from __future__ import annotations

from datetime import date

import pytest

from tests.settings.conftest import Folder


@pytest.mark.parametrize(
    ("day", "is_school_day", "remark"),
    [
        (date(2026, 10, 1), False, "国庆节"),
        (date(2026, 10, 10), True, "国庆调休,周六上学"),
        (date(2026, 10, 17), False, "周六"),
        (date(2026, 11, 23), True, "周一"),
        (date(2031, 10, 1), True, "没有录入的年份,周三按上学日算"),
        (date(2031, 10, 4), False, "没有录入的年份,周六"),
    ],
)
def test_the_state_councils_days_hold_without_a_calendar_file(
    folder: Folder, day: date, is_school_day: bool, remark: str
) -> None:
    (school,) = folder.read().schools

    assert school.calendar.is_school_day(day) is is_school_day, remark


@pytest.mark.parametrize(
    ("day", "is_school_day"),
    [
        (date(2027, 1, 1), False),  # a Friday; announced or not, nobody goes to school
        (date(2027, 1, 4), True),
        (date(2028, 5, 1), False),
        (date(2027, 10, 1), False),
    ],
)
def test_days_off_that_never_move_hold_before_the_year_is_announced(
    folder: Folder, day: date, is_school_day: bool
) -> None:
    calendar = folder.read().schools[0].calendar

    assert calendar.is_school_day(day) is is_school_day
    assert calendar.warning(day) is not None


def test_an_unknown_year_is_warned_about_until_the_file_completes_it(folder: Folder) -> None:
    assert folder.read().schools[0].calendar.warning(date(2031, 3, 3)) is not None

    folder.write("calendar.toml", "years = [2031]\ndays_off = [[2031-10-01, 2031-10-07]]")
    calendar = folder.read().schools[0].calendar

    assert calendar.warning(date(2031, 3, 3)) is None
    assert not calendar.is_school_day(date(2031, 10, 7))
    assert calendar.is_school_day(date(2031, 10, 8))


def test_the_file_wins_over_the_library_and_a_school_over_the_site(folder: Folder) -> None:
    folder.write(
        "calendar.toml",
        """
days_off = ["2026-10-10", 2026-11-20]
school_days = [2026-10-05]

[school.shifan]
days_off = [2026-11-23]
school_days = [2026-11-20]
""",
    )
    calendar = folder.read().schools[0].calendar

    assert not calendar.is_school_day(date(2026, 10, 10))
    assert calendar.is_school_day(date(2026, 10, 5))
    assert not calendar.is_school_day(date(2026, 11, 23))
    assert calendar.is_school_day(date(2026, 11, 20))


@pytest.mark.parametrize(
    ("content", "key", "said"),
    [
        ("days_off = ['国庆']", "calendar.toml.days_off", "国庆"),
        ("days_off = [[2026-10-07, 2026-10-01]]", "calendar.toml.days_off", "首日"),
        ("days_off = [[2026-01-01, 2027-01-01]]", "calendar.toml.days_off", "120"),
        ("days_off = [2026-10-01T08:00:00]", "calendar.toml.days_off", "不是日期"),
        (
            "days_off = [2026-10-09]\nschool_days = [2026-10-09]",
            "calendar.toml.school_days",
            "同时",
        ),
        ("years = ['2027']", "calendar.toml.years", "[2027]"),
        ("day_off = [2026-10-09]", "calendar.toml.day_off", "days_off"),
        ("[school.nobody]\ndays_off = []", "calendar.toml.school.nobody", "没有这所学校"),
        ("days_off = [", "calendar.toml", "没有成对"),
    ],
)
def test_a_mistake_in_the_calendar_file_is_told_by_key(
    folder: Folder, content: str, key: str, said: str
) -> None:
    folder.write("calendar.toml", content)

    assert said in folder.mistakes()[key]
