"""The report page on a bad evening: WeUI late or missing, text enlarged by WeChat, a call in between."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from context import Context
from tests.browser.launching import wait_until_true
from tests.browser.phones import IOS, chip, hold_weui, rows, send
from tests.browser.visits import Visits, faint, scrolls_sideways
from tests.people import Cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]

TWICE_AS_LARGE = "body { -webkit-text-size-adjust: 200% !important }"
"""What WeChat on iOS does to a page for a reader who asked for large text: no em grows with it."""


def without_weui(page: Page) -> None:
    page.route("**/weui*", lambda route: route.abort())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_evening_is_told_and_read_without_weui(
    visits: Visits, link: str, context: Context, scheme: str
) -> None:
    page = visits.open("/healthz", 320, 568, color_scheme=scheme)
    without_weui(page)
    page.goto(visits.base + link)
    chip(page, "数学", "30").click()

    assert faint(page, 4.5) == []
    assert not scrolls_sideways(page)
    button = page.locator(".bar__send").bounding_box()
    assert button
    assert button["height"] >= 44
    assert button["y"] + button["height"] <= 568
    send(page)
    assert rows(context) == [("数学", 30)]
    assert faint(page, 4.5) == []


def test_nobody_waits_for_weui(visits: Visits, link: str, context: Context) -> None:
    page = visits.open("/healthz")
    held = hold_weui(page)
    page.goto(visits.base + link, wait_until="commit")

    chip(page, "数学", "30").check(force=True)
    page.locator(".bar__send").click()
    page.wait_for_url("**/done*", wait_until="commit")

    assert rows(context) == [("数学", 30)]
    assert held


def test_the_sum_and_the_draft_do_not_wait_for_weui_either(visits: Visits, link: str) -> None:
    page = visits.open("/healthz")
    held = hold_weui(page)
    page.goto(visits.base + link, wait_until="commit")
    expect(page.locator("#sum")).to_be_attached()
    wait_until_true(page, "typeof prepareForm === 'function'")  # our script has run

    chip(page, "数学", "30").check(force=True)
    expect(page.locator("#sum")).to_have_text("共30分钟")

    page.goto(visits.base + "/healthz")
    page.goto(visits.base + link, wait_until="commit")
    expect(chip(page, "数学", "30")).to_be_checked()
    assert held


def test_a_page_of_forced_colours_shows_what_is_chosen_and_what_is_wrong(
    visits: Visits, link: str
) -> None:
    page = visits.open(link, forced_colors="active")
    chip(page, "数学", "30").click()
    page.locator("input[name=x-chinese]").fill("很久")
    page.locator(".bar__send").click()
    page.locator("#wrong-chinese").wait_for()

    drawn = "each => ['outlineStyle', 'borderTopStyle'].map((side) => getComputedStyle(each)[side])"
    chosen = page.locator("fieldset[data-subject=数学] input[value='30'] + span")
    other = page.locator("fieldset[data-subject=数学] input[value='20'] + span")
    assert chosen.evaluate(drawn) == ["solid", "solid"]
    assert other.evaluate(drawn) == ["none", "solid"]
    wrong = page.locator(".row_wrong")
    assert wrong.evaluate("each => getComputedStyle(each).borderLeftWidth") == "6px"


def test_text_that_wechat_enlarges_stays_inside_its_buttons(visits: Visits, link: str) -> None:
    page = visits.open(link, 320, 640, user_agent=IOS, is_mobile=True, bypass_csp=True)
    page.add_style_tag(content=TWICE_AS_LARGE)
    page.locator("input[name=x-maths]").fill("125")

    cut = page.evaluate(
        """() => [...document.querySelectorAll('.chip span, .exact__input, .bar > *')]
        .filter((each) => each.getClientRects().length && each.scrollWidth > each.clientWidth + 1)
        .map((each) => each.textContent || each.name)"""
    )

    assert cut == []
    assert not scrolls_sideways(page)
    bar = page.locator(".bar").bounding_box()
    assert bar
    assert bar["height"] <= 640 / 5


def test_a_correction_that_was_interrupted_is_there_again(
    visits: Visits, link: str, context: Context
) -> None:
    page = visits.open(link)
    chip(page, "数学", "30").click()
    send(page)
    page.goto(visits.base + link)
    chip(page, "数学", "60").click()

    page.goto(visits.base + "/privacy")
    page.goto(visits.base + link)

    expect(chip(page, "数学", "60")).to_be_checked()
    send(page)
    assert rows(context) == [("数学", 60)]


def test_a_draft_gives_way_to_what_was_said_since(visits: Visits, link: str) -> None:
    page = visits.open(link)
    chip(page, "数学", "30").click()
    other = page.context.new_page()
    other.goto(visits.base + link)
    chip(other, "语文", "20").click()
    other.locator(".bar__send").click()
    other.wait_for_url("**/done*")
    chip(page, "数学", "60").click()  # the first page is still open, and older than the report

    page.goto(visits.base + link)

    expect(chip(page, "语文", "20")).to_be_checked()
    expect(chip(page, "数学", "60")).not_to_be_checked()


def test_two_childrens_drafts_do_not_drive_each_other_out(
    visits: Visits, link: str, cast: Cast
) -> None:
    page = visits.open(link)
    chip(page, "数学", "30").click()
    page.goto(f"{visits.base}/r/{cast.school_class(5, 1).public_link}")
    chip(page, "语文", "60").click()

    page.goto(visits.base + link)

    expect(chip(page, "数学", "30")).to_be_checked()


def test_the_first_mistake_has_the_focus_and_the_page_counts_them(
    visits: Visits, link: str
) -> None:
    page = visits.open(link, 320, 568)
    page.locator("input[name=x-chinese]").fill("很久")
    page.locator("input[name=x-english]").fill("0")

    page.locator(".bar__send").click()
    page.wait_for_selector(".row .wrong")

    wait_until_true(page, "document.activeElement.id === 'wrong-chinese'")
    assert "有2处要改一下" in page.inner_text(".wrong_top")


def test_an_unlikely_time_is_confirmed_in_its_own_row(
    visits: Visits, link: str, context: Context
) -> None:
    page = visits.open(link)
    page.locator("input[name=x-chinese]").fill("300")
    page.locator(".bar__send").click()
    row = page.locator("fieldset[data-subject=语文]")
    row.locator(".wrong").wait_for()
    assert "300分钟就是5小时" in row.inner_text()

    row.locator("input[name=sure]").check()
    send(page)

    assert rows(context) == [("语文", 300)]
