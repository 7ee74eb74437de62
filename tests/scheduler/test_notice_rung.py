"""The subscription notice (订阅通知) against the local WeChat: consent, refusal, notice, delivery."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bench.programs import wait_for
from bench.school import DEAN, School
from models.account.reply_windows import NoticeCredit
from models.pushes.outbox import Push

pytestmark = pytest.mark.processes
PATIENCE = 90.0


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    made = School(tmp_path)
    yield made
    made.close()


def credits(school: School) -> list[int]:
    with school.context.store.reading() as connection:
        return list(connection.scalars(sa.select(NoticeCredit.remaining)))


def pushes(school: School) -> list[tuple[str, str | None]]:
    with school.context.store.reading() as connection:
        rows = connection.execute(sa.select(Push.state, Push.rung).order_by(Push.id))
        return [(row.state, row.rung) for row in rows]


def cards(school: School) -> list[str]:
    """The ids of the templates whose cards lie in the operator's chat."""
    said = school.sim(f"people/{DEAN}/messages")
    return [each["template"]["title"] for each in said if each.get("template")]


def test_who_switched_template_messages_off_gets_the_notice_they_agreed_to(school: School) -> None:
    school.server()
    school.sim(f"people/{DEAN}", {"refuses_templates": True})
    school.sim(f"people/{DEAN}/consent", {"template_id": "NOTICE"})
    assert wait_for(lambda: credits(school) == [1], PATIENCE)

    school.scheduler()
    school.report_over(3, 2)

    assert wait_for(lambda: ("delivered", "subscription") in pushes(school), PATIENCE)
    assert credits(school) == [0]
    assert cards(school) == ["提醒(订阅)"]
