"""The questionnaire under a thumb, and its results on a screen: no script, dark, small, large text."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from context import Context
from models.surveys.questionnaires import SurveyReply
from models.surveys.templates import shipped_templates
from tests.browser.launching import wait_until_true
from tests.browser.visits import Visits, faint, scrolls_sideways
from tests.people import Cast
from tests.rounds import link, start

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]


@pytest.fixture
def path(cast: Cast, context: Context) -> str:
    return f"/q/{link(context, start(context))}"


def tick(page: Page, name: str, *values: str) -> None:
    for value in values:
        page.locator(f"input[name='{name}'][value='{value}']").check(force=True)


def kept(context: Context) -> list[dict[str, object]]:
    with context.store.reading() as connection:
        return list(connection.scalars(sa.select(SurveyReply.answers)))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_questionnaire_is_filled_in_with_and_without_scripts(
    visits: Visits, path: str, context: Context, scripts: bool
) -> None:
    page = visits.open(path, has_touch=True, java_script_enabled=scripts)
    tick(page, "role", "parent")
    tick(page, "a-load", "heavy")
    tick(page, "a-why", "amount", "late")
    tick(page, "a-minutes", "45")
    page.locator("input[name='a-bedtime']").fill("22:15")
    tick(page, "a-mood", "3")
    page.locator(".bar__send").click()
    page.wait_for_url("**/done*")

    assert "22:15" in page.inner_text("main")
    assert kept(context) == [
        {"load": "heavy", "why": ["amount", "late"], "minutes": 45, "bedtime": 1335, "mood": 3}
    ]


def test_a_question_appears_when_it_is_asked_and_goes_again(visits: Visits, path: str) -> None:
    page = visits.open(path)
    why = page.locator(".ask", has_text="为什么")
    assert not why.is_visible()

    tick(page, "a-load", "heavy")
    expect(why).to_be_visible()

    tick(page, "a-load", "fit")
    expect(why).to_be_hidden()


def test_what_is_missing_is_marked_and_what_was_typed_stays(
    visits: Visits, path: str, context: Context
) -> None:
    page = visits.open(path)
    page.locator("textarea").fill("请分层")
    page.locator(".bar__send").click()
    page.wait_for_selector(".row_wrong")

    expect(page.locator(".row_wrong")).to_have_count(1)
    assert page.locator("textarea").input_value() == "请分层"
    assert kept(context) == []


def test_without_scripts_a_question_says_when_it_is_meant(visits: Visits, path: str) -> None:
    page = visits.open(path, java_script_enabled=False)

    why = page.locator(".ask", has_text="为什么")

    assert "上面“" in why.inner_text()
    assert "”才填" in why.inner_text()


def test_a_questionnaire_left_half_filled_is_half_filled_again(
    visits: Visits, path: str, context: Context
) -> None:
    page = visits.open(path)
    tick(page, "role", "parent")
    tick(page, "a-load", "heavy")
    tick(page, "a-why", "amount")
    tick(page, "a-minutes", "45")
    page.locator("textarea").fill("请分层")

    page.goto(visits.base + "/privacy")
    page.goto(visits.base + path)

    expect(page.locator("input[name='a-minutes'][value='45']")).to_be_checked()
    expect(page.locator("textarea")).to_have_value("请分层")
    expect(page.locator(".ask", has_text="为什么")).to_be_visible()

    page.locator(".bar__send").click()
    page.wait_for_url("**/done*")
    assert [each["minutes"] for each in kept(context)] == [45]
    wait_until_true(page, "Object.keys(localStorage).length === 0")


def test_a_double_tap_is_one_reply(visits: Visits, path: str, context: Context) -> None:
    page = visits.open(path)
    tick(page, "role", "parent")
    tick(page, "a-load", "fit")
    page.locator(".bar__send").dblclick()
    page.wait_for_url("**/done*")

    assert len(kept(context)) == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_no_is_as_large_as_yes_on_the_smallest_phone_and_forgets_the_draft(
    visits: Visits, path: str, context: Context, scripts: bool
) -> None:
    page = visits.open(path, width=320, height=568, java_script_enabled=scripts)
    page.locator("textarea").fill("请分层")
    no, yes = page.locator(".bar__refuse"), page.locator(".bar__send")
    sizes = [each.bounding_box() for each in (no, yes)]
    assert all(sizes)
    (width, height), (wide, high) = [(each["width"], each["height"]) for each in sizes if each]
    assert abs(width - wide) < 1
    assert abs(height - high) < 1
    assert height >= 44

    no.click()
    page.wait_for_url("**/no")
    assert "没有记下任何内容" in page.inner_text("main")
    assert not scrolls_sideways(page)
    assert faint(page, 4.5) == []

    page.locator(".receipt__acts .weui-btn").click()
    page.wait_for_selector(".bar__send")
    assert page.locator("textarea").input_value() == ""
    assert kept(context) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_shipped_questionnaire_fits_the_smallest_phone_and_is_readable(
    visits: Visits, cast: Cast, context: Context, dark: bool
) -> None:
    for name in shipped_templates():
        path = f"/q/{link(context, start(context, name))}"
        page = visits.open(path, width=320, height=568, color_scheme="dark" if dark else "light")
        assert not scrolls_sideways(page), name
        assert faint(page, 4.5) == [], name

        page.evaluate("document.querySelector('.page').style.fontSize = '34px'")
        assert not scrolls_sideways(page), name
        page.close()
