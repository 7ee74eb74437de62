"""Register, teachers and families side by side: on the day's page, on the case, at a glance in the list."""

from __future__ import annotations

import re

import pytest

from homework.registers import RegisterEntry
from homework.report import Assignment, Kind, Minutes, Subject
from models.registers.teacher_entries import save_teacher_entries
from models.schools import ClassKey
from models.staff.people import Role
from tests.handlers.pages.console.conftest import Console
from tests.handlers.pages.console.test_registers import DAY, at, declare, families

M, E = Subject.MATHS, Subject.ENGLISH


@pytest.fixture
def registered(console: Console) -> Console:
    """三年级2班 registered 50 minutes; five families say 40 of its 数学 and 30 of more."""
    at(console, 15)
    declare(console, RegisterEntry(M, 20, content="练习册"), RegisterEntry(E, 30, Kind.ORAL))
    at(console, 20)
    families(
        console,
        Assignment(M, "练习册", Minutes.exactly(40), Kind.WRITTEN),
        Assignment(M, "期末模拟卷", Minutes.exactly(30), Kind.WRITTEN),
    )
    return console


def test_the_leading_group_reads_register_and_families_side_by_side(registered: Console) -> None:
    page = registered.read(registered.school.dean, DAY)

    assert (
        "连口头合计登记50分,反馈70分;数学少登50分钟;数学“期末模拟卷”5–10户提到,登记表没有" in page
    )
    assert row(page, "数学") == ["数学 少登50分钟", "20分", "70分"]
    assert row(page, "练习册") == ["练习册 少登20分钟", "20分", "40分"]
    assert row(page, "期末模拟卷") == ["期末模拟卷 5–10户提到,登记表没有", "—", "30分"]
    assert row(page, "英语") == ["英语 没有家长提到", "30分", "—"]
    assert row(page, "合计") == ["合计 少登20分钟", "50分", "70分"]


def row(page: str, name: str) -> list[str]:
    """The cells of one line of the three sides, by its first words."""
    lines = re.findall(r"<tr[^>]*><th scope=\"row\">(.*?)</tr>", page, re.S)
    cells = [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.split(r"</t[hd]>", line)[:-1]]
        for line in lines
    ]
    return next(each for each in cells if each[0].split()[0] == name)


def test_what_a_teacher_said_stands_between_the_two(registered: Console) -> None:
    school = registered.school
    key = ClassKey(school.plan.id, school.class_of(3, 2).id)
    told = (school.homeroom.id, [RegisterEntry(M, 35, content="练习册")])
    now = school.clock.now()
    school.store.write(lambda c: save_teacher_entries(c, key, school.day, told, now))

    page = registered.read(school.dean, DAY)

    assert "老师自报" in page
    assert row(page, "练习册")[1:] == ["20分", "35分", "40分"]


def test_who_checks_reads_at_a_glance_whether_the_register_agrees(registered: Console) -> None:
    registered.school.tick()
    school = registered.school

    for path in ("/console", "/console/cases/1"):
        page = registered.read(school.dean, path)
        assert ">登记偏低</span>" in page
        assert "连口头合计登记50分,反馈70分;数学少登50分钟" in page
    for person in (school.homeroom, school.leader, school.hire(Role.DUTY, "赵")):
        for path in ("/console", "/console/cases/1", DAY):
            page = registered.read(person, path)
            assert "登记偏低" not in page, (person.role, path)
            assert "少登" not in page, (person.role, path)


def test_a_sealed_register_is_compared_for_nobody_but_the_class(console: Console) -> None:
    at(console, 15)
    declare(console, RegisterEntry(M, 20, content="练习册"))
    families(console, Assignment(M, "练习册", Minutes.exactly(90), Kind.WRITTEN))
    console.school.tick()

    for path in ("/console", "/console/cases/1", DAY):
        assert "20分" not in console.read(console.school.dean, path), path


def test_where_the_sum_is_right_only_a_part_is_called_too_low(console: Console) -> None:
    at(console, 15)
    declare(
        console,
        RegisterEntry(M, 20, content="练习册"),
        RegisterEntry(E, 55, content="默写"),
    )
    at(console, 20)
    families(
        console,
        Assignment(M, "练习册", Minutes.exactly(35), Kind.WRITTEN),
        Assignment(E, "默写", Minutes.exactly(45), Kind.WRITTEN),
    )

    console.school.tick()

    page = console.read(console.school.dean, "/console")

    assert ">部分登记偏低</span>" in page
    assert "连口头合计登记75分,反馈80分,合计相近;数学少登15分钟" in page
    case = console.read(console.school.dean, "/console/cases/1")
    assert row(case, "合计") == ["合计 相近", "75分", "80分"]


def test_a_register_is_read_by_its_written_minutes_first(registered: Console) -> None:
    registered.school.tick()

    page = registered.read(registered.school.dean, "/console/cases/1")

    assert ">书面20分钟,全部合计50分钟</a>" in page
