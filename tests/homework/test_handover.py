"""The week that is handed over, when, and in which words."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from homework.cases import CaseState
from homework.days import SHANGHAI, SchoolCalendar
from homework.handover import Handover, begins_week, week_handed_over
from homework.wording.staff_handover import (
    NOTHING,
    handover_lines,
    handover_text,
    handover_values,
)
from tests.homework.test_staff_wording import fits

MONDAY = date(2026, 11, 23)
BEFORE = date(2026, 11, 16)
NOW = datetime(2026, 11, 23, 7, 5, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("off", "extra", "first", "handed"),
    [
        ([], [], MONDAY, BEFORE),
        ([23, 24], [], date(2026, 11, 25), BEFORE),  # a holiday: the week begins on Wednesday
        ([16, 17, 18, 19, 20], [], MONDAY, date(2026, 11, 9)),  # a week off: the one before it
        ([], [22], MONDAY, BEFORE),  # a Sunday worked for a Friday belongs to its own week
    ],
)
def test_a_week_begins_with_its_first_school_day_and_takes_over_the_last_one_with_school(
    off: list[int], extra: list[int], first: date, handed: date
) -> None:
    calendar = SchoolCalendar(
        days_off=frozenset(date(2026, 11, day) for day in off),
        extra_school_days=frozenset(date(2026, 11, day) for day in extra),
    )

    week = [date(2026, 11, day) for day in range(23, 30)]
    assert [day for day in week if begins_week(calendar, day)] == [first]
    assert {week_handed_over(calendar, day) for day in week} == {handed}


def test_the_words_count_cases_name_classes_and_say_what_waits() -> None:
    week = Handover(
        BEFORE,
        [CaseState.SUSPECTED, CaseState.CLOSED, CaseState.PUBLIC, CaseState.REFUTED],
        [("三年级2班", "agrees"), ("四年级1班", None), ("五年级3班", "agrees")],
        [(12, "三年级2班")],
    )

    assert handover_text("示范小学", week) == (
        "【上周交接】示范小学 11月16日(周一)起一周\n"
        "督办4件,2件已了结,2件在办:1件待核实、1件已公示、1件已销号、1件不成立。\n"
        "抽查3个班。与登记一致:三年级2班、五年级3班;没有记录:四年级1班。\n"
        "还没有核实:12号三年级2班,由教导处接着办。"
    )
    assert handover_values("示范小学", week, NOW)["finding"] == "督办4件,抽查3班,2项待办"


def test_a_week_without_anything_says_so() -> None:
    assert handover_lines(Handover(BEFORE, [], [], [])) == [NOTHING]


@pytest.mark.parametrize("count", [0, 1, 99, 500])
def test_the_handover_fits_the_fields(count: int) -> None:
    waiting = [(number, "三年级2班") for number in range(count)]
    week = Handover(BEFORE, [CaseState.PUBLIC] * count, [("三年级2班", None)] * 10, waiting)

    assert fits(handover_values("重庆市沙坪坝区树人景瑞小学校东海校区与科学城校区", week, NOW))
    assert handover_lines(week)[-1].count("号") <= 8
