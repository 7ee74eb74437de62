"""The wall, its JSON, the A4 公示单, the LED line and the month's article say the same of the same cases."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from clock import SHANGHAI, FrozenClock
from context import Context
from tests.handlers.pages.test_hall import Evening, evening, facts, wall
from tests.people import Cast

__all__ = ["evening"]

_ROW = re.compile(r'<tr class="tone_\w+"><th scope="row">(.*?)</th>(.*?)</tr>', re.S)
_CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.S)
_LED = re.compile(r'class="aside__line"[^>]*>(.*?)</span>', re.S)
_FINDING = re.compile(
    r"([一二三四五六七八九]年级\d+班)(\d+)月(\d+)日.*?约(\d+)分钟\(.*?上限(\d+)分钟\),教导处已核实"
)
_CORRECTED = re.compile(r"更正:([一二三四五六七八九]年级\d+班)(\d+)月(\d+)日")

Fact = tuple[str, str, int, int]


@pytest.fixture
def published(evening: Evening, cast: Cast) -> Evening:
    """Three classes over by different figures, all published, one taken back; one answered."""
    for slug, minutes in (
        ("3-2", (70, 80, 80, 90)),
        ("4-1", (95, 100, 100)),
        ("5-3", (65, 75, 90)),
    ):
        evening.report(slug, minutes)
    evening.tick()
    for words in ("核实 1 登记表", "核实 2 登记表", "核实 3 登记表", "公示 1", "公示 2", "公示 3"):
        cast.say("王", words)
    cast.say("王", "误报 3 含家庭自加")
    return evening


def _short(day: str) -> str:
    found = date.fromisoformat(day)
    return f"{found.month}月{found.day}日"


def of_json(found: dict[str, Any]) -> set[Fact]:
    return {
        (each["class"], _short(each["day"]), each["measured"], each["permitted"])
        for each in found["findings"]
    }


def of_paper(page: str) -> set[Fact]:
    rows = [(name, _CELL.findall(cells)) for name, cells in _ROW.findall(page)]
    return {
        (name, cells[0], int(re.sub(r"\D", "", cells[2])), int(re.sub(r"\D", "", cells[3])))
        for name, cells in rows
        if cells[2] != "不成立"
    }


def of_led(line: str) -> set[Fact]:
    return {
        (name, f"{month}月{day}日", int(measured), int(permitted))
        for name, month, day, measured, permitted in _FINDING.findall(line)
    }


def led(page: str) -> str:
    found = _LED.search(page)
    assert found
    return unescape(found[1])


def test_all_four_name_the_same_classes_days_figures_and_caps(
    client: FlaskClient, published: Evening
) -> None:
    found, page = facts(client), unescape(wall(client, "/hall/shifan/print"))

    expected = of_json(found)
    assert {name for name, *_ in expected} == {"三年级2班", "四年级1班"}
    assert of_paper(page) == expected
    assert of_led(led(page)) == expected
    words = unescape(wall(client)) + unescape(wall(client, "/hall/shifan?page=1"))
    for name, day, measured, permitted in expected:
        assert name in words
        assert day in words
        assert f"约{measured}分钟" in words
        assert f"上限{permitted}分钟" in words


def test_a_correction_is_in_all_four_and_its_figure_in_none(
    client: FlaskClient, published: Evening
) -> None:
    page = unescape(wall(client, "/hall/shifan/print"))

    (corrected,) = facts(client)["corrections"]
    assert corrected["class"] == "五年级3班"
    rows = dict(_ROW.findall(page))
    assert _CELL.findall(rows["五年级3班"])[2] == "不成立"
    assert _CORRECTED.findall(led(page)) == [("五年级3班", "11", "23")]
    assert "向五年级3班师生致歉" in page
    article = unescape(wall(client, "/hall/shifan/month"))
    assert "公示后更正1次" in article


def test_the_months_article_counts_what_the_wall_names(
    client: FlaskClient, published: Evening, clock: FrozenClock
) -> None:
    article = unescape(wall(client, "/hall/shifan/month"))
    found = facts(client)

    assert f"在大厅公示{len(found['findings'])}次:书面作业{len(found['findings'])}次" in article
    assert f"公示后更正{len(found['corrections'])}次" in article
    for each in (*found["findings"], *found["corrections"]):
        assert each["class"] not in article


def test_on_the_fourth_school_day_all_are_silent_but_the_month(
    client: FlaskClient, published: Evening, context: Context, clock: FrozenClock
) -> None:
    shown = [date(2026, 11, 23) + timedelta(days=days) for days in range(4)]
    named = []
    for day in shown:
        clock.jump(datetime(day.year, day.month, day.day, 21, 0, tzinfo=SHANGHAI))
        published.tick()  # a sign of life
        page = unescape(wall(client, "/hall/shifan/print"))
        assert of_paper(page) == of_led(led(page)) == of_json(facts(client))
        named.append(len(of_paper(page)))

    assert named == [2, 2, 2, 0]
    assert "在大厅公示2次" in unescape(wall(client, "/hall/shifan/month"))
