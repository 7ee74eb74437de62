"""Nobody stumbles over a parent's page, the class's or the hall's: judged by a checker not ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from context import Context
from tests.browser.axe import grave_findings
from tests.browser.visits import Visits, visiting
from tests.people import Cast
from tests.rounds import link, start

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]


@pytest.fixture
def visits(app: Flask, chromium: str) -> Iterator[Visits]:
    app.config["WTF_CSRF_ENABLED"] = True
    with visiting(app, chromium) as opened:
        yield opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_parents_and_the_classes_pages_have_no_serious_finding(
    visits: Visits, cast: Cast, context: Context, scheme: str
) -> None:
    school_class = cast.school_class(3, 2)
    paths = [
        f"/r/{school_class.public_link}",
        f"/q/{link(context, start(context))}",
        f"/register/{school_class.desk_link}",
        "/me",
        "/privacy",
        "/policy/shifan",
        "/hall/shifan",
        "/",
        "/nowhere",
    ]
    page = visits.open(paths[0], color_scheme=scheme)
    found = {}
    for path in paths:
        page.goto(visits.base + path)
        found[path] = grave_findings(page)

    assert found == {path: [] for path in paths}


def test_the_form_and_its_thanks_have_no_serious_finding(visits: Visits, cast: Cast) -> None:
    page = visits.open(f"/r/{cast.school_class(3, 2).public_link}")
    page.locator("details > summary").evaluate_all("all => all.forEach((each) => each.click())")
    unfolded = grave_findings(page)
    page.locator("fieldset[data-subject=语文] input[value='20']").first.check(force=True)
    page.locator(".bar__send").click()
    page.wait_for_url("**/done*")

    assert unfolded == []
    assert grave_findings(page) == []


def test_the_checker_finds_what_is_wrong(visits: Visits) -> None:
    page = visits.open("/privacy")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<input><img src=\"x\">')")

    assert len(grave_findings(page)) == 2
