"""A session that ended, and pages that are not there: there is always a way on."""

from __future__ import annotations

import pytest

from tests.handlers.pages.console.conftest import Console


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/console/cases/1/confirm", "/console/cases/1"),
        ("/console/cases/1/calls/2", "/console/cases/1"),
        ("/console/roster/2026-11-23", "/console/roster"),
        ("/console/staff/5/leave", "/console/staff"),
        ("/console/surveys", "/console/surveys"),
    ],
)
def test_an_act_after_the_session_ended_leads_back_to_the_page_of_its_form(
    console: Console, path: str, page: str
) -> None:
    browser = console.browser()

    answer = browser.post(path)

    assert answer.status_code == 303
    assert answer.location == f"/console/login?next={page}"
    assert "刚才那一步没有做" in browser.get(answer.location).get_data(as_text=True)


def test_a_console_page_that_is_not_there_leads_home_and_names_no_parents_code(
    console: Console,
) -> None:
    answer = console.of(console.school.dean).get("/console/cases/999")

    said = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert 'href="/console"' in said
    assert "二维码" not in said


def test_a_page_of_another_office_says_whom_to_ask(console: Console) -> None:
    answer = console.of(console.school.homeroom).get("/console/deliveries")

    assert answer.status_code == 403
    assert "教导处" in answer.get_data(as_text=True)


def test_a_parents_page_that_is_not_there_still_says_to_scan(console: Console) -> None:
    said = console.browser().get("/r/nothing-here").get_data(as_text=True)

    assert 'href="/console"' not in said
