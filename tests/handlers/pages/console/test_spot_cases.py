"""From a spot check to a case: what was seen is the check, or waits for calls, as the school says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.context import Context
from homework.plan import SpotOutcome
from homework.registers import Register, RegisterEntry
from homework.report import Subject
from homework.wording.console_register import SEALED
from models.days.overloads import overloads_on
from models.registers.revisions import Filing, save_register
from models.spot_checks.findings import spot_checks_on
from models.spot_checks.verifying import verify_draw
from models.staff.people import Role
from tests.handlers.pages.console.conftest import Console
from tests.handlers.pages.console.test_acts import said
from tests.handlers.pages.console.test_registers import at, drawn, slugs

__all__ = ["drawn"]
DAY = "2026-11-23"


def upper_grade(console: Console) -> str:
    """A drawn class with a cap in minutes."""
    return next(slug for slug in slugs(console) if int(slug[0]) >= 3)


@pytest.fixture
def seen(drawn: Console, context: Context) -> str:
    """The path of a drawn class over its cap; the draw is wide enough to hold such a class."""
    slug = upper_grade(drawn)
    drawn.press(
        drawn.school.dean,
        f"/console/spot-checks/{slug}",
        finding="over",
        note="两份卷子加抄写",
    )
    at(drawn, 17)  # past the hour until which the class could put it right
    return f"/console/spot-checks/{DAY}/{slug}/case"


def register_of(console: Console, slug: str, minutes: int) -> None:
    """A class declares so many minutes of maths."""
    school, (grade, number) = console.school, map(int, slug.split("-"))
    register = Register((RegisterEntry(Subject.MATHS, minutes),))
    filing = Filing(school.plan, school.class_of(grade, number), school.day, register)
    school.store.write(lambda connection: save_register(connection, filing, school.clock.now()))


def rule_of(console: Console, path: str) -> str:
    page = console.read(console.school.dean, path)
    return page.partition('name="rule" value="')[2].partition('"')[0]


def states(console: Console) -> list[str]:
    with console.school.store.reading() as connection:
        found = overloads_on(connection, console.school.plan.id, console.school.day)
        return [f"{case.state} {case.measured}" for case in found]


def test_what_was_seen_is_the_check(drawn: Console, seen: str) -> None:
    assert "立案" in drawn.read(drawn.school.dean, "/console/spot-checks")

    page = drawn.press(drawn.school.dean, seen, rule=rule_of(drawn, seen), measured="85")

    assert said(page).startswith("已立为1号,按到班所见证实。")
    assert "属实,两份卷子加抄写" in page
    assert states(drawn) == ["confirmed 85"]
    # Pressed twice it is the same case.
    drawn.press(drawn.school.dean, seen, rule=rule_of(drawn, seen), measured="90")
    assert states(drawn) == ["confirmed 85"]


def test_before_the_hour_nothing_is_opened_and_the_register_stays_sealed(drawn: Console) -> None:
    slug, dean = upper_grade(drawn), drawn.school.dean
    path = f"/console/spot-checks/{DAY}/{slug}/case"
    drawn.press(dean, f"/console/spot-checks/{slug}", finding="over", note="两份卷子")

    at(drawn, 16)
    register_of(drawn, slug, 97)
    page = drawn.read(dean, "/console/spot-checks")
    assert SEALED in page
    assert "97分钟" not in page
    assert "16:40前班级还能调整,到点后仍超标再立案。" in page
    assert "立案</a>" not in page
    assert drawn.status(dean, path) == 404
    assert drawn.of(dean).post(path, data={"rule": "any", "measured": "85"}).status_code == 404

    at(drawn, 17)
    page = drawn.read(dean, "/console/spot-checks")
    assert "立案</a>" in page
    assert "合计97分钟" in page
    assert drawn.status(dean, path) == 200


def test_where_the_school_phones_first_the_case_waits(
    drawn: Console, seen: str, context: Context
) -> None:
    plan = drawn.school.plan
    phoned = replace(plan, register=replace(plan.register, spot_outcome=SpotOutcome.PHONE))
    context.plans[plan.id] = phoned  # type: ignore[index]

    page = drawn.press(drawn.school.dean, seen, rule=rule_of(drawn, seen), measured="85")

    assert "先抽电话顺序" in said(page)
    assert 'id="calls"' in page
    assert states(drawn) == ["suspected 85"]


@pytest.mark.parametrize("measured", ["", "60", "0"])
def test_a_figure_within_the_cap_opens_nothing(drawn: Console, seen: str, measured: str) -> None:
    page = drawn.press(drawn.school.dean, seen, rule=rule_of(drawn, seen), measured=measured)

    assert "要大于上限" in said(page)
    assert states(drawn) == []


def test_nothing_is_opened_of_a_class_that_agreed_or_was_not_drawn(drawn: Console) -> None:
    slug = upper_grade(drawn)
    drawn.press(drawn.school.dean, f"/console/spot-checks/{slug}", finding="agrees")
    other = next(each for each in ("6-1", "6-2", "6-3") if each not in slugs(drawn))

    for path in (slug, other, "9-9", "x"):
        assert drawn.status(drawn.school.dean, f"/console/spot-checks/{DAY}/{path}/case") == 404


def test_who_teaches_the_class_opens_nothing(drawn: Console, seen: str) -> None:
    slug = seen.split("/")[-2]
    teacher = drawn.school.hire(Role.DEAN, "钱", teaches=slug)

    assert drawn.status(teacher, seen) == 404
    assert drawn.of(teacher).post(seen, data={"rule": "x"}).status_code == 404
    assert drawn.of(drawn.school.dean).post(seen, data={"rule": "x"}).status_code == 400


def test_the_leading_group_adds_a_class_unannounced_and_the_draw_still_verifies(
    drawn: Console,
) -> None:
    school = drawn.school
    with school.store.reading() as connection:
        taken = {
            each.slug(school.day) for _, each in spot_checks_on(connection, "shifan", school.day)
        }
    other = next(slug for slug in ("5-1", "5-2", "5-3") if slug not in taken)

    page = drawn.press(school.dean, "/console/spot-checks/add", **{"class": other})
    assert "已加到今天的名单最后" in page
    assert page.count('<span class="chip">临时</span>') == 1
    again = drawn.press(school.dean, "/console/spot-checks/add", **{"class": other})
    assert "已经在今天的名单里" in again
    assert "已记下" in drawn.press(
        school.dean, f"/console/spot-checks/{other}", finding="over", note="三张卷子"
    )
    assert "立案" in drawn.read(school.dean, "/console/spot-checks")

    with school.store.reading() as connection:
        verified = verify_draw(connection, school.plan, school.day)
    assert verified is not None
    assert verified.matches
    assert other not in verified.stored.drawn


def test_who_is_not_of_the_leading_group_or_teaches_the_class_adds_none(drawn: Console) -> None:
    school = drawn.school
    duty, teaching = school.hire(Role.DUTY, "赵"), school.hire(Role.DEPUTY, "郑", teaches="5-1")

    path = "/console/spot-checks/add"
    assert drawn.of(duty).post(path, data={"class": "5-1"}).status_code == 403
    assert "您教这个班" in drawn.press(teaching, path, **{"class": "5-1"})
    assert drawn.of(school.dean).post(path, data={"class": "9-9"}).status_code == 404


def test_before_the_draw_nothing_is_added(console: Console) -> None:
    page = console.press(console.school.dean, "/console/spot-checks/add", **{"class": "5-1"})

    assert "抽签(12:30)之后" in page
