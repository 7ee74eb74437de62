"""A checked finding whose reports fell afterwards says so on its own page."""

from __future__ import annotations

import sqlalchemy as sa

from models.families.reporters import Reporter
from models.reporting.withdrawals import delete_reports_of
from tests.handlers.pages.console.conftest import OVER, Console

STEP = "反馈已不支持,请复核"
WORDS = "家长更正或删除后,反馈已不支持这个结论"


def test_the_history_of_a_case_says_that_its_reports_fell(console: Console) -> None:
    school = console.school
    school.evening(3, 2, OVER)
    school.tick()
    console.press(school.dean, "/console/cases/1/confirm", way="register")
    assert WORDS not in console.read(school.dean, "/console/cases/1")
    assert STEP not in console.read(school.dean, "/console")

    with school.store.reading() as connection:
        reporters = connection.scalars(sa.select(Reporter.id)).all()
    for each in reporters:
        school.store.write(lambda c, each=each: delete_reports_of(c, school.plan.id, each))  # type: ignore[misc]
    school.tick()

    assert WORDS in console.read(school.dean, "/console/cases/1")
    steps = console.read(school.dean, "/console").partition('id="steps"')[2]
    assert '<a href="/console/cases/1"><span class="number">1号</span>' in steps
    assert STEP in steps
    assert STEP not in console.read(school.homeroom, "/console")

    console.press(school.dean, "/console/cases/1/refute", reason="家长已更正")
    assert STEP not in console.read(school.dean, "/console")
