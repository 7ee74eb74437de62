"""The report page under a thumb: taps counted, scripts off, small, dark, large text, back, double tap."""

from __future__ import annotations

import gzip

import pytest
import sqlalchemy as sa
from playwright.sync_api import Response, expect

from context import Context
from models.reporting.reports import ReportRow
from tests.browser.launching import wait_until_true
from tests.browser.phones import ANDROID, IOS, WINDOWS, chip, rows, send
from tests.browser.visits import Visits, faint, scrolls_sideways
from tests.people import Cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]

LARGEST_TEXT = ".page { font-size: 34px !important }"


@pytest.fixture
def young_link(cast: Cast) -> str:
    return f"/r/{cast.school_class(1, 3).public_link}"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("agent", [ANDROID, IOS, WINDOWS], ids=["android", "ios", "windows"])
def test_an_ordinary_evening_is_four_taps(
    visits: Visits, link: str, context: Context, agent: str, scripts: bool
) -> None:
    page = visits.open(link, user_agent=agent, has_touch=True, java_script_enabled=scripts)

    chip(page, "语文", "20").tap()
    chip(page, "数学", "30").tap()
    chip(page, "英语", "10").tap()
    page.locator(".bar__send").tap()
    page.wait_for_url("**/done*")

    assert rows(context) == [("语文", 20), ("数学", 30), ("英语", 10)]
    assert "60分钟" in page.inner_text(".paper")


def test_an_evening_without_homework_is_one_tap(visits: Visits, link: str) -> None:
    page = visits.open(link)

    page.get_by_role("button", name="没有作业").click()
    page.wait_for_url("**/done*")

    assert "没有作业" in page.inner_text(".paper")


@pytest.mark.parametrize("width", [320, 390])
def test_no_is_as_large_as_yes_and_leaves_nothing_behind(
    visits: Visits, link: str, context: Context, width: int
) -> None:
    page = visits.open(link, width)
    chip(page, "数学", "30").click()
    yes = page.locator(".bar__send").bounding_box()
    no = page.get_by_role("link", name="不同意").bounding_box()
    assert yes
    assert no
    assert (no["width"], no["height"]) == pytest.approx((yes["width"], yes["height"]), abs=0.5)

    page.get_by_role("link", name="不同意").click()
    page.wait_for_url("**/no")

    assert "没有记下任何内容" in page.inner_text("h1")
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert "hw_device" not in {each["name"] for each in page.context.cookies()}
    assert rows(context) == []


@pytest.mark.parametrize("size", [(390, 844), (320, 568), (1280, 800)])
def test_the_send_button_is_on_the_first_screen(
    visits: Visits, link: str, size: tuple[int, int]
) -> None:
    page = visits.open(link, *size)

    box = page.locator(".bar__send").bounding_box()

    assert box is not None
    assert 0 <= box["y"] <= size[1] - box["height"]
    assert box["height"] >= 44


@pytest.mark.parametrize("width", [320, 390])
def test_every_target_is_wide_enough_for_a_thumb(visits: Visits, link: str, width: int) -> None:
    page = visits.open(link, width)
    for fold in page.locator("details > summary").all():
        if fold.is_visible():
            fold.click()

    small = [
        box
        for target in page.locator(".chip span, .exact__input, summary, .weui-btn").all()
        if target.is_visible()
        and (box := target.bounding_box())
        and (box["width"] < 44 or box["height"] < 44)
    ]

    assert small == []


@pytest.mark.parametrize(
    "style", ["/* as it is */", LARGEST_TEXT], ids=["text 100 %", "text 200 %"]
)
def test_nothing_scrolls_sideways_at_320_pixels(visits: Visits, link: str, style: str) -> None:
    page = visits.open(link, 320, 640, bypass_csp=True)
    page.add_style_tag(content=style)
    chip(page, "数学", "30").click()
    for fold in page.locator("details > summary").all():
        if fold.is_visible():
            fold.click()
    assert not scrolls_sideways(page)

    send(page)
    for path in ("", "/me", "/privacy"):
        if path:
            page.goto(visits.base + path)
        page.add_style_tag(content=style)
        assert not scrolls_sideways(page), path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read_in_light_and_in_the_dark(
    visits: Visits, link: str, scheme: str
) -> None:
    page = visits.open(link, color_scheme=scheme)
    chip(page, "数学", "30").click()
    page.locator("fieldset[data-subject=数学] summary").click()
    assert faint(page, 4.5) == []

    send(page)
    assert faint(page, 4.5) == []
    for path in ("/me", "/privacy"):
        page.goto(visits.base + path)
        for fold in page.locator("summary").all():
            fold.click()
        assert faint(page, 4.5) == []


