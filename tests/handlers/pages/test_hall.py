"""The hall display, from families' reports through a check to the wall, the JSON and the paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from clock import SHANGHAI, FrozenClock
from context import Context
from homework.plan import Publication, PublicationMode, SchoolPlan
from homework.policy import Severity
from homework.registers import Register, RegisterEntry
from homework.report import Kind, Subject
from models.days.class_days import touched
from models.days.judging import judge_day
from models.hall.notices import Notice
from models.leases import SCHEDULER, take_lease
from models.registers.revisions import Filing, save_register
from paper.breaking import typeset
from tests.people import Cast

MONDAY = "2026-11-23"
OVER = (70, 80, 80, 90)
WITHIN = (20, 25, 30, 30, 35)


class Evening:
    """Families who fill in the form, and the scheduler's tick."""

    def __init__(self, app: Flask, context: Context, cast: Cast) -> None:
        self.app, self.context, self.cast = app, context, cast

    def report(self, slug: str, minutes: tuple[int, ...]) -> None:
        grade, number = (int(part) for part in slug.split("-"))
        link = f"/r/{self.cast.school_class(grade, number).public_link}"
        for each in minutes:
            family = self.app.test_client()
            family.get(link)
            answer = family.post(link, data={"day": MONDAY, "x-maths": str(each)})
            assert answer.status_code == 303

    def tick(self) -> None:
        now = self.context.clock.now()
        plan = self.context.plans["shifan"]

        def job(connection: sa.Connection) -> None:
            take_lease(connection, SCHEDULER, "test", timedelta(seconds=45), now)
            for each in touched(connection):
                judge_day(connection, plan, each, now)

        self.context.store.write(job)


@pytest.fixture
def evening(app: Flask, context: Context, cast: Cast) -> Evening:
    return Evening(app, context, cast)


def facts(client: FlaskClient) -> Any:
    return client.get("/hall/shifan.json").get_json()


def wall(client: FlaskClient, path: str = "/hall/shifan") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_suspected_class_is_a_number_and_no_name(client: FlaskClient, evening: Evening) -> None:
    evening.report("3-2", OVER)
    evening.tick()

    assert facts(client)["counts"]["checking"] == 1
    assert "1个班级正在核实" in wall(client)
    assert "三年级2班" not in wall(client)


def test_a_confirmed_class_is_still_no_name_until_it_is_published(
    client: FlaskClient, evening: Evening, cast: Cast
) -> None:
    evening.report("3-2", OVER)
    evening.tick()
    cast.say("王", "核实 1 登记表")

    assert "三年级2班" not in wall(client)
    assert facts(client)["counts"]["checking"] == 1


def test_what_was_checked_and_published_stands_with_figure_cap_and_date(
    client: FlaskClient, evening: Evening, cast: Cast
) -> None:
    evening.report("3-2", OVER)
    evening.tick()
    cast.say("王", "核实 1 登记表")
    cast.say("王", "公示 1")

    (found,) = facts(client)["findings"]
    assert (found["class"], found["measured"], found["permitted"]) == ("三年级2班", 80, 60)
    words = wall(client)
    for said in (
        "三年级2班",
        "书面作业约80分钟",
        "本校上限60分钟",
        "11月23日(周一)",
        "教导处已核实",
    ):
        assert said in words


def test_a_correction_is_as_visible_as_the_breach(
    client: FlaskClient, evening: Evening, cast: Cast
) -> None:
    evening.report("3-2", OVER)
    evening.tick()
    for words in ("核实 1 登记表", "公示 1", "误报 1 其中30分钟是家里加的"):
        cast.say("王", words)

    assert not facts(client)["findings"]
    assert facts(client)["counts"]["corrections"] == 1
    assert "向三年级2班师生致歉" in wall(client)
    assert "家里加的" not in wall(client)  # the reason is a person's free text


