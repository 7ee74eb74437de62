"""A checked finding whose reports fall afterwards: the 教导处 hears of it once, and how to correct it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest
import sqlalchemy as sa

from clock import SHANGHAI
from homework.alerts import Reason
from homework.cases import CheckWay
from homework.plan import Publication, PublicationMode
from models.cases.acts import confirm, refute
from models.cases.clock import publish_due
from models.hall.board import board_facts
from models.pushes.outbox import Push
from models.reporting.withdrawals import delete_reports_of
from tests.models.conftest import School


@pytest.fixture
def school(school: School) -> School:
    publication = Publication(mode=PublicationMode.FORMAL, answer_until=time(12, 0))
    school.plan = replace(school.plan, publication=publication)
    return school


def told(school: School) -> list[str]:
    with school.store.reading() as connection:
        rows = connection.execute(
            sa.select(Push.fields).where(
                Push.reason == Reason.FALLEN, Push.recipient == f"staff:{school.dean.id}"
            )
        )
        return [str(row.fields["text"]) for row in rows]


def confirmed(school: School, minutes: tuple[int, ...]) -> list[str]:
    """三年级2班 over its cap and found so by the dean; who reported."""
    families = school.evening(3, 2, minutes)
    school.tick()
    school.store.write(lambda c: confirm(c, school.act(school.dean, 1), CheckWay.REGISTER))
    return families


def public(school: School) -> None:
    """Its hour comes; the day of the reports stays the one the school speaks of."""
    noon = datetime(2026, 11, 24, 12, 0, tzinfo=SHANGHAI)
    assert school.store.write(lambda c: publish_due(c, school.plan, noon)) == 1


def test_reports_that_are_put_right_after_publication_are_told_once_and_can_be_corrected(
    school: School,
) -> None:
    families = confirmed(school, (80, 85, 75, 90, 80, 80))
    public(school)
    for who in families[:5]:
        school.says(3, 2, 40, who)
        school.tick()

    [text] = told(school)
    assert "三年级2班" in text
    assert "中间值由80变为" in text
    assert "误报1 原因" in text
    assert "大厅随即更正" in text

    school.clock.jump(datetime(2026, 11, 24, 13, 0, tzinfo=SHANGHAI))
    school.store.write(lambda c: refute(c, school.act(school.dean, 1), "家长已更正"))
    with school.store.reading() as connection:
        [finding] = board_facts(connection, school.plan, school.clock.now()).findings
    assert str(finding.standing) == "corrected"


def test_reports_that_are_deleted_leave_no_figure_of_the_few(school: School) -> None:
    families = confirmed(school, (80, 85, 75, 90))
    public(school)
    for who in families[:3]:
        school.withdraws(3, 2, who)
    school.tick()

    [text] = told(school)
    assert "不足5户" in text
    assert "40" not in text
    assert "90" not in text


def test_before_its_hour_the_finding_need_not_become_public(school: School) -> None:
    families = confirmed(school, (80, 85, 75, 90))
    for who in families:
        school.says(3, 2, 30, who)
    school.tick()

    [text] = told(school)
    assert "不再公示" in text


def test_falling_and_rising_again_is_not_told_over_and_over(school: School) -> None:
    families = confirmed(school, (80, 85, 75, 90))
    for minutes in (30, 80, 30):
        for who in families:
            school.says(3, 2, minutes, who)
        school.tick()

    assert len(told(school)) == 1


def test_one_report_less_that_changes_nothing_is_not_told(school: School) -> None:
    families = confirmed(school, (80, 85, 75, 90, 95, 100))
    school.withdraws(3, 2, families[0])
    school.tick()

    assert told(school) == []


def test_a_finding_that_never_rested_on_reports_does_not_fall_with_them(school: School) -> None:
    families = school.evening(3, 2, (80, 85, 75, 90))
    school.tick()
    for who in families:
        school.says(3, 2, 30, who)
    school.says(3, 2, 30)
    school.tick()
    assert school.cases() == {"三年级2班": "resolved"}
    school.store.write(lambda c: confirm(c, school.act(school.dean, 1), CheckWay.REGISTER))
    school.says(3, 2, 20)
    school.tick()

    assert told(school) == []


def test_a_familys_leaving_counts_like_a_correction(school: School) -> None:
    confirmed(school, (80, 85, 75))
    with school.store.reading() as connection:
        reporters = connection.scalars(sa.text("SELECT id FROM reporter")).all()
    for each in reporters:
        school.store.write(lambda c, each=each: delete_reports_of(c, school.plan.id, each))  # type: ignore[misc]
    school.tick()

    [text] = told(school)
    assert "不足5户" in text
