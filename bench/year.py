"""A large school's year (一所大校的一学年): 100 classes × 200 school days × 12 families, in the product's
own tables.

One week is written by the product itself, a class of each grade: reports, registers, verdicts. Its
rows are then copied to the other classes and weeks, with ids of their own. Cases, pushes, spot
checks and acts are made by the product's functions, one by one.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from bench.year_copies import Copier, copy_trends, insert_rows
from bench.year_office import LAST_EVENING, Office
from clock import SHANGHAI, FrozenClock
from commands.init import initialise
from context import Context
from homework.plan import SchoolPlan
from homework.registers import Register, RegisterEntry
from homework.report import Assignment, Kind, Minutes, Report, Subject
from models.database.base import new_id
from models.days.class_days import touched
from models.days.judging import judge_day
from models.families.reporters import Door
from models.registers.revisions import Filing
from models.registers.warnings import file_register
from models.reporting.intake import About, Said, Speaker, take_in
from models.schools import ClassKey, SchoolClass, classes_of, save_school
from models.staff.people import Role, StaffMember, add_staff, find_staff
from opening import open_context
from settings import read_settings

FAMILIES = 12
CLASSES = {1: 17, 2: 17, 3: 17, 4: 17, 5: 16, 6: 16}
_CONFIG = """\
[site]
base_url = "http://school.test"
data_dir = "{folder}"
demo = true
[[account]]
id = "main"
kind = "verified_service"
app_id = "wx0123456789abcdef"
app_secret = "0123456789abcdef0123456789abcdef"
original_id = "gh_bench"
webhook_token = "benchtoken"
mode = "plain"
[[school]]
id = "shifan"
name = "示范小学"
account = "main"
classes = {{ {classes} }}
[school.publication]
mode = "formal"
"""
_WEEK = 5


@dataclass(frozen=True, slots=True)
class Year:
    """The school after its year: it is the evening of the last day, and people are waiting."""

    context: Context
    plan: SchoolPlan
    days: tuple[date, ...]  # newest first
    dean: StaffMember
    homeroom: StaffMember
    classes: tuple[SchoolClass, ...]
    rows: dict[str, int]


def build_year(folder: Path, days: int, say: Callable[[str], None]) -> Year:
    """Write the year into a new SQLite database under `folder`."""
    config = folder / "config.toml"
    classes = ", ".join(f'"{grade}" = {count}' for grade, count in CLASSES.items())
    config.write_text(_CONFIG.format(folder=folder.as_posix(), classes=classes), encoding="utf-8")
    settings = read_settings(config)
    initialise(dataclasses.replace(settings, schools=()))
    opened = open_context(settings)
    context = dataclasses.replace(opened, clock=FrozenClock(LAST_EVENING))
    maker = _Maker(context, context.plans["shifan"], days)
    say("one week, written by the product")
    maker.write_a_week()
    say(f"{days} days of {sum(CLASSES.values())} classes, copied")
    maker.copy_the_year()
    say("cases, pushes, spot checks, acts")
    maker.keep_the_office_busy()
    return maker.year()


class _Maker:
    """Writes the school; each step is one of the docstring's."""

    def __init__(self, context: Context, plan: SchoolPlan, count: int) -> None:
        self.context, self.plan = context, plan
        self.store = context.store
        self.luck = random.Random(20260630)
        self.today = LAST_EVENING.date()
        self.store.write(partial(save_school, plan=plan, day=self.today))
        self.days = [plan.calendar.last_school_day(self.today)]
        while len(self.days) < count:
            self.days.append(plan.calendar.previous_school_day(self.days[-1]))
        with self.store.reading() as connection:
            self.classes = list(classes_of(connection, plan.id, self.today))
        self.dean = self._hire(Role.DEAN, "教导处")
        self.homeroom = self._hire(Role.HOMEROOM, "林老师", homeroom_class="3-2")
        self._hire(Role.PRINCIPAL, "周校长")
        for grade in CLASSES:
            self._hire(Role.GRADE_LEADER, f"{grade}年级组长", grade=grade)
        for number in range(60):
            slug = self.classes[number].slug(self.today)
            self._hire(Role.TEACHER, f"教师{number}", teaches=slug)

    def _hire(self, role: Role, name: str, **details: object) -> StaffMember:
        now = self.context.clock.now()
        staff_id, _ = self.store.write(
            lambda connection: add_staff(connection, self.plan.id, role, name, now, **details)
        )
        with self.store.reading() as connection:
            person = find_staff(connection, self.plan.id, staff_id)
        assert person is not None
        return person

    @property
    def sources(self) -> list[SchoolClass]:
        """The first class of each grade."""
        return [each for each in self.classes if each.number == 1]

    def write_a_week(self) -> None:
        for school_class in self.sources:
            for place, day in enumerate(self.days[:_WEEK]):
                self.store.write(
                    partial(self._one_evening, school_class=school_class, day=day, place=place)
                )
        with self.store.reading() as connection:
            waiting = touched(connection)
        now = self.context.clock.now()
        for each in waiting:
            self.store.write(partial(judge_day, plan=self.plan, touched=each, now=now))

    def _one_evening(
        self, connection: sa.Connection, *, school_class: SchoolClass, day: date, place: int
    ) -> None:
        grade, now = school_class.grade(day), self.context.clock.now()
        about = About(ClassKey(self.plan.id, school_class.id), grade, day)
        base = 25 + 8 * place
        for family in range(FAMILIES):
            speaker = Speaker(f"{school_class.id}-{family}", Door.PAGE)
            report = _report(base + self.luck.randrange(-10, 25, 5))
            take_in(connection, self.plan, Said(speaker, about, report, now))
        entries = tuple(
            RegisterEntry(subject, minutes, content="练习册12-13页")
            for subject, minutes in zip(_SUBJECTS, (20, 20, 10), strict=True)
        )
        saved_at = datetime.combine(day, time(16, 5), SHANGHAI)
        file_register(connection, Filing(self.plan, school_class, day, Register(entries)), saved_at)

    def copy_the_year(self) -> None:
        source_of = {each.grade(self.today): each for each in self.sources}
        self.store.write(partial(self._copy_reporters, source_of=source_of))
        for place in range(_WEEK):
            for grade, source in source_of.items():
                copier = Copier(self.plan.id, source.id, self.days[place])
                targets = [
                    (each.id, day)
                    for day in self.days[place::_WEEK]
                    for each in self.classes
                    if each.grade(self.today) == grade
                    and (each.id, day) != (source.id, self.days[place])
                ]
                self.store.write(
                    partial(copier.copy, targets=targets, reporters=self.reporters), 600
                )
        self.store.write(partial(copy_trends, plan=self.plan, days=self.days), 600)

    def _copy_reporters(
        self, connection: sa.Connection, *, source_of: dict[int, SchoolClass]
    ) -> None:
        """A family of every class for each family of its grade's source: (class, old id) → new id."""
        self.reporters: dict[tuple[int, int], int] = {}
        for each in self.classes:
            source = source_of[each.grade(self.today)]
            known = connection.exec_driver_sql(
                "SELECT * FROM reporter WHERE subject_id LIKE ?", (f"{source.id}-%",)
            )
            names = list(known.keys())
            rows = []
            for row in known.all():
                copied = dict(zip(names, row, strict=True))
                old = copied["id"]
                if each.id == source.id:
                    self.reporters[each.id, old] = old
                    continue
                copied["id"] = self.reporters[each.id, old] = new_id()
                copied["subject_id"] = f"{each.id}-{old % 1000}"[-32:]
                rows.append(tuple(copied.values()))
            insert_rows(connection, "reporter", names, rows)

    def keep_the_office_busy(self) -> None:
        Office(self.store, self.plan, self.classes, self.days, self.dean).work()

    def year(self) -> Year:
        tables = (
            "report",
            "assignment",
            "verdict",
            "register_entry",
            "overload",
            "push",
            "trend_day",
        )
        with self.store.reading() as connection:
            rows = {
                name: int(connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one())
                for name in tables
            }
        return Year(
            self.context,
            self.plan,
            tuple(self.days),
            self.dean,
            self.homeroom,
            tuple(self.classes),
            rows,
        )


_SUBJECTS = (Subject.CHINESE, Subject.MATHS, Subject.ENGLISH)


def _report(minutes: int) -> Report:
    parts = (minutes // 2, minutes - minutes // 2 - 5, 5)
    return Report(
        assignments=tuple(
            Assignment(subject, "练习册12-13页", Minutes.exactly(max(part, 0)), Kind.WRITTEN)
            for subject, part in zip(_SUBJECTS, parts, strict=True)
        )
    )
