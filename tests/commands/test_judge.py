"""`judge`: what is stored beside what the reports say now, also after a finding was published."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from clock import FrozenClock
from commands.judge import as_json, print_day, recompute
from context import Context
from homework.cases import CheckWay
from homework.plan import SchoolPlan
from models.cases.acts import confirm, publish, refute
from models.database.store import Store
from tests.models.conftest import School

OVER = (80, 85, 75, 90)


@pytest.fixture
def school(context: Context, store: Store, plan: SchoolPlan, clock: FrozenClock) -> School:
    return School(store, plan, clock)


def told(context: Context, school: School, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command prints of today."""
    print_day(school.plan, school.day, recompute(context, school.plan, school.day))
    return capsys.readouterr().out


def published(school: School) -> list[str]:
    """3-2 is over, checked and in the hall; who reported."""
    families = school.evening(3, 2, OVER)
    school.tick()
    act = school.act(school.dean, 1)
    school.store.write(lambda connection: confirm(connection, act, CheckWay.REGISTER))
    school.store.write(lambda connection: publish(connection, act))
    return families


def test_a_day_judged_again_agrees_and_says_so(
    context: Context, school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    school.evening(3, 2, OVER)
    school.tick()

    words = told(context, school, capsys)

    assert "三年级2班  4 户反馈,书面中间值 80分钟,90%区间 75–90" in words
    assert "书面作业 80分钟:超标(疑似),上限 60分钟" in words
    assert "重算结果与库里存的判定一致。" in words
    assert "不一致" not in words


def test_a_report_nobody_has_judged_yet_shows_both_figures(
    context: Context, school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    school.evening(3, 2, OVER)
    school.tick()
    school.evening(3, 2, (20, 20, 20))

    words = told(context, school, capsys)

    assert "书面作业:库里存的是 80:超标(疑似),重算是 75分钟:超标(疑似)" in words
    assert "1 个班与库里存的判定不一致,调度程序下一轮会重新判定。" in words


def test_families_correct_themselves_after_publication_and_the_day_is_judged_anew(
    context: Context, school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    families = published(school)
    school.clock.forward(timedelta(minutes=20))
    for who in families[:3]:
        school.says(3, 2, 45, who)

    before = told(context, school, capsys)
    school.tick()
    after = told(context, school, capsys)

    assert "书面作业:库里存的是 80:超标(疑似),重算是 45分钟:未超标(线索)" in before
    assert "书面作业:1号督办单已公示,当时 80分钟、4 户" in before
    assert "书面作业 45分钟:未超标(线索),上限 60分钟" in after
    assert "书面作业:1号督办单已公示,当时 80分钟、4 户" in after
    assert "重算结果与库里存的判定一致。" in after


def test_the_correction_in_the_hall_stands_beside_what_is_judged_now(
    context: Context, school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    families = published(school)
    for who in families[:3]:
        school.says(3, 2, 45, who)
    school.tick()
    act = school.act(school.principal, 1)
    school.store.write(lambda connection: refute(connection, act, "家长更正了用时"))

    assert "1号督办单已更正,当时 80分钟、4 户" in told(context, school, capsys)


def test_a_script_reads_stored_and_judged_side_by_side(context: Context, school: School) -> None:
    families = published(school)
    for who in families[:3]:
        school.withdraws(3, 2, who)

    day = json.loads(
        json.dumps(as_json(school.plan, school.day, recompute(context, school.plan, school.day)))
    )

    of_class = next(each for each in day["classes"] if each["class"] == "3-2")
    written = next(each for each in of_class["verdicts"] if each["name"] == "书面作业")
    assert (day["agrees_with_stored"], of_class["agrees_with_stored"]) == (False, False)
    assert (written["measured"], written["outcome"]) == (90, "undecided")
    assert (of_class["total"]["units"], of_class["total"]["written"]["low"]) == (1, 90)
    assert written["stored"] == {
        "outcome": "over",
        "stage": "suspected",
        "measured": 80,
        "units": 4,
    }
    assert written["case"] == {"number": 1, "state": "public", "measured": 80, "units": 4}
