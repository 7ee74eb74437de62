"""Burdens beside homework and difficulty, from the form's ticks to the console's page of a class."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from clock import SHANGHAI
from homework.plan import SchoolPlan
from homework.report import Assignment, Burden, Kind, Minutes, Report, Subject
from homework.wording.burdens import BURDEN_WORDS
from models.families.reporters import Door
from models.reporting.intake import Said, Speaker, take_in
from models.staff.people import Role
from tests.handlers.pages.console.conftest import Console
from tests.models.conftest import School
from tests.people import plan_for_tests


@pytest.fixture
def plan() -> SchoolPlan:
    """A junior school that lives by the state's rules and the second plan's."""
    packs = ("national-2021", "plan-p2")
    return replace(plan_for_tests(packs=packs), classes={7: 1, 8: 2, 9: 1})


@pytest.fixture
def link(school: School) -> str:
    """What the poster of 八年级2班 opens."""
    return f"/r/{school.class_of(8, 2).public_link}"


def offered(words: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]+)"', words)


def families(school: School, *burdens: Burden, count: int, difficulty: int | None = None) -> None:
    """So many families report 40 minutes, and what else they tick."""
    homework = Assignment(Subject.MATHS, "卷子", Minutes.exactly(40), Kind.WRITTEN)
    said = Report((homework,), burdens=frozenset(burdens), difficulty=difficulty)
    for number in range(count):
        who = Speaker(f"{'-'.join(burdens)}{number}", Door.PAGE)
        saying = Said(who, school.about(8, 2), said, school.clock.now())
        school.store.write(
            lambda connection, saying=saying: take_in(connection, school.plan, saying)  # type: ignore[misc]  # the default binds the loop's value
        )


def test_families_are_asked_only_about_what_the_schools_rules_speak_of(
    client: FlaskClient, link: str
) -> None:
    words = client.get(link).get_data(as_text=True)

    assert set(offered(words, "burden")) == {
        "not_marked",
        "overtime_class",
        "lesson_grab",
        "holiday_class",
        "paid_tutoring",
        "ranking",
        "extra_workbook",
        "exam",
    }
    assert offered(words, "difficulty") == ["1", "2", "3", "4", "5"]


def test_what_was_ticked_stands_on_the_receipt_and_in_the_form_again(
    client: FlaskClient, link: str, school: School
) -> None:
    ticked = {"m-maths": "20", "burden": ["lesson_grab", "exam"], "difficulty": "4"}
    client.get(link)

    answer = client.post(link, data={"day": school.day.isoformat(), **ticked})
    receipt = client.get(answer.location).get_data(as_text=True)
    again = client.get(link).get_data(as_text=True)

    assert "音体美等课被占、今天考试了、难度4(1容易,5太难)" in receipt
    assert re.search(r'name="burden" value="exam" checked', again)
    assert re.search(r'name="difficulty" value="4" checked', again)


def test_a_burden_alone_is_a_report_and_difficulty_alone_is_not(
    client: FlaskClient, link: str, school: School
) -> None:
    client.get(link)
    day = school.day.isoformat()

    assert client.post(link, data={"day": day, "difficulty": "5"}).status_code == 422
    assert client.post(link, data={"day": day, "burden": "exam"}).status_code == 303


def test_no_homework_and_a_test_in_school_are_both_kept(
    client: FlaskClient, link: str, school: School
) -> None:
    client.get(link)
    ticked = {"no_homework": "1", "burden": "exam"}

    answer = client.post(link, data={"day": school.day.isoformat(), **ticked})

    receipt = client.get(answer.location).get_data(as_text=True)
    assert "没有作业" in receipt
    assert "今天考试了" in receipt


def test_lessons_taken_by_three_of_five_open_a_case(school: School) -> None:
    families(school, Burden.LESSON_GRAB, count=3)
    families(school, count=2)

    school.tick()

    assert school.cases() == {"八年级2班": "suspected"}


def test_paid_tutoring_goes_to_the_principal_alone(school: School) -> None:
    families(school, Burden.PAID_TUTORING, count=4)

    school.tick()

    assert [name for name, *_ in school.pushes()] == ["周"]


def test_the_leading_group_reads_what_families_named_of_a_day(
    console: Console, school: School
) -> None:
    families(school, Burden.LESSON_GRAB, Burden.EXAM, count=3, difficulty=4)
    families(school, Burden.PAID_TUTORING, count=2)
    school.tick()

    words = console.read(school.dean, "/console/classes/8-2")

    assert "家庭另报:音体美等课被占 3户、今天考试了 3户、难度4(1容易,5太难)" in words
    assert BURDEN_WORDS[Burden.PAID_TUTORING] not in words
    assert "本学期多户家庭说有考试:1天(11月23日)。规定每学期最多:" in words
    assert "老师有偿补课 2户" in console.read(school.principal, "/console/classes/8-2")


def test_a_class_teacher_reads_only_what_five_families_named_and_only_of_closed_days(
    console: Console, school: School
) -> None:
    own = school.hire(Role.HOMEROOM, "赵", homeroom_class="8-2")
    families(school, Burden.LESSON_GRAB, count=6)
    families(school, Burden.EXAM, count=4)
    school.tick()

    assert "家庭另报" not in console.read(own, "/console/classes/8-2")
    school.clock.jump(datetime(2026, 11, 24, 12, 1, tzinfo=SHANGHAI))
    closed = console.read(own, "/console/classes/8-2")

    assert "家庭另报:音体美等课被占 5–10户<" in closed
    assert BURDEN_WORDS[Burden.EXAM] not in closed


def test_an_exam_that_one_family_speaks_of_is_no_exam_of_the_class(
    console: Console, school: School
) -> None:
    families(school, Burden.EXAM, count=2)
    families(school, count=4)

    words = console.read(school.dean, "/console/classes/8-2")

    assert "说有考试" not in words


def test_exams_of_last_term_do_not_count(console: Console, school: School) -> None:
    at = school.clock.now()
    school.clock.jump(datetime(2026, 9, 21, 20, 0, tzinfo=SHANGHAI))
    families(school, Burden.EXAM, count=3)
    school.clock.jump(at)
    assert "1天(9月21日)" in console.read(school.dean, "/console/classes/8-2")

    school.clock.jump(datetime(2027, 3, 1, 20, 0, tzinfo=SHANGHAI) + timedelta(minutes=1))

    assert "说有考试" not in console.read(school.dean, "/console/classes/8-2")
