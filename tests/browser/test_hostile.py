"""Hostile words through every input, then every page in a real browser: nothing of them runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from clock import FrozenClock
from context import Context
from homework.cases import CheckWay
from homework.plan import SchoolPlan
from homework.registers import MOST_CONTENT, Register, RegisterEntry
from homework.report import Assignment, Kind, Minutes, Report, Subject
from models.cases.acts import confirm, refute
from models.database.store import Store
from models.families.reporters import Door
from models.registers.revisions import Filing
from models.registers.warnings import file_register
from models.reporting.intake import Said, Speaker, take_in
from models.spot_checks.drawing import draw_today, publish_seed
from models.staff.people import Role
from models.staff.sessions import begin_session
from tests.browser.hostile import CORPUS
from tests.browser.launching import launch
from tests.handlers.pages.console.conftest import COOKIE, Console
from tests.models.conftest import School
from tests.patience import PATIENCE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]

# Set before any script of the page: whatever calls alert is counted, wherever it hides.
_WATCH = """
window.__ran = [];
window.alert = (words) => window.__ran.push(String(words));
document.addEventListener('securitypolicyviolation', (e) => window.__ran.push(e.violatedDirective));
"""
_PLANTED = (
    "script:not([src]), [onerror], [onload], [onfocus], [onmouseover], [ontoggle], [onstart],"
    " iframe, object, embed, base, marquee, math, link[href^='//'], meta[http-equiv],"
    " [href^='javascript'], [action^='javascript'], [formaction]"
)


@pytest.fixture
def school(store: Store, plan: SchoolPlan, clock: FrozenClock, context: Context) -> School:
    """A school in which everybody wrote something hostile wherever they could."""
    school = School(store, plan, clock)
    clock.forward(timedelta(hours=-5))
    for place, payload in enumerate(CORPUS):
        school.hire(Role.TEACHER, payload[:40], teaches="3-2" if place % 2 else "")
    for start in range(0, len(CORPUS), 12):
        _register(school, start)
    now = clock.now()
    store.write(lambda connection: publish_seed(connection, plan, now))
    store.write(lambda connection: draw_today(connection, plan, now + timedelta(minutes=30)))
    clock.forward(timedelta(hours=5))
    for place, payload in enumerate(CORPUS):
        _report(school, place, payload)
    school.tick()
    first, second = (school.act(school.dean, number) for number in (1, 2))
    store.write(lambda connection: confirm(connection, first, CheckWay.PHONE))
    store.write(lambda connection: refute(connection, second, CORPUS[4]))
    return school


def _register(school: School, start: int) -> None:
    entries = tuple(
        RegisterEntry(Subject.MATHS, 5, content=payload[:MOST_CONTENT])
        for payload in CORPUS[start : start + 12]
    )
    own = school.class_of(3, 1 + start // 12 % 2)
    filing = Filing(school.plan, own, school.day, Register(entries))
    now = school.clock.now()
    school.store.write(lambda connection: file_register(connection, filing, now))


def _report(school: School, place: int, payload: str) -> None:
    about, now = school.about(3, 2 + place % 2), school.clock.now()
    report = Report(
        assignments=(Assignment(Subject.MATHS, payload, Minutes.exactly(85), Kind.WRITTEN),)
    )
    said = Said(Speaker(f"p{place}", Door.PAGE), about, report, now)
    school.store.write(lambda connection: take_in(connection, school.plan, said))


@pytest.fixture
def site(app: Flask, school: School) -> Iterator[str]:
    Console(app, school).beat()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(PATIENCE)
    server.server_close()


def console_pages() -> list[str]:
    pages = [
        "/console",
        "/console/cases/1",
        "/console/cases/2",
        "/console/classes/3-2",
        "/console/registers",
        "/console/registers/sheets",
        "/console/registers/paper",
        *(f"/console/registers/3-{number}/2026-11-23" for number in (1, 2)),
        "/console/spot-checks",
        "/console/trends",
        "/console/ledger",
        "/console/surveys",
        "/console/posters",
        "/console/roster",
        "/console/policy",
        "/console/deliveries",
        "/console/staff",
        "/console/audit",
    ]
    # What is asked for is shown again in some filters.
    return [
        *pages,
        f"/console/audit?to=2026-11-23&act={CORPUS[0]}",
        f"/console/deliveries?to={CORPUS[5]}",
    ]


def public_pages(school: School) -> list[str]:
    own = school.class_of(3, 1)
    pages = ["/", "/hall/shifan", "/policy/shifan", "/privacy", f"/register/{own.desk_link}"]
    return [*pages, f"/r/{own.public_link}", f"/nowhere/{CORPUS[0]}"]


def look(page: Page, address: str) -> None:
    """Open a page, unfold what is folded, and see that nothing foreign ran or stands in it."""
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.evaluate("window.__ran") == [], address
    assert page.locator(_PLANTED).count() == 0, address


def test_hostile_words_run_on_no_page(site: str, school: School, chromium: str) -> None:
    now = school.clock.now()
    session = school.store.write(
        lambda connection: begin_session(connection, "shifan", school.dean.id, now, "test")
    )
    assert session is not None
    said: list[str] = []
    with sync_playwright() as playwright:
        browser = launch(playwright, chromium)
        visitor = browser.new_context(locale="zh-CN")
        visitor.add_init_script(_WATCH)
        visitor.add_cookies([{"name": COOKIE, "value": session.cookie, "url": site}])
        page = visitor.new_page()
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("pageerror", lambda error: said.append(str(error)))
        for path in (*console_pages(), *public_pages(school)):
            look(page, site + path)
        shown = page.goto(f"{site}/console/staff")
        assert shown is not None
        assert "onerror=alert(1)" in page.inner_text("main")  # as text, it is all there
        browser.close()

    assert said == []
