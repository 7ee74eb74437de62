"""How registers stand to families over the weeks (登记偏差): by subject and part, with enough days only."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest

from clock import SHANGHAI
from homework.registers import RegisterEntry
from homework.report import Assignment, Kind, Minutes, Subject
from homework.trends import WHOLE, Bias, WeekSum, biases_by
from homework.wording.console_trends import bias_band, bias_percent
from tests.handlers.pages.console.conftest import Console
from tests.handlers.pages.console.test_registers import declare, families
from tests.handlers.pages.console.test_small_groups import roll_up

M, E = Subject.MATHS, Subject.ENGLISH


def school_days(console: Console, count: int) -> None:
    """三年级2班 registers 20 minutes of 数学 and 10 of 英语 a day; its families say 40 and 10."""
    clock = console.school.clock
    for day in range(count):
        clock.jump(datetime(2026, 11, 16, 16, 0, tzinfo=SHANGHAI) + timedelta(days=day))
        declare(console, RegisterEntry(M, 20, content="练习册"), RegisterEntry(E, 10, Kind.ORAL))
        clock.forward(timedelta(hours=3))
        families(
            console,
            Assignment(M, "练习册", Minutes.exactly(40), Kind.WRITTEN),
            Assignment(E, "听读", Minutes.exactly(10), Kind.ORAL),
        )
    clock.jump(datetime(2026, 11, 23, 13, 0, tzinfo=SHANGHAI))
    roll_up(console)
    console.beat()


def cells(page: str, name: str) -> list[str]:
    """The line of this name in the tables of bias."""
    part = page.partition("登记表与家长反馈")[2]
    line = re.search(rf'<tr><th scope="row">{name}</th>(.*?)</tr>', part, re.S)
    return re.findall(r"<td[^>]*>(.*?)</td>", line[1]) if line else []


def test_five_days_tell_by_how_much_a_register_is_too_low(console: Console) -> None:
    school_days(console, 5)

    page = console.read(console.school.dean, "/console/trends?of=3")

    assert cells(page, "数学") == ["20", "40", "少50%", "5"]
    assert cells(page, "英语") == ["10", "10", "一致", "5"]
    assert cells(page, "三年级2班") == ["20", "40", "少50%", "5"]  # the cap is on written minutes


def test_four_days_tell_nothing(console: Console) -> None:
    school_days(console, 4)

    page = console.read(console.school.dean, "/console/trends?of=3")

    assert cells(page, "数学") == []
    assert "还没有哪一行满5个可比的班日" in page


def test_the_classs_own_teachers_read_a_band_and_no_minutes(console: Console) -> None:
    school_days(console, 5)

    for person in (console.school.homeroom, console.school.leader):
        page = console.read(person, "/console/trends?of=3-2")
        assert cells(page, "数学") == ["少30%以上", "5"]
        assert "50%" not in page.partition("登记表与家长反馈")[2]


def test_a_day_without_a_register_is_not_compared() -> None:
    sums = [WeekSum(date(2026, 11, 16), 1, WHOLE, 200, 5, 0, 5, 80, 160, 4)] * 2

    assert biases_by(sums, lambda each: each.subject) == {WHOLE: Bias(20, 40, 8)}


@pytest.mark.parametrize(
    ("declared", "heard", "exact", "band"),
    [
        (39, 40, "一致", "一致"),
        (36, 40, "少10%", "少一些"),
        (30, 40, "少25%", "少15%–30%"),
        (20, 40, "少50%", "少30%以上"),
        (50, 40, "多25%", "多15%–30%"),
        (10, 0, "一致", "一致"),
    ],
)
def test_bias_is_said_in_percent_of_what_families_say(
    declared: int, heard: int, exact: str, band: str
) -> None:
    bias = Bias(declared, heard, 5)

    assert (bias_percent(bias), bias_band(bias)) == (exact, band)
