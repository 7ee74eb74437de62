"""Who sees what: roles, closed days, small groups, other schools."""

from __future__ import annotations

import dataclasses
import re
from datetime import timedelta

import pytest

from handlers.context import Context
from homework.plan import SchoolPlan
from homework.policy import Severity
from models.staff.people import Role, StaffMember
from tests.handlers.pages.console.conftest import OVER, Console, next_noon
from tests.models.conftest import School

CASE = "/console/cases/1"
FIGURES = ("80分", "6户", "4户", "85", "中间值80")


def without_tokens(page: str) -> str:
    """A page without what is random in it: a token may hold any two digits."""
    return re.sub(r'name="csrf_token" value="[^"]*"|\?v=[0-9a-f]+', "", page)


def neighbour(context: Context, console: Console) -> tuple[School, StaffMember]:
    """A second school with a case of its own, number 2, and a class that only it has."""
    plan: SchoolPlan = dataclasses.replace(
        console.school.plan,
        id="linju",
        name="邻居小学",
        classes={**console.school.plan.classes, 7: 1},
    )
    context.plans[plan.id] = plan  # type: ignore[index]
    other = School(console.school.store, plan, console.school.clock)
    other.evening(4, 1, OVER)
    other.evening(4, 2, OVER)
    other.tick()
    return other, other.dean


def test_another_schools_case_and_class_are_not_there(suspected: Console, context: Context) -> None:
    other, other_dean = neighbour(context, suspected)
    dean = suspected.school.dean

    assert suspected.status(other_dean, "/console/cases/2") == 200
    assert suspected.status(other_dean, "/console/classes/7-1") == 200
    for path in ("/console/cases/2", "/console/classes/7-1", "/console/posters/7-1"):
        assert suspected.status(dean, path) == 404, path
    assert suspected.status(dean, "/console/posters/7-1.png") == 404
    browser = suspected.of(dean)
    for act in ("acknowledge", "confirm", "refute", "publish"):
        answer = browser.post(
            f"/console/cases/2/{act}", data={"way": "phone", "reason": "试", "back": "case"}
        )
        assert answer.status_code == 404, act
    assert other.cases() == {"四年级1班": "suspected", "四年级2班": "suspected"}


def test_the_same_number_means_each_schools_own_case(suspected: Console, context: Context) -> None:
    _, other_dean = neighbour(context, suspected)

    assert "三年级2班" in suspected.read(suspected.school.dean, CASE)
    assert "四年级1班" in suspected.read(other_dean, CASE)
    assert "四年级" not in suspected.read(suspected.school.dean, "/console").partition("待核实")[2]


@pytest.mark.parametrize("who", ["homeroom", "leader"])
def test_own_teachers_see_no_figure_of_an_open_day(suspected: Console, who: str) -> None:
    person = getattr(suspected.school, who)

    for path in ("/console", "/console?day=2026-11-23", CASE, "/console/classes/3-2"):
        page = without_tokens(suspected.read(person, path))
        for figure in FIGURES:
            assert figure not in page, (path, figure)
    grid = suspected.read(person, "/console?day=2026-11-23")
    assert 'aria-label="三年级2班 未截止' in grid
    assert "核实中" not in grid


@pytest.mark.parametrize("who", ["homeroom", "leader"])
def test_own_teachers_see_a_closed_day_in_bands(suspected: Console, who: str) -> None:
    person = getattr(suspected.school, who)
    next_noon(suspected.school)

    page = without_tokens(suspected.read(person, CASE))

    assert "80分" in page
    assert "5–10户" in page
    assert "6户" not in page
    assert "各户反馈" not in page
    assert "提醒发到哪里了" not in page


def test_own_teachers_see_no_sum_of_fewer_than_five_families(console: Console) -> None:
    console.school.evening(3, 2, (80, 85, 90, 95))
    console.school.tick()
    next_noon(console.school)

    for path in (CASE, "/console/classes/3-2", "/console?day=2026-11-23"):
        page = without_tokens(console.read(console.school.homeroom, path))
        assert "85" not in page, path
        assert "4户" not in page, path
    assert "不足5户" in console.read(console.school.homeroom, CASE)


def test_the_leading_group_sees_no_single_family_of_so_few(console: Console) -> None:
    console.school.evening(3, 2, (80, 85, 90, 95))
    console.school.tick()

    page = without_tokens(console.read(console.school.dean, CASE))

    assert "4户反馈,4户超过60分" in page
    assert "不逐户列出" in page
    assert "95" not in page