def test_classes_that_kept_the_rule_are_there_too(client: FlaskClient, evening: Evening) -> None:
    evening.report("4-1", WITHIN)
    evening.report("4-2", WITHIN[:4])
    evening.tick()

    assert facts(client)["kept"] == [{"class": "四年级1班", "slug": "4-1"}]
    assert facts(client)["counts"]["undecided"] == 23
    assert "四年级2班" not in wall(client)


def test_kept_classes_with_practical_homework_are_praised(
    client: FlaskClient, evening: Evening, cast: Cast, context: Context
) -> None:
    entries = (RegisterEntry(Subject.CHINESE, 20, Kind.PRACTICAL, "种一盆豆芽"),)
    school_class, day = cast.school_class(4, 1), context.clock.now().date()
    filing = Filing(context.plans["shifan"], school_class, day, Register(entries))
    context.store.write(lambda c: save_register(c, filing, context.clock.now()))
    evening.report("4-1", WITHIN)
    evening.report("4-3", WITHIN)
    evening.tick()

    assert facts(client)["practical"] == [{"class": "四年级1班", "slug": "4-1"}]
    assert "有实践作业的班级" in wall(client)
    assert typeset("其中布置了实践作业的班级:四年级1班") in wall(client, "/hall/shifan/print")
    assert "豆芽" not in wall(client)


def test_no_person_is_ever_named(client: FlaskClient, evening: Evening, cast: Cast) -> None:
    evening.report("3-2", OVER)
    evening.tick()
    for words in ("核实 1 登记表", "公示 1"):
        cast.say("王", words)

    everything = wall(client) + wall(client, "/hall/shifan/print") + str(facts(client))
    assert not any(f">{name}<" in everything or f"{name}老师" in everything for name in "张李王陈")
    assert "家长" not in wall(client)


def test_a_notice_is_gone_after_its_days(
    client: FlaskClient, evening: Evening, cast: Cast, clock: FrozenClock
) -> None:
    evening.report("3-2", OVER)
    evening.tick()
    for words in ("核实 1 登记表", "公示 1"):
        cast.say("王", words)

    clock.jump(datetime(2026, 11, 25, 23, 59, tzinfo=SHANGHAI))
    evening.tick()
    assert facts(client)["counts"]["findings"] == 1
    clock.jump(datetime(2026, 11, 26, 0, 0, tzinfo=SHANGHAI))
    evening.tick()

    assert facts(client)["counts"]["findings"] == 0
    assert "没有需要公示的班级" in wall(client)
    assert "公示1次" in wall(client)  # the month's picture, without a class
    assert "三年级2班" not in wall(client)


def test_a_confidential_rule_never_reaches_the_wall(
    client: FlaskClient, evening: Evening, cast: Cast, context: Context
) -> None:
    evening.report("3-2", OVER)
    evening.tick()
    for words in ("核实 1 登记表", "公示 1"):
        cast.say("王", words)
    plan = context.plans["shifan"]
    rules = tuple(replace(rule, severity=Severity.CONFIDENTIAL) for rule in plan.packs[0].rules)
    secret = replace(plan, packs=(replace(plan.packs[0], rules=rules),))
    context.plans["shifan"] = secret  # type: ignore[index]  # a dict, in tests

    assert facts(client)["counts"] == dict.fromkeys(facts(client)["counts"], 0) | {"undecided": 24}


def test_the_wall_says_when_it_is_old_and_accuses_nobody_when_it_is_dead(
    client: FlaskClient, evening: Evening, cast: Cast, clock: FrozenClock
) -> None:
    evening.report("3-2", OVER)
    evening.tick()
    for words in ("核实 1 登记表", "公示 1"):
        cast.say("王", words)

    clock.forward(timedelta(minutes=2))
    assert 'class="is-stale"' in wall(client)
    assert "三年级2班" in wall(client)
    clock.forward(timedelta(minutes=8))

    assert "三年级2班" not in wall(client)
    assert "数据正在恢复" in wall(client)
    assert facts(client)["state"] == "dead"


