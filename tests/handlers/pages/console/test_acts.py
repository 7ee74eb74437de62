"""收到, 核实, 误报, 公示 by button: what happens, and what a refusal says."""

from __future__ import annotations

import dataclasses
from datetime import time

import pytest

from handlers.context import Context
from homework.plan import Publication, PublicationMode
from homework.registers import RegisterEntry
from homework.report import Subject
from models.hall.notices import standing_notices
from models.staff.people import Role
from tests.handlers.pages.console.conftest import Console
from tests.handlers.pages.console.test_registers import declare

CASE = "/console/cases/1"


def said(page: str) -> str:
    """The sentence at the top of the page an act leads to."""
    return page.partition('role="status">')[2].partition("</p>")[0]


def in_hall(console: Console) -> list[str]:
    with console.school.store.reading() as connection:
        return [
            "corrected" if row.retracted_at else "shown"
            for row in standing_notices(
                connection, console.school.plan.id, console.school.clock.now()
            )
        ]


def use_publication(console: Console, context: Context, publication: Publication) -> None:
    plan = dataclasses.replace(console.school.plan, publication=publication)
    context.plans[plan.id] = plan  # type: ignore[index]
    console.school.plan = plan


def test_taking_a_case_says_who_has_it(suspected: Console) -> None:
    page = suspected.press(suspected.school.dean, f"{CASE}/acknowledge")

    assert said(page) == "1号由您核实。核实后点一种方式;不成立就点误报。"
    assert "由您核实" in page
    assert "由王(教导处)核实" in suspected.read(suspected.school.principal, CASE)


@pytest.mark.parametrize(
    ("way", "word"),
    [("register", "登记表"), ("phone", "电话"), ("own_word", "自己说明"), ("in_class", "到班")],
)
def test_a_check_is_recorded_with_its_way(suspected: Console, way: str, word: str) -> None:
    page = suspected.press(suspected.school.dean, f"{CASE}/confirm", way=way)

    assert "已证实" in said(page)
    checks = page.partition("核实记录")[2]
    assert "王(教导处)" in checks
    assert word in checks
    assert in_hall(suspected) == []


def test_nobody_checks_by_the_statistics_of_two_days(suspected: Console) -> None:
    dean = suspected.school.dean

    assert 'value="two_days"' not in suspected.read(dean, CASE)
    assert suspected.of(dean).post(f"{CASE}/confirm", data={"way": "two_days"}).status_code == 400
    assert suspected.school.cases() == {"三年级2班": "suspected"}


def test_one_check_and_one_word_later_it_is_in_the_hall(suspected: Console) -> None:
    suspected.press(suspected.school.dean, f"{CASE}/confirm", way="phone")

    page = suspected.press(suspected.school.dean, f"{CASE}/publish")

    assert said(page) == "三年级2班已公示,大厅一分钟内可见。"
    assert in_hall(suspected) == ["shown"]
    assert "公示中,11月26日撤下" in page


def test_a_false_alarm_needs_a_reason(suspected: Console) -> None:
    page = suspected.press(suspected.school.dean, f"{CASE}/refute", reason=" ")

    assert said(page) == "请写一句原因,方便日后查对。"
    assert suspected.school.cases() == {"三年级2班": "suspected"}
    page = suspected.press(suspected.school.dean, f"{CASE}/refute", reason="是两天的量")
    assert "不成立:是两天的量" in page
    assert suspected.school.cases() == {"三年级2班": "refuted"}


def test_what_was_confirmed_may_fall_and_what_fell_stays_so(suspected: Console) -> None:
    dean = suspected.school.dean
    page = suspected.press(dean, f"{CASE}/confirm", way="phone")
    assert "改判误报" in page

    page = suspected.press(dean, f"{CASE}/refute", reason="登记有误")
    assert "/confirm" not in page

    page = suspected.press(dean, f"{CASE}/confirm", way="in_class")
    assert "已有人处理过了" in said(page)
    assert suspected.school.cases() == {"三年级2班": "refuted"}


def test_taking_a_notice_down_says_that_the_hall_will_correct_it(suspected: Console) -> None:
    dean = suspected.school.dean
    suspected.press(dean, f"{CASE}/confirm", way="phone")
    page = suspected.press(dean, f"{CASE}/publish")
    assert "撤下并更正" in page

    page = suspected.press(dean, f"{CASE}/refute", reason="含家庭自加")

    assert said(page) == "1号已撤下,大厅会显示更正。"
    assert in_hall(suspected) == ["corrected"]


def test_a_case_somebody_else_settled_is_told_so(suspected: Console) -> None:
    suspected.press(suspected.school.principal, f"{CASE}/refute", reason="登记有误")

    page = suspected.press(suspected.school.dean, f"{CASE}/refute", reason="登记有误")

    assert "已有人处理过了" in said(page)