def test_a_subject_that_few_families_name_is_not_summed_up_for_anyone(console: Console) -> None:
    console.school.evening(3, 2, OVER[:4])
    console.school.tick()

    page = console.read(console.school.dean, CASE)

    assert "数学" in page
    assert "<span>80分钟</span>" not in page  # what the four say of it, at the middle
    assert "不足5户" in page


REACH: tuple[tuple[Role, dict[str, object], str, int], ...] = (
    (Role.HOMEROOM, {"homeroom_class": "3-1"}, CASE, 404),  # another class of the grade
    (Role.HOMEROOM, {"homeroom_class": "3-1"}, "/console/classes/3-2", 404),
    (Role.HOMEROOM, {"homeroom_class": "3-1"}, "/console/classes/3-1", 200),
    (Role.GRADE_LEADER, {"grade": 4}, CASE, 404),
    (Role.GRADE_LEADER, {"grade": 4}, "/console/classes/3-2", 404),
    (Role.GRADE_LEADER, {"grade": 3}, "/console/classes/3-4", 200),
    (Role.TEACHER, {}, CASE, 404),  # teaches nobody
    (Role.TEACHER, {"teaches": "3-2"}, CASE, 200),
    (Role.DUTY, {}, CASE, 200),
    (Role.RESEARCH, {}, CASE, 200),
    (Role.ADMIN, {}, CASE, 200),
    (Role.PRINCIPAL, {}, "/console/classes/6-4", 200),
)


def test_each_role_reaches_its_own_classes_only(suspected: Console) -> None:
    for role, details, path, status in REACH:
        person = suspected.school.hire(role, "某", **details)
        assert suspected.status(person, path) == status, (role, details, path)


def test_the_duty_teacher_has_this_weeks_cases_in_bands(suspected: Console) -> None:
    duty = suspected.school.hire(Role.DUTY, "孙")

    page = without_tokens(suspected.read(duty, CASE))

    assert "80分" in page
    assert "5–10户" in page
    assert "6户" not in page
    suspected.school.clock.forward(timedelta(days=7))
    assert suspected.status(duty, CASE) == 404
    assert "三年级2班" not in suspected.read(duty, "/console")


def test_a_dean_who_teaches_the_class_sees_it_as_its_teacher(suspected: Console) -> None:
    dean = suspected.school.hire(Role.DEAN, "钱", teaches="3-2")

    for path in ("/console", CASE, "/console/classes/3-2"):
        page = without_tokens(suspected.read(dean, path))
        for figure in FIGURES:
            assert figure not in page, (path, figure)
    assert "您任教这个班" in suspected.read(dean, CASE)


def test_who_may_not_see_a_case_cannot_act_on_it_either(suspected: Console) -> None:
    strangers = (
        suspected.school.hire(Role.HOMEROOM, "某", homeroom_class="3-1"),
        suspected.school.hire(Role.GRADE_LEADER, "某", grade=4),
    )

    for person in strangers:
        for act in ("acknowledge", "confirm", "refute", "publish"):
            answer = suspected.of(person).post(f"{CASE}/{act}", data={"way": "phone"})
            assert answer.status_code == 404, act


def test_a_confidential_case_is_for_the_principal_alone(
    suspected: Console, context: Context
) -> None:
    plan = suspected.school.plan
    [pack] = plan.packs
    secret = dataclasses.replace(
        pack,
        rules=tuple(
            dataclasses.replace(rule, severity=Severity.CONFIDENTIAL) for rule in pack.rules
        ),
    )
    context.plans[plan.id] = dataclasses.replace(plan, packs=(secret,))  # type: ignore[index]

    assert suspected.status(suspected.school.principal, CASE) == 200
    for person in (suspected.school.dean, suspected.school.homeroom):
        assert suspected.status(person, CASE) == 404
        answer = suspected.of(person).post(f"{CASE}/confirm", data={"way": "phone"})
        assert answer.status_code == 404
        assert "1号" not in suspected.read(person, "/console")
        assert "核实中" not in suspected.read(person, "/console")


def test_no_page_shows_what_families_wrote(suspected: Console) -> None:
    school = suspected.school

    for person in (school.dean, school.principal, school.leader, school.homeroom):
        for path in ("/console", CASE, "/console/classes/3-2"):
            page = without_tokens(suspected.read(person, path))
            assert "卷子" not in page, path
            assert "family" not in page, path


def test_what_does_not_exist_is_a_plain_404(suspected: Console) -> None:
    for path in (
        "/console/cases/0",
        "/console/cases/99",
        "/console/cases/99999999999999999999",
        "/console/classes/3-9",
        "/console/classes/x",
        "/console/classes/9-1",
        "/console?day=2026-13-40",
        "/console?day=0001-01-01",
        "/console?day=9999-12-31",
    ):
        assert suspected.status(suspected.school.dean, path) == 404, path