def test_a_wall_whose_scheduler_never_ran_is_neutral(client: FlaskClient, context: Context) -> None:
    assert "数据正在恢复" in wall(client)
    assert facts(client)["age_seconds"] is None


def test_unchanged_facts_cost_nothing_but_their_age_is_told(
    client: FlaskClient, evening: Evening, clock: FrozenClock
) -> None:
    evening.tick()
    first = client.get("/hall/shifan.json")
    clock.forward(timedelta(seconds=30))

    again = client.get("/hall/shifan.json", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.headers["X-Hall-Age"] == "30"


def test_a_change_is_seen_at_the_next_look(client: FlaskClient, evening: Evening) -> None:
    evening.tick()
    first = client.get("/hall/shifan.json").headers["ETag"]
    evening.report("3-2", OVER)
    evening.tick()

    again = client.get("/hall/shifan.json", headers={"If-None-Match": first})

    assert again.status_code == 200


def test_without_scripts_the_page_turns_and_refreshes_itself(
    client: FlaskClient, evening: Evening
) -> None:
    for number in range(1, 5):
        evening.report(f"4-{number}", WITHIN)
        evening.report(f"5-{number}", WITHIN)
    evening.tick()

    first = wall(client)

    assert '<noscript><meta http-equiv="refresh" content="12;url=/hall/shifan?page=1">' in first
    assert wall(client, "/hall/shifan?page=1") != first
    assert wall(client, "/hall/shifan?page=nonsense") == first


def test_the_paper_has_a_place_for_the_seal_and_a_line_for_the_led(
    client: FlaskClient, evening: Evening, cast: Cast
) -> None:
    evening.report("3-2", OVER)
    evening.tick()
    for words in ("核实 1 登记表", "公示 1"):
        cast.say("王", words)

    sheet = wall(client, "/hall/shifan/print")

    assert "盖章处" in sheet
    assert "示范小学作业公示单" in sheet
    assert "示范小学作业公示:三年级2班11月23日书面作业约80分钟" in sheet


def test_a_school_that_is_not_here_is_told_in_plain_words(client: FlaskClient) -> None:
    for path in ("/hall/other", "/hall/other.json", "/hall/other/print"):
        assert client.get(path).status_code == 404


class TestTrial:
    """mode = trial."""

    @pytest.fixture
    def plan(self, plan: SchoolPlan) -> SchoolPlan:
        return replace(plan, publication=Publication(PublicationMode.TRIAL, answer_until=None))

    def test_a_trial_shows_counts_and_that_it_is_one(
        self, client: FlaskClient, evening: Evening, context: Context, cast: Cast
    ) -> None:
        evening.report("3-2", OVER)
        evening.report("4-1", WITHIN)
        evening.tick()
        case = cast.school_class(3, 2)
        now = context.clock.now()
        stray = {"day": now.date(), "rule_id": "written-3-6", "rule_name": "书面作业"}

        def job(connection: sa.Connection) -> None:
            # Even a notice that should not exist stays off the wall during the trial.
            overload_id = connection.execute(sa.text("SELECT id FROM overload")).scalar_one()
            connection.execute(
                sa.insert(Notice).values(
                    school_id="shifan",
                    id=1,
                    overload_id=overload_id,
                    school_class_id=case.id,
                    **stray,
                    unit="分钟",
                    measured=80,
                    permitted=60,
                    begins_at=now,
                    ends_on=now.date() + timedelta(days=3),
                    made_by=1,
                    made_at=now,
                )
            )

        context.store.write(job)

        words = wall(client) + wall(client, "/hall/shifan/print") + str(facts(client))
        assert "试运行" in words
        assert "三年级2班" not in words
        assert "四年级1班" not in words
        assert facts(client)["counts"]["checking"] == 1
