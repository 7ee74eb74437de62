"""今日待办 names the classes that wait for a person today: an adjustable register, a drawn class."""

from __future__ import annotations

from homework.registers import RegisterEntry
from homework.report import Subject
from models.staff.people import Role
from tests.handlers.pages.console.conftest import Console
from tests.handlers.pages.console.test_registers import at, declare, drawn, slugs

__all__ = ["drawn"]
OVER = "三年级2班 登记合计75分钟,超过上限"


def test_a_register_over_its_cap_is_first_on_its_own_teachers_page_until_the_hour(
    console: Console,
) -> None:
    school = console.school
    other = school.hire(Role.HOMEROOM, "孙", homeroom_class="3-1")
    at(console, 15)
    declare(console, RegisterEntry(Subject.MATHS, 75))

    for person in (school.homeroom, school.leader):
        page = console.read(person, "/console")
        assert OVER in page
        assert "16:40前可调整" in page
        assert 'href="/console/registers/3-2/2026-11-23"' in page
    for person in (school.dean, other):
        assert "75分钟" not in console.read(person, "/console")

    declare(console, RegisterEntry(Subject.MATHS, 40))
    assert "超过上限" not in console.read(school.homeroom, "/console")


def test_the_list_that_a_push_of_several_opens_is_where_it_points(console: Console) -> None:
    page = console.read(console.school.dean, "/console")

    assert page.count('id="waiting"') == 1


def test_from_the_hour_on_a_register_asks_for_nothing_any_more(console: Console) -> None:
    at(console, 15)
    declare(console, RegisterEntry(Subject.MATHS, 75))

    at(console, 17)

    assert OVER not in console.read(console.school.homeroom, "/console")


def test_drawn_classes_wait_on_the_page_of_who_checks_until_somebody_looked(
    drawn: Console,
) -> None:
    school = drawn.school
    duty = school.hire(Role.DUTY, "赵")
    first, second = slugs(drawn)[:2]
    names = {
        each: school.class_of(*map(int, each.split("-"))).name(school.day) for each in slugs(drawn)
    }

    for person in (school.dean, duty):
        assert f"{names[first]} 今天抽到" in drawn.read(person, "/console")
    assert "今天抽到" not in drawn.read(school.homeroom, "/console")

    drawn.press(school.dean, f"/console/spot-checks/{first}", finding="agrees")
    page = drawn.read(duty, "/console")
    assert f"{names[first]} 今天抽到" not in page
    assert f"{names[second]} 今天抽到" in page
    assert "今天抽到" not in drawn.read(duty, "/console?day=2026-11-20")


def test_a_drawn_class_is_not_on_the_page_of_who_teaches_it(drawn: Console) -> None:
    first = slugs(drawn)[0]
    own = drawn.school.hire(Role.DUTY, "钱", teaches=first)
    name = drawn.school.class_of(*map(int, first.split("-"))).name(drawn.school.day)

    assert f"{name} 今天抽到" not in drawn.read(own, "/console")
