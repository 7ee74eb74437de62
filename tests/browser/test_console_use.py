"""The console in use: every page on the smallest phone, by keyboard, after the session ended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect, sync_playwright

from models.cases.rectifications import Rectification
from models.staff.people import ConsoleSession
from tests.browser.launching import launch, wait_until_true
from tests.gallery.pages import console_pages
from tests.gallery.school import School
from tests.gallery.story import tell_story
from tests.gallery.taking import COOKIE, Camera, serving

pytestmark = [pytest.mark.browser]


WIDE = "document.documentElement.scrollWidth"


class Office:
    """The gallery's school behind a browser."""

    def __init__(self, browser: Browser, school: School, base: str) -> None:
        self.school, self.base = school, base
        self.camera = Camera(browser, school, base, Path())

    def open(self, path: str, who: str = "dean", width: int = 390) -> Page:
        """A page as this person sees it."""
        return self.camera.open(path, who, width)


@pytest.fixture(scope="module")
def office(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    school = tell_story(tmp_path_factory.mktemp("school"))
    with serving(school) as base, sync_playwright() as playwright:
        browser = launch(playwright, chromium)
        yield Office(browser, school, base)
        browser.close()


def test_no_page_scrolls_sideways_on_the_smallest_phone_or_at_double_text(office: Office) -> None:
    wide: dict[str, int] = {}
    complaints: list[str] = []
    for picture in console_pages(office.school):
        page = office.open("", picture.who, 320)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(office.base + picture.path)
        if (width := page.evaluate(WIDE)) > 320:
            wide[picture.name] = width
        page.set_viewport_size({"width": 390, "height": 844})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if (width := page.evaluate(WIDE)) > 390:
            wide[f"{picture.name} at double text"] = width
        page.context.close()

    assert wide == {}
    assert [each for each in complaints if "Failed to load resource" not in each] == []


def test_every_chart_has_its_title_its_unit_and_its_cap_in_the_dark_on_a_phone(
    office: Office,
) -> None:
    page = office.camera.open("/console/trends?of=3", "dean", 390, "dark")
    wait_until_true(
        page,
        "[...document.querySelectorAll('.chart')].filter((each) => each.querySelector('canvas'))"
        ".length === document.querySelectorAll('table[data-chart]').length",
    )
    charts = page.evaluate(
        """() => [...document.querySelectorAll(".chart")].map((place) => {
          const shown = echarts.getInstanceByDom(place).getOption();
          const box = place.getBoundingClientRect();
          return { label: place.getAttribute("aria-label"), unit: shown.yAxis[0].name,
            cap: shown.series[0].markLine ? shown.series[0].markLine.data[0].yAxis : null,
            series: shown.series.length, colours: shown.color.length, right: box.right, width: box.width,
            rows: place.parentElement.querySelectorAll("tbody tr").length, points: shown.xAxis[0].data.length };
        })"""
    )

    assert len(charts) >= 3
    assert [each["cap"] for each in charts[:2]] == [60, 60]
    for each in charts:
        assert "数字见旁边的表" in each["label"]
        assert each["label"].startswith(("三年级", "各班", "登记表"))
        assert each["unit"] == "分钟"
        assert each["rows"] == each["points"] > 0
        assert each["width"] > 250
        assert each["right"] <= 390


def test_without_scripts_the_tables_tell_what_the_charts_would(office: Office) -> None:
    camera = office.camera
    context = camera.browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    cookie = {"name": COOKIE, "value": camera.session("dean"), "url": office.base}
    context.add_cookies([cookie])  # type: ignore[list-item]  # as playwright takes it
    page = context.new_page()
    page.goto(f"{office.base}/console/trends?of=3")

    assert page.locator(".chart:visible").count() == 0
    assert page.locator("table[data-chart]").count() >= 3
    assert "平时上限60分钟" in page.inner_text("main")
    context.close()


def test_a_talk_is_noted_on_a_desktop_too(office: Office) -> None:
    page = office.open(f"/console/cases/{office.school.case('6-2')}", width=1280)

    page.click("summary:has-text('记一次座谈')")
    page.fill("#notice input[name=words]", "与语文老师商定:抄写减半")
    page.click("#notice button:has-text('记下')")

    expect(page.locator("#notice")).to_contain_text("抄写减半")
    with office.school.store.reading() as connection:
        assert "抄写减半" in str(
            connection.scalars(sa.select(Rectification.talk).where(Rectification.talk != "")).all()
        )


def test_what_was_typed_outlives_a_session_that_ended(office: Office) -> None:
    number = office.school.case("2-1")
    page = office.open(f"/console/cases/{number}", "principal")
    page.click("summary:has-text('误报')")
    page.fill(".own input[name=reason]:visible", "其中一半是周末的量,已问过班主任")
    office.school.store.write(lambda c: c.execute(sa.delete(ConsoleSession)))
    office.camera.cookies.clear()
    page.click(".own button:has-text('误报')")
    expect(page.get_by_role("status")).to_contain_text("刚才那一步没有做")
    expect(page.locator("textarea[readonly]")).to_have_value("其中一半是周末的量,已问过班主任")
    onward = page.get_by_role("link", name="重新登录").get_attribute("href") or ""
    assert f"next=/console/cases/{number}" in onward.replace("%2F", "/")

    page.context.clear_cookies()
    again = {"name": COOKIE, "value": office.camera.session("principal"), "url": office.base}
    page.context.add_cookies([again])  # type: ignore[list-item]  # as playwright takes it
    page.goto(f"{office.base}/console/cases/{number}")

    field = page.locator(".own input[name=reason]:visible").first
    expect(field).to_have_value("其中一半是周末的量,已问过班主任")
    page.click(".own button:has-text('误报')")
    expect(page.locator(".said")).to_contain_text("误报")
    assert page.evaluate("sessionStorage.length") == 0


def test_the_keyboard_reaches_the_case_in_order_and_is_seen(office: Office) -> None:
    page = office.open(f"/console/cases/{office.school.case('4-1')}", width=1280)
    seen: list[str] = []
    for _ in range(30):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => { const here = document.activeElement;
                if (here === document.body) return 'end';
                const style = getComputedStyle(here);
                return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 ? '' : 'unseen ')
                  + here.textContent.trim().slice(0, 12) }"""
            )
        )

    words = [re.sub(r"\s+", "", each) for each in seen]
    assert not [each for each in words if each.startswith("unseen")]
    order = [words.index(each) for each in ("示范小学", "今日待办", "退出", "核实", "误报")]
    assert order == sorted(order)


def test_a_homeroom_teacher_answers_with_one_tap_from_the_link(office: Office) -> None:
    page = office.open(f"/console/cases/{office.school.case('3-2')}", "homeroom")

    page.click("#answer button:has-text('在校已完成大部分')")

    expect(page.locator(".said")).to_be_visible()
    expect(page.locator("#answer b")).to_have_text("在校已完成大部分")


def test_a_principal_publishes_before_the_hour_only_with_a_reason(office: Office) -> None:
    page = office.open(f"/console/cases/{office.school.case('6-4')}", "principal")
    page.click("summary:has-text('提前公示')")
    page.click(".own button:has-text('公示'):visible")
    assert page.locator(".said").count() == 0  # the browser asks for the reason

    page.fill(".own input[name=reason]:visible", "连续两周超量,家长会已说明")
    page.click(".own button:has-text('公示'):visible")

    expect(page.locator(".said")).to_contain_text("已公示")
    page.goto(f"{office.base}/hall/shifan")
    expect(page.locator("body")).to_contain_text("六年级4班")
