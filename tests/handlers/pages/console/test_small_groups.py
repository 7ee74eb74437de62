"""Differencing: no sequence of filters, weeks, days and files tells four families apart.

Two schools differ only in what four families of 3-2 said. Whoever may not read them reads the same
of both, byte for byte: then nothing can be subtracted from anything.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app import create_app
from clock import FrozenClock
from context import Context
from homework.plan import SchoolPlan
from homework.registers import Register, RegisterEntry
from homework.report import Subject
from models.days.trends import day_to_roll_up, save_trend_day, trend_rows
from models.keys import Keys
from models.registers.revisions import Filing, save_register
from models.staff.people import Role, StaffMember
from tests import stores
from tests.conftest import EVENING
from tests.handlers.pages.console.conftest import Console
from tests.models.conftest import School
from tests.people import account_for_tests

FEW = ((20, 25, 30, 35), (40, 45, 50, 55))
MANY = (30, 35, 40, 45, 50, 55)
PLACES = ("", "3", "3-1", "3-2")
SPANS = ("4", "8", "20", "year")


@pytest.fixture
def twins(template: Path, tmp_path: Path, keys: Keys, plan: SchoolPlan) -> list[Console]:
    """The same school twice, but for what four families of 3-2 said on Monday and Tuesday."""
    found = []
    for number, few in enumerate(FEW):
        folder = tmp_path / str(number)
        folder.mkdir()
        found.append(_school(template, folder, keys, plan, few))
    return found


def _school(
    template: Path, folder: Path, keys: Keys, plan: SchoolPlan, few: Sequence[int]
) -> Console:
    store, account = stores.copied(template, folder), account_for_tests()
    context = Context(
        store=store,
        keys=keys,
        clock=FrozenClock(EVENING),
        base_url="http://school.test",
        accounts={account.id: account},
        plans={plan.id: plan},
    )
    app = create_app(context)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    clock = context.clock
    assert isinstance(clock, FrozenClock)
    console = Console(app, School(store, plan, clock))
    for _ in range(2):
        register(console.school)
        console.school.evening(3, 2, few)
        console.school.evening(3, 1, MANY)
        console.school.tick()
        clock.forward(timedelta(days=1))
    roll_up(console)
    console.beat()
    return console


def register(school: School) -> None:
    """3-2 registers 20 minutes of what its families speak of: both sides could be compared."""
    entries = (RegisterEntry(Subject.MATHS, 20, content="卷子"),)
    filing = Filing(school.plan, school.class_of(3, 2), school.day, Register(entries))
    now = school.clock.now()
    school.store.write(lambda connection: save_register(connection, filing, now))


def roll_up(console: Console) -> None:
    """What the scheduler writes down of closed days."""
    school = console.school
    now = school.clock.now()
    while True:
        with school.store.reading() as connection:
            day = day_to_roll_up(connection, school.plan, now)
            rows = [] if day is None else trend_rows(connection, school.plan, day)
        if day is None:
            return
        one = day
        school.store.write(
            lambda connection, one=one, rows=rows: save_trend_day(  # type: ignore[misc]
                connection, school.plan, one, rows, now
            )
        )


class Reader:
    """One person's browser, and what they can ask for."""

    def __init__(self, console: Console, person: StaffMember) -> None:
        self.browser = console.of(person)

    def page(self, path: str) -> str | None:
        """A page without ids, tokens and addresses, which differ between any two schools."""
        answer = self.browser.get(path)
        if answer.status_code != 200:
            return None
        text = answer.get_data(as_text=True)
        text = re.sub(r'name="csrf_token" value="[^"]*"|\?v=[0-9a-f]+', "", text)
        return re.sub(r"/register/[\w-]+|shifan-\w+|\b\d{15,}\b", "", text)

    def file(self, path: str) -> str:
        book = load_workbook(io.BytesIO(self.browser.get(path).data))
        return repr([list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets])

    def sums(self) -> dict[str, str | None]:
        """Every filter and span of what is summed up, pages and files, by address."""
        found: dict[str, str | None] = {}
        for span in SPANS:
            for place in PLACES:
                path = f"/console/trends?weeks={span}&of={place}"
                found[path] = self.page(path)
        for query in ("", "?span=year", "?of=3", "?of=3-2", "?state=suspected"):
            found[f"ledger{query}"] = self.page(f"/console/ledger{query}")
            path = f"/console/ledger/ledger.xlsx{query}"
            found[path] = self.file(path)
        return found

    def everything(self) -> dict[str, str | None]:
        """The same, and every page of 3-2 and of the days."""
        paths = ["/console/classes/3-2", "/console/registers", "/console/deliveries"]
        paths += [f"/console?day=2026-11-{day}" for day in (20, 23, 24, 25)]
        paths += [f"/console/registers/3-2/2026-11-{day}" for day in (23, 24)]
        return {**self.sums(), **{path: self.page(path) for path in paths}}


def test_the_whole_school_less_its_parts_gives_nobody_away(twins: list[Console]) -> None:
    one, other = (Reader(each, each.school.dean).sums() for each in twins)

    assert one == other
    assert "40" in str(one["/console/trends?weeks=4&of=3"])  # 3-1 alone: there is something to read


def test_own_teachers_read_the_same_of_any_four_families(twins: list[Console]) -> None:
    for who in ("homeroom", "leader"):
        read = [Reader(each, getattr(each.school, who)).everything() for each in twins]
        assert read[0] == read[1], who


def test_a_dean_who_teaches_the_class_reads_the_same_too(twins: list[Console]) -> None:
    read = [
        Reader(each, each.school.hire(Role.DEAN, "钱", teaches="3-2")).everything()
        for each in twins
    ]

    assert read[0] == read[1]


def test_the_fifth_family_is_what_makes_a_class_readable(twins: list[Console]) -> None:
    console = twins[0]
    path = "/console/trends?weeks=4&of=3-2"
    assert "还没有可画的数字" in console.read(console.school.dean, path)

    console.school.evening(3, 2, (30, 30, 30, 35, 40))
    console.school.tick()
    roll_up(console)  # the day is open: nothing of it yet
    assert "还没有可画的数字" in console.read(console.school.dean, path)
    console.school.clock.forward(timedelta(days=1))
    roll_up(console)

    assert 'data-value="30"' in console.read(console.school.dean, path)


def test_the_twins_really_differ(twins: list[Console]) -> None:
    """Else the tests above would hold of anything."""
    pages = []
    for each in twins:
        each.school.clock.forward(-timedelta(days=1))
        each.school.says(3, 2, 30)
        each.school.tick()
        each.school.clock.forward(timedelta(days=1))
        roll_up(each)
        pages.append(Reader(each, each.school.homeroom).page("/console/classes/3-2"))

    assert pages[0] != pages[1]
