"""The console as a thumb meets it: with scripts and without, on small and large screens, on paper."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from clock import FrozenClock
from handlers.context import Context
from homework.plan import SchoolPlan
from models.database.store import Store
from models.hall.notices import standing_notices
from models.staff.console_sessions import claim_login
from models.staff.people import StaffMember
from models.staff.sessions import begin_session
from tests.browser.axe import grave_findings
from tests.browser.launching import launch
from tests.handlers.pages.console.conftest import COOKIE, OVER, Console
from tests.models.conftest import School
from tests.patience import PATIENCE
from tests.people import ACCOUNT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]

PAGES = ("/console", "/console/cases/1", "/console/classes/3-2", "/console/posters")
CENTIMETRE = 96 / 2.54


class Desk:
    """A running console and a browser in front of it."""

    def __init__(self, console: Console, browser: Browser, base: str) -> None:
        self.console, self.browser, self.base = console, browser, base
        self.complaints: list[str] = []

    def open(
        self,
        path: str,
        person: StaffMember | None = None,
        width: int = 390,
        scripts: bool = True,
        **options: Any,
    ) -> Page:
        page = self.browser.new_context(
            viewport={"width": width, "height": 844}, java_script_enabled=scripts, **options
        ).new_page()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if person is not None:
            page.context.add_cookies(
                [{"name": COOKIE, "value": self._session(person), "url": self.base}]
            )
        page.goto(self.base + path)
        return page

    def claim(self, page: Page, person: StaffMember) -> None:
        """Send the code on the page in the chat."""
        code = re.sub(r"\D", "", page.inner_text(".code"))
        now = self.console.school.clock.now()
        assert self.console.school.store.write(
            lambda connection: claim_login(connection, ACCOUNT, code, person, now)
        )

    def _session(self, person: StaffMember) -> str:
        now = self.console.school.clock.now()
        session = self.console.school.store.write(
            lambda connection: begin_session(connection, person.school_id, person.id, now, "test")
        )
        assert session is not None
        return session.cookie


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = launch(playwright, chromium)
        yield opened
        opened.close()


@pytest.fixture
def desk(
    app: Flask,
    context: Context,
    store: Store,
    plan: SchoolPlan,
    clock: FrozenClock,
    browser: Browser,
) -> Iterator[Desk]:
    app.config["WTF_CSRF_ENABLED"] = True
    school = School(store, plan, clock)
    school.evening(3, 2, OVER)
    school.tick()
    console = Console(app, school)
    console.beat()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Desk(console, browser, f"http://127.0.0.1:{server.server_port}")
    for opened in browser.contexts:
        opened.close()
    server.shutdown()
    thread.join(PATIENCE)
    server.server_close()


def in_hall(desk: Desk) -> int:
    school = desk.console.school
    with school.store.reading() as connection:
        return len(standing_notices(connection, school.plan.id, school.clock.now()))


def test_an_alert_is_checked_and_published_in_three_taps_without_scripts(desk: Desk) -> None:
    page = desk.open("/console", desk.console.school.dean, scripts=False)

    page.click("#case-1 summary:has-text('核实')")
    page.click("#case-1 button:has-text('电话')")
    expect(page.locator(".said")).to_contain_text("已证实")
    page.click("#case-1 button:has-text('公示')")

    expect(page.locator(".said")).to_contain_text("三年级2班已公示")
    assert page.inner_text("a.cell.over b") == "超标"
    assert in_hall(desk) == 1


def test_a_false_alarm_takes_two_taps(desk: Desk) -> None:
    page = desk.open("/console", desk.console.school.dean)

    page.click("#case-1 summary:has-text('误报')")
    page.click("#case-1 button:has-text('是两天的量')")

    expect(page.locator(".said")).to_contain_text("记为误报")
    assert desk.console.school.cases() == {"三年级2班": "refuted"}


def test_the_login_page_enters_by_itself_once_the_code_was_sent(desk: Desk) -> None:
    page = desk.open("/console/cases/1")
    assert "登录控制台" in page.inner_text("h1")

    desk.claim(page, desk.console.school.dean)

    expect(page.locator("h1")).to_contain_text("三年级2班")
    assert page.url == f"{desk.base}/console/cases/1"


def test_without_scripts_the_login_page_asks_again_and_needs_one_tap(desk: Desk) -> None:
    page = desk.open("/console/login", scripts=False)
    desk.claim(page, desk.console.school.dean)

    page.wait_for_selector("text=王(教导处)")  # the page refreshes itself every five seconds
    page.click("button:has-text('进入')")

    page.wait_for_url(re.compile(f"^{re.escape(desk.base)}/console/?$"))


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways_or_breaks_the_policy(desk: Desk, width: int) -> None:
    dean = desk.console.school.dean
    for path, person in [("/console/login", None), *((path, dean) for path in PAGES)]:
        page = desk.open(path, person, width=width)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (path, wide)
        page.context.close()
    assert desk.complaints == []


def test_every_button_is_large_enough_for_a_thumb(desk: Desk) -> None:
    page = desk.open("/console/cases/1", desk.console.school.dean)
    for summary in page.query_selector_all("summary"):
        summary.click()
        for target in page.query_selector_all("button:visible, summary:visible, input:visible"):
            box = target.bounding_box()
            assert box is not None
            assert box["height"] >= 44, target.inner_text()


def test_the_grid_is_the_first_thing_on_a_phone(desk: Desk) -> None:
    page = desk.open("/console", desk.console.school.dean)

    grid = page.locator(".overview").bounding_box()
    first_case = page.locator("#case-1").bounding_box()

    assert grid is not None
    assert first_case is not None
    assert grid["y"] < 200
    assert grid["y"] + grid["height"] < 800  # six grades fit on one screen
    assert first_case["y"] > grid["y"]


def test_a_printed_poster_is_one_sheet_with_a_large_code(desk: Desk) -> None:
    page = desk.open("/console/posters/3-2", desk.console.school.dean, width=794)
    page.emulate_media(media="print")

    code = page.locator(".poster img").bounding_box()
    sizes = page.evaluate(
        "['.poster h2', '.poster-school'].map(s => parseFloat(getComputedStyle(document.querySelector(s)).fontSize))"
    )
    sheets = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")

    assert code is not None
    assert code["width"] >= 6 * CENTIMETRE
    assert code["height"] == code["width"]
    assert sizes[0] > sizes[1]
    assert sheets == 1


def test_what_staff_type_never_runs(desk: Desk) -> None:
    page = desk.open("/console/cases/1", desk.console.school.dean)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))

    page.click("summary:has-text('误报')")
    page.fill("input[name=reason]:visible", "<img src=x onerror=alert(1)>\"'><svg onload=alert(2)>")
    page.click(".own button:has-text('误报')")

    expect(page.locator("main")).to_contain_text("onerror")
    assert dialogs == []
    assert page.query_selector("img[src=x], main svg[onload]") is None


def test_no_page_of_the_console_has_a_serious_finding(desk: Desk) -> None:
    page = desk.open("/console", desk.console.school.dean)
    links = page.locator("main a[href^='/console'], nav a[href^='/console']")
    found: list[str] = links.evaluate_all("all => all.map((each) => each.getAttribute('href'))")
    # One class stands for all; the rest is every page the menu and the first page lead to.
    others = {path.partition("#")[0] for path in found if "/classes/" not in path}
    paths = sorted(others - {"/console"} | {"/console/classes/3-2"})
    grave = {"/console": grave_findings(page)}
    for path in paths:
        answer = page.goto(desk.base + path)
        assert answer is not None
        if answer.headers["content-type"].startswith("text/html"):
            grave[path] = grave_findings(page)

    assert len(grave) >= 8
    assert grave == dict.fromkeys(grave, [])
