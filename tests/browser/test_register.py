"""The class monitor's half minute, in a real browser: with scripts and without, wide and narrow."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from clock import SHANGHAI, FrozenClock
from context import Context
from homework.plan import SchoolPlan
from models.database.store import Store
from tests.browser.launching import launch, wait_until_true
from tests.models.conftest import School
from tests.patience import PATIENCE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]

MOST_ACTIONS = 9
"""Three pieces of homework: minutes each, one described, one oral, and save."""


class Classroom:
    """A browser in front of 三年级2班's register."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.complaints: list[str] = []

    def open(self, width: int = 1280, *, scripts: bool = True) -> Page:
        page = self.browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=scripts
        ).new_page()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.address)
        return page


@pytest.fixture
def classroom(
    app: Flask,
    context: Context,
    store: Store,
    plan: SchoolPlan,
    clock: FrozenClock,
    chromium: str,
) -> Iterator[Classroom]:
    app.config["WTF_CSRF_ENABLED"] = True
    clock.jump(datetime(2026, 11, 23, 16, 0, tzinfo=SHANGHAI))
    desk = School(store, plan, clock).class_of(3, 2).desk_link
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with sync_playwright() as playwright:
        browser = launch(playwright, chromium)
        yield Classroom(browser, f"http://127.0.0.1:{server.server_port}/register/{desk}")
        browser.close()
    server.shutdown()
    thread.join(PATIENCE)
    server.server_close()


def fill(page: Page) -> int:
    """Three subjects; returns how many things were done."""
    page.locator('.chip:has([name="m-0"][value="30"])').click()
    page.locator('[name="x-1"]').fill("45")
    page.locator('[name="c-1"]').fill("练习册12页")
    page.locator('.chip:has([name="m-2"][value="15"])').click()
    page.locator('.chip:has([name="k-2"][value="oral"])').click()
    return 5


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [1280, 320])
def test_a_day_is_registered_and_put_right(classroom: Classroom, width: int, scripts: bool) -> None:
    page = classroom.open(width, scripts=scripts)

    actions = fill(page)
    if scripts:
        expect(page.locator("#sum")).to_have_text("90分钟")
    page.get_by_role("button", name=re.compile("^保存登记")).last.click()
    expect(page.get_by_role("status")).to_contain_text("书面合计75分钟,超过60")

    assert actions + 1 <= MOST_ACTIONS
    page.locator('[name="x-1"]').fill("30")
    page.get_by_role("button", name=re.compile("^保存登记")).last.click()
    expect(page.get_by_role("status")).to_have_text("已登记:合计75分钟。")
    expect(page.locator(".history li")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert classroom.complaints == []


def test_a_chip_gives_way_to_typed_minutes_and_back(classroom: Classroom) -> None:
    page = classroom.open()
    page.locator('.chip:has([name="m-0"][value="30"])').click()

    page.locator('[name="x-0"]').fill("25")
    expect(page.locator("#sum")).to_have_text("25分钟")
    page.locator('.chip:has([name="m-0"][value="10"])').click()

    expect(page.locator("#sum")).to_have_text("10分钟")
    expect(page.locator('[name="x-0"]')).to_have_value("")


def test_what_is_tapped_is_large_enough_for_a_thumb(classroom: Classroom) -> None:
    page = classroom.open(320)

    small = page.evaluate(
        """() => [...document.querySelectorAll('.chip, button:not(.unseen), .content, summary')]
        .filter((each) => each.getClientRects().length)
        .map((each) => [each.textContent.trim(), each.getBoundingClientRect().height])
        .filter(([, height]) => height < 44)"""
    )

    assert small == []


def test_the_row_to_be_put_right_is_scrolled_to_and_has_the_focus(classroom: Classroom) -> None:
    page = classroom.open(320)
    page.locator('[name="x-4"]').fill("很久")

    page.get_by_role("button", name=re.compile("^保存登记")).last.click()
    page.locator(".row .wrong").wait_for()

    wait_until_true(page, "document.activeElement.id === 'wrong-4'")
    expect(page.locator(".row .wrong")).to_be_in_viewport()
    box = page.locator(".row .wrong").bounding_box()
    assert box
    assert 0 <= box["y"] <= 800
