"""The hall display from five metres: sizes, contrast, room, calm paging, and honest age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page

from clock import FrozenClock
from context import Context
from homework.plan import SchoolPlan
from models.days.class_days import touched
from models.days.judging import judge_day
from models.leases import SCHEDULER, take_lease
from tests.browser.launching import wait_until_true
from tests.browser.visits import (
    Visits,
    crowded,
    faint,
    scrolls_sideways,
    stand_still,
    texts,
    visiting,
)
from tests.people import Cast, plan_for_tests

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]

MONDAY = "2026-11-23"
SCREENS = [(1920, 1080), (1080, 1920)]
OVER = (70, 80, 80, 90)
WITHIN = (20, 25, 30, 30, 35)


@pytest.fixture
def plan(plan: SchoolPlan) -> SchoolPlan:
    """Twelve classes in grade 3: two-digit names are the widest a wall has to hold."""
    made = plan_for_tests(publication=plan.publication)
    made.classes[3] = 12  # type: ignore[index]  # a dict, in tests
    return made


@pytest.fixture
def visits(app: Flask, chromium: str) -> Iterator[Visits]:
    with visiting(app, chromium) as opened:
        yield opened
    assert opened.complaints == []


class Wall:
    """A school whose evening is written down in one line, and its wall."""

    def __init__(self, app: Flask, context: Context, cast: Cast) -> None:
        self.app, self.context, self.cast = app, context, cast
        self.published = 0

    def reports(self, number: int, minutes: tuple[int, ...]) -> None:
        link = f"/r/{self.cast.school_class(3, number).public_link}"
        for each in minutes:
            family = self.app.test_client()
            family.get(link)
            family.post(link, data={"day": MONDAY, "x-maths": str(each)})

    def tick(self) -> None:
        now, plan = self.context.clock.now(), self.context.plans["shifan"]

        def job(connection: sa.Connection) -> None:
            take_lease(connection, SCHEDULER, "test", timedelta(seconds=45), now)
            for each in touched(connection):
                judge_day(connection, plan, each, now)

        self.context.store.write(job)

    def publishes(self, *numbers: int) -> None:
        """Families of these classes report too much; 王 checks and publishes each."""
        for number in numbers:
            self.reports(number, OVER)
            self.tick()
            self.published += 1
            self.cast.say("王", f"核实 {self.published} 登记表")
            self.cast.say("王", f"公示 {self.published}")


@pytest.fixture
def wall(app: Flask, context: Context, cast: Cast) -> Wall:
    made = Wall(app, context, cast)
    made.tick()
    return made


def look(visits: Visits, size: tuple[int, int], **options: Any) -> Page:
    page = stand_still(visits.page(*size, reduced_motion="reduce", **options))
    page.goto(visits.base + "/hall/shifan")
    return page


def standing_still(visits: Visits) -> Page:
    """The wall in a browser whose clock moves only when told to."""
    page = visits.browser.new_page(viewport={"width": 1920, "height": 1080})
    page.clock.install(time="2026-11-23T12:00:00Z")
    page.clock.pause_at("2026-11-23T12:01:00Z")
    page.goto(visits.base + "/hall/shifan")
    # The first asking has been answered: an answer that came later would make the wall young again.
    wait_until_true(page, "etag !== ''")
    return page


@pytest.mark.parametrize("size", SCREENS, ids=["landscape", "portrait"])
def test_everything_can_be_read_from_five_metres(
    visits: Visits, wall: Wall, size: tuple[int, int]
) -> None:
    wall.publishes(9, 10, 12)
    wall.cast.say("王", "误报 3 登记有误")
    wall.reports(1, WITHIN)
    wall.reports(11, WITHIN)
    wall.tick()
    page = look(visits, size)

    for slide in range(page.locator(".slide").count()):
        page.evaluate(f"show({slide})")
        shown = texts(page)
        names = [each for each in shown if each["name"] in ("row__class", "names__name")]
        assert names
        assert all(each["size"] >= size[1] / 12 for each in names)
        assert min(each["size"] for each in shown) >= size[1] / 40
        assert faint(page, 7.0) == []
        assert crowded(page) == []
        assert len(names) <= 6


@pytest.mark.parametrize("size", SCREENS, ids=["landscape", "portrait"])
def test_the_quiet_the_stale_and_the_neutral_wall_have_room_too(
    visits: Visits, wall: Wall, clock: FrozenClock, size: tuple[int, int]
) -> None:
    page = look(visits, size)
    assert "没有需要公示的班级" in page.inner_text("#board")
    assert crowded(page) == []

    wall.publishes(9, 10, 12)
    clock.forward(timedelta(minutes=3))
    page.reload()
    assert page.locator(".foot__stale").is_visible()
    assert faint(page, 7.0) == []
    assert crowded(page) == []

    clock.forward(timedelta(minutes=7))
    page.reload()
    assert "数据正在恢复" in page.inner_text("body")
    assert "三年级" not in page.inner_text("body")


@pytest.mark.parametrize("size", SCREENS, ids=["landscape", "portrait"])
def test_the_wall_has_no_scroll_bars_and_no_cursor(
    visits: Visits, wall: Wall, size: tuple[int, int]
) -> None:
    page = look(visits, size)

    assert not scrolls_sideways(page)
    assert page.evaluate("getComputedStyle(document.body).cursor") == "none"
    assert page.evaluate("getComputedStyle(document.documentElement).overflow") == "hidden"


def test_the_wall_turns_its_pages_every_ten_seconds(visits: Visits, wall: Wall) -> None:
    wall.publishes(1, 2, 3, 4)
    page = standing_still(visits)
    first = page.inner_text(".slide.is-shown")
    assert page.inner_text("#page") == "第1页 共2页"

    page.clock.run_for(9_900)
    assert page.inner_text(".slide.is-shown") == first
    page.clock.run_for(200)

    assert page.inner_text(".slide.is-shown") != first
    assert page.inner_text("#page") == "第2页 共2页"


def test_what_is_published_appears_without_a_reload(visits: Visits, wall: Wall) -> None:
    page = standing_still(visits)
    page.evaluate("window.isTheSamePage = true")
    wall.publishes(2)

    page.clock.run_for(15_100)
    page.get_by_text("三年级2班").first.wait_for()

    assert page.evaluate("window.isTheSamePage")


def test_a_correction_is_read_within_a_minute_without_a_reload(visits: Visits, wall: Wall) -> None:
    wall.publishes(2)
    page = standing_still(visits)
    page.get_by_text("教导处已核实").wait_for()
    wall.cast.say("王", "误报 1 登记有误")

    page.clock.run_for(60_000)

    page.get_by_text("书面作业超标不成立").first.wait_for()
    assert page.locator(".row__tag").all_inner_texts() == ["更正"]


def test_a_wall_without_a_network_tells_its_age_and_then_accuses_nobody(
    visits: Visits, wall: Wall
) -> None:
    wall.publishes(2)
    page = standing_still(visits)
    page.route("**/*", lambda route: route.abort())

    page.clock.run_for(121_000)
    assert page.locator(".foot__stale").is_visible()
    assert page.get_by_text("三年级2班").first.is_visible()
    assert "2分钟前" in page.inner_text(".foot__age")

    page.clock.run_for(480_000)
    assert not page.get_by_text("三年级2班").first.is_visible()
    assert page.get_by_text("数据正在恢复").first.is_visible()

    page.unroute("**/*")
    page.clock.run_for(15_100)
    page.get_by_text("三年级2班").first.wait_for()


def test_the_wall_stays_when_scripts_are_off(visits: Visits, wall: Wall) -> None:
    wall.publishes(2)
    page = look(visits, (1920, 1080), java_script_enabled=False)

    assert page.get_by_text("三年级2班").first.is_visible()
    assert page.locator("meta[http-equiv=refresh]").count() == 1


def test_the_sheet_fits_one_page_of_a4(visits: Visits, wall: Wall) -> None:
    wall.publishes(1, 2, 3)
    page = visits.open("/hall/shifan/print", 900, 1200)

    paper = page.pdf(prefer_css_page_size=True)

    assert paper.count(b"/Type /Page\n") == 1
    assert b"/MediaBox [0 0 594.9" in paper or b"/MediaBox [0 0 595" in paper


def test_a_visitors_phone_reads_the_wall_as_a_page(visits: Visits, wall: Wall) -> None:
    wall.publishes(1, 2)
    page = visits.open("/hall/shifan", 390, 844)

    assert not scrolls_sideways(page)
    assert page.get_by_text("三年级1班").first.is_visible()