@pytest.mark.parametrize(
    ("role", "act", "sentence"),
    [
        (Role.HOMEROOM, "confirm", "教导处、领导小组或值周教师"),
        (Role.HOMEROOM, "acknowledge", "教导处、领导小组或值周教师"),
        (Role.GRADE_LEADER, "refute", "教导处、领导小组或值周教师"),
        (Role.DUTY, "publish", "教导处、副校长或校长"),
        (Role.RESEARCH, "publish", "教导处、副校长或校长"),
    ],
)
def test_who_may_not_do_it_reads_who_may(
    suspected: Console, role: Role, act: str, sentence: str
) -> None:
    details = {"homeroom_class": "3-2", "grade": 3}
    person = suspected.school.hire(role, "某", **details if role != Role.DUTY else {})
    if role == Role.RESEARCH:
        person = suspected.school.hire(role, "研")
    before = suspected.school.cases()

    page = suspected.press(person, f"{CASE}/{act}", way="phone", reason="试")

    assert sentence in said(page)
    assert suspected.school.cases() == before


def test_who_teaches_the_class_is_offered_no_button_and_refused(suspected: Console) -> None:
    dean = suspected.school.hire(Role.DEAN, "钱", teaches="3-2")
    assert "/confirm" not in suspected.read(dean, CASE)

    page = suspected.press(dean, f"{CASE}/confirm", way="phone")

    assert "请由不教该班的同事核实" in said(page)
    assert suspected.school.cases() == {"三年级2班": "suspected"}


def test_during_the_trial_nothing_offers_to_publish(suspected: Console, context: Context) -> None:
    use_publication(suspected, context, Publication(mode=PublicationMode.TRIAL))

    page = suspected.press(suspected.school.dean, f"{CASE}/confirm", way="phone")

    assert "试运行" in said(page)
    assert "/publish" not in page
    page = suspected.press(suspected.school.dean, f"{CASE}/publish")
    assert "试运行" in said(page)
    assert in_hall(suspected) == []


def test_where_the_class_may_answer_first_the_page_says_until_when(
    suspected: Console, context: Context
) -> None:
    use_publication(
        suspected, context, Publication(mode=PublicationMode.FORMAL, answer_until=time(12, 0))
    )

    page = suspected.press(suspected.school.dean, f"{CASE}/confirm", way="phone")

    assert said(page) == "已证实。三年级2班可在11月24日 12:00前说明,之后在大厅公示。"
    assert "/publish" not in page
    assert "提前公示" in suspected.read(suspected.school.principal, CASE)
    page = suspected.press(suspected.school.dean, f"{CASE}/publish")
    assert "须由校长" in said(page)
    assert in_hall(suspected) == []
    suspected.press(suspected.school.principal, f"{CASE}/publish", reason="家长反映强烈")
    assert in_hall(suspected) == ["shown"]


def test_an_act_from_the_list_leads_back_to_its_day(suspected: Console) -> None:
    answer = suspected.of(suspected.school.dean).post(
        f"{CASE}/acknowledge", data={"back": "list", "day": "2026-11-23"}
    )

    assert answer.location == "/console?day=2026-11-23#case-1"


def test_an_unknown_way_of_checking_is_refused(suspected: Console) -> None:
    browser = suspected.of(suspected.school.dean)

    for way in ("", "telepathy", "phone;drop"):
        assert browser.post(f"{CASE}/confirm", data={"way": way}).status_code == 400, way

    assert suspected.school.cases() == {"三年级2班": "suspected"}


def test_looking_at_an_acts_address_does_nothing(suspected: Console) -> None:
    browser = suspected.of(suspected.school.dean)

    for act in ("acknowledge", "confirm", "refute", "publish"):
        assert browser.get(f"{CASE}/{act}").status_code == 405, act

    assert suspected.school.cases() == {"三年级2班": "suspected"}


def test_an_act_without_the_pages_token_is_refused(suspected: Console) -> None:
    suspected.app.config["WTF_CSRF_ENABLED"] = True

    answer = suspected.of(suspected.school.dean).post(f"{CASE}/confirm", data={"way": "phone"})

    assert answer.status_code == 400
    assert suspected.school.cases() == {"三年级2班": "suspected"}


def test_a_register_under_the_cap_is_quoted_and_confirms_nothing(suspected: Console) -> None:
    declare(suspected, RegisterEntry(Subject.MATHS, 35))

    page = suspected.press(suspected.school.dean, f"{CASE}/confirm", way="register")

    assert said(page) == (
        "当天登记表:合计35分钟(迟登);书面作业上限60分钟,登记的没有超过,不能凭登记表证实。"
        "属实的请换一种:电话、自述或到班;不成立的点误报。"
    )
    assert suspected.school.cases() == {"三年级2班": "suspected"}
