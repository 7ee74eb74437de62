"""今日待办 on a bad day: every open case is listed, and the page asks the store no more for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa

from homework.cases import CheckWay
from homework.class_answers import ClassAnswer
from homework.report import Subject
from models.cases.acts import confirm
from models.cases.answering import answer
from models.cases.rectifying import issue
from models.staff.people import StaffMember
from tests.handlers.pages.console.conftest import OVER, Console

MOST_QUERIES = 30
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_STEP = re.compile(r'<span class="number">(\d+)号</span> \S+ \S+?<span class="what">([^<]*)')


@contextmanager
def counted(console: Console) -> Iterator[list[str]]:
    """Every statement the store's readers send meanwhile, transactions' beginnings left out."""
    said: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    engine = console.school.store.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def queries_of(console: Console, person: StaffMember, path: str = "/console") -> int:
    browser = console.of(person)
    browser.get(path)  # a session is touched once a while
    with counted(console) as said:
        assert browser.get(path).status_code == 200
    return len(said)


def confirmed(console: Console, classes: Sequence[tuple[int, int]]) -> None:
    """These classes are over and checked; their notices of 整改 are late, so each asks for a step."""
    school = console.school
    for grade, number in classes:
        school.evening(grade, number, OVER)
    school.tick()
    with school.store.reading() as connection:
        numbers = (
            connection.execute(sa.text("SELECT number FROM overload WHERE state = 'suspected'"))
            .scalars()
            .all()
        )
    for each in numbers:
        act = school.act(school.dean, each)
        school.store.write(lambda c, act=act: confirm(c, act, CheckWay.REGISTER, ""))  # type: ignore[misc]
        school.store.write(lambda c, act=act: issue(c, act, [Subject.MATHS]))  # type: ignore[misc]


@pytest.fixture
def bad_day(console: Console) -> Console:
    """Sixteen classes of grades 3 to 6 are over and confirmed; a week has passed since."""
    confirmed(console, [(grade, number) for grade in (3, 4, 5, 6) for number in (1, 2, 3, 4)])
    console.school.clock.forward(_WEEK)
    console.beat()
    return console


def test_the_page_asks_for_many_cases_what_it_asks_for_one(console: Console) -> None:
    dean = console.school.dean
    confirmed(console, [(3, 1)])
    one = queries_of(console, dean)

    confirmed(console, [(grade, number) for grade in (4, 5, 6) for number in (1, 2, 3, 4)])

    assert queries_of(console, dean) <= one
    assert one <= MOST_QUERIES


def test_a_week_later_the_steps_of_all_of_them_cost_no_more(bad_day: Console) -> None:
    school = bad_day.school
    for person in (school.dean, school.principal, school.homeroom, school.leader):
        assert queries_of(bad_day, person) <= MOST_QUERIES, person.role


def test_every_open_case_is_listed_the_most_pressing_first(bad_day: Console) -> None:
    school = bad_day.school
    disputed = school.act(school.homeroom, 2)
    school.store.write(lambda c: answer(c, disputed, ClassAnswer.AT_SCHOOL))

    steps = _STEP.findall(bad_day.read(school.dean, "/console"))

    assert [words.partition("(")[0] for _, words in steps[:16]] == ["整改回复逾期"] * 16
    assert {int(number) for number, _ in steps} == set(range(1, 17))


def test_a_long_list_has_pages_and_loses_nobody(bad_day: Console) -> None:
    school = bad_day.school
    school.clock.forward(_DAY - _WEEK)
    confirmed(bad_day, [(grade, number) for grade in (3, 4) for number in (1, 2, 3, 4)])
    school.clock.forward(_WEEK)
    bad_day.beat()

    first = _STEP.findall(bad_day.read(school.dean, "/console"))
    second = _STEP.findall(bad_day.read(school.dean, "/console?steps=2"))

    assert (len(first), len(second)) == (20, 4)
    assert {int(number) for number, _ in [*first, *second]} == set(range(1, 25))
    assert "第1页,共2页" in bad_day.read(school.dean, "/console?steps=nonsense")