def test_the_buttons_leave_most_of_the_screen_at_double_text(visits: Visits, link: str) -> None:
    page = visits.open(link, 320, 640, bypass_csp=True)
    page.add_style_tag(content=LARGEST_TEXT)
    chip(page, "数学", "30").click()

    box = page.locator(".bar").bounding_box()

    assert box is not None
    assert box["height"] <= 640 / 5
    button, sum_words = page.locator(".bar__send"), page.locator("#sum")
    outer, inner = button.bounding_box(), sum_words.bounding_box()
    assert outer
    assert inner
    assert outer["x"] <= inner["x"]
    assert inner["x"] + inner["width"] <= outer["x"] + outer["width"]


def test_a_double_tap_is_one_report(visits: Visits, link: str, context: Context) -> None:
    page = visits.open(link)
    chip(page, "语文", "20").click()

    page.locator(".bar__send").dblclick()
    page.wait_for_url("**/done*")

    with context.store.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(ReportRow)) == 1


def test_the_back_button_shows_what_was_sent_and_sends_nothing(
    visits: Visits, link: str, context: Context
) -> None:
    page = visits.open(link)
    chip(page, "语文", "20").click()
    send(page)

    page.go_back()

    expect(chip(page, "语文", "20")).to_be_checked()
    assert rows(context) == [("语文", 20)]


def test_a_page_that_was_closed_half_filled_is_half_filled_again(visits: Visits, link: str) -> None:
    page = visits.open(link)
    chip(page, "数学", "30").click()
    page.locator("fieldset[data-subject=数学] summary").click()
    page.locator("input[name=c-maths]").fill("练习册12页")

    page.goto(visits.base + "/privacy")
    page.goto(visits.base + link)

    expect(chip(page, "数学", "30")).to_be_checked()
    expect(page.locator("input[name=c-maths]")).to_have_value("练习册12页")


def test_a_draft_is_gone_once_it_was_sent(visits: Visits, link: str) -> None:
    page = visits.open(link)
    chip(page, "数学", "30").click()

    send(page)

    wait_until_true(page, "Object.keys(localStorage).length === 0")


def test_a_second_tap_takes_a_choice_back(visits: Visits, link: str) -> None:
    page = visits.open(link)
    chip(page, "数学", "30").click()
    expect(page.locator(".bar__send")).to_contain_text("共30分钟")

    chip(page, "数学", "30").click()

    expect(chip(page, "数学", "30")).not_to_be_checked()
    expect(page.locator(".bar__send")).not_to_contain_text("分钟")


def test_typing_an_exact_figure_replaces_the_tapped_one(
    visits: Visits, link: str, context: Context
) -> None:
    page = visits.open(link)
    chip(page, "数学", "30").click()

    page.locator("input[name=x-maths]").fill("25")
    send(page)

    assert rows(context) == [("数学", 25)]


def test_the_enter_key_sends_and_never_says_no_homework(
    visits: Visits, link: str, context: Context
) -> None:
    page = visits.open(link, java_script_enabled=False)
    page.locator("input[name=x-maths]").fill("25")

    page.keyboard.press("Enter")
    page.wait_for_url("**/done*")

    assert rows(context) == [("数学", 25)]


def test_a_mistake_is_scrolled_to_and_said_beside_its_field(
    visits: Visits, young_link: str
) -> None:
    page = visits.open(young_link, 320, 568)
    chip(page, "英语", "20").click()

    page.locator(".bar__send").click()

    words = page.locator("fieldset[data-subject=英语] .wrong")
    expect(words).to_be_in_viewport()
    box = words.bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 568
    expect(chip(page, "英语", "20")).to_be_checked()


def test_a_first_visit_is_at_most_sixty_kilobytes(visits: Visits, link: str) -> None:
    page = visits.open("/privacy")
    page.context.clear_cookies()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))

    page.goto(visits.base + link)
    page.wait_for_load_state("networkidle")

    bodies = [each.body() for each in answers]
    assert len(bodies) == 4  # the page, WeUI, our style, our script
    assert sum(len(gzip.compress(body)) for body in bodies) <= 60 * 1024
