"""The hearing's papers: who reads them, which cases stand in them, and that no family does."""

from __future__ import annotations

from datetime import datetime

from clock import SHANGHAI
from models.staff.people import Role
from tests.handlers.pages.console.conftest import OVER, Console

HEARING = "/console/hearing"


def test_the_papers_list_what_was_found_so_and_count_what_was_not(suspected: Console) -> None:
    school = suspected.school
    school.evening(4, 1, OVER)
    school.evening(4, 2, OVER)
    school.tick()
    suspected.press(school.dean, "/console/cases/1/confirm", way="phone", words="问到6户")
    suspected.press(school.homeroom, "/console/cases/1/answer", answer="two_days")
    suspected.press(school.dean, "/console/cases/2/refute", reason="含家庭自加")

    page = suspected.read(school.dean, HEARING)

    row = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "三年级2班" in row
    assert "两天的量" in row
    assert "约80分钟" in row
    assert "四年级" not in row  # one refuted, one not yet checked
    assert "另有1件经核实不成立" in page
    assert "户" not in row


def test_what_was_taken_back_in_public_is_counted_and_not_read_out(suspected: Console) -> None:
    dean = suspected.school.dean
    suspected.press(dean, "/console/cases/1/confirm", way="phone", words="问到6户")
    suspected.press(dean, "/console/cases/1/publish")
    assert "经核实的超标1件" in suspected.read(dean, HEARING)
    suspected.press(dean, "/console/cases/1/refute", reason="是两天的量")

    page = suspected.read(dean, HEARING)

    assert "三年级2班" not in page
    assert "另有1件经核实不成立" in page


def test_another_term_has_its_own_cases(suspected: Console) -> None:
    suspected.press(suspected.school.dean, "/console/cases/1/confirm", way="phone")
    suspected.school.clock.jump(datetime(2027, 3, 1, 9, 0, tzinfo=SHANGHAI))

    assert "三年级2班" not in suspected.read(suspected.school.dean, HEARING)
    assert "三年级2班" in suspected.read(suspected.school.dean, f"{HEARING}?term=2026-08-15")
    for term in ("", "2026-08-16", "never"):
        assert suspected.status(suspected.school.dean, f"{HEARING}?term={term}") == 404, term


def test_only_the_leading_group_reads_them(suspected: Console) -> None:
    duty = suspected.school.hire(Role.DUTY, "值")

    for person in (suspected.school.homeroom, suspected.school.leader, duty):
        assert suspected.status(person, HEARING) == 404
    assert suspected.browser().get(HEARING).status_code == 303
