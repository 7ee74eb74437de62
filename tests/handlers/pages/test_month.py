"""The month's summary: counts of what was found and put right, no class, nobody's words."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from clock import SHANGHAI
from tests.handlers.pages.console.conftest import OVER, Console, console, school

__all__ = ["console", "school"]
MONTH = "/hall/shifan/month"


@pytest.fixture
def november(console: Console) -> Console:
    """Two classes confirmed and shown, one of them taken back, a third refuted."""
    for number in (1, 2, 3):
        console.school.evening(4, number, OVER)
    console.school.tick()
    dean = console.school.dean
    for number in (1, 2):
        console.press(dean, f"/console/cases/{number}/confirm", way="phone")
        console.press(dean, f"/console/cases/{number}/publish")
    console.press(dean, "/console/cases/1/refute", reason="含家庭自加")
    console.press(dean, "/console/cases/3/refute", reason="是两天的量")
    return console


def test_a_month_is_told_in_counts(november: Console) -> None:
    page = november.browser().get(MONTH).get_data(as_text=True)

    for words in (
        "2026年11月作业公示月报",
        "11月已过16个上学日,3个班的家长填了18份反馈。",
        "经人工核实,属实1件,不成立2件。",
        "在大厅公示1次:书面作业1次。",
        "公示后更正1次",
    ):
        assert words in page, words
    assert not re.search(r"[一二三四五六]年级\d班", page)
    assert "家庭自加" not in page


def test_another_month_is_its_own(november: Console) -> None:
    november.school.clock.jump(datetime(2026, 12, 3, 9, 0, tzinfo=SHANGHAI))
    browser = november.browser()

    assert "没有需要核实的超标" in browser.get(MONTH).get_data(as_text=True)
    assert "属实1件" in browser.get(f"{MONTH}?m=2026-11").get_data(as_text=True)


@pytest.mark.parametrize("month", ["", "2026-12", "2026-13", "never", "2026-11-01", "0001-01"])
def test_a_month_that_is_none_is_not_there(november: Console, month: str) -> None:
    assert november.browser().get(f"{MONTH}?m={month}").status_code == 404


def test_a_school_that_is_not_here_has_no_month(november: Console) -> None:
    assert november.browser().get("/hall/nowhere/month").status_code == 404
