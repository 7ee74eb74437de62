"""A large school's year (一所大校的一学年): 100 classes × 200 school days × 12 families, in the product's
own tables.

One week is written by the product itself, a class of each grade: reports, registers, verdicts. Its
rows are then copied to the other classes and weeks, with ids of their own. Cases, pushes, spot
checks and acts are made by the product's functions, one by one.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from clock import SHANGHAI, FrozenClock
from commands.init import initialise
from context import Context
from homework.cases import CaseState, CheckWay
from homework.plan import SchoolPlan
from homework.registers import Register, RegisterEntry
from homework.report import Assignment, Kind, Minutes, Report, Subject
from homework.verdicts import Stage
from models.audit import record_act
from models.base import new_id
from models.case_acts import confirm
from models.case_moves import Act
from models.class_days import touched
from models.intake import About, Said, Speaker, take_in
from models.judging import judge_day, verdicts_for
from models.leases import SCHEDULER, take_lease
from models.outbox import Push, PushState
from models.overloads import Overload, open_overload
from models.register_warnings import file_register
from models.registers import Filing
from models.reporters import Door
from models.schools import ClassKey, SchoolClass, classes_of, save_school
from models.spot_checking import draw_today, publish_seed
from models.staff import Role, StaffMember, add_staff, find_staff
from models.telling import Telling, tell_suspected
from models.trends import JOB, trend_rows
from opening import open_context
from settings import read_settings

FAMILIES = 12
CLASSES = {1: 17, 2: 17, 3: 17, 4: 17, 5: 16, 6: 16}
LAST_EVENING = datetime(2026, 6, 30, 20, 0, tzinfo=SHANGHAI)
CASES_A_DAY = 5
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
_CHUNK = 20_000


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
                copier = _Copier(self.plan.id, source.id, self.days[place])
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
        self.store.write(self._roll_up_trends, 600)

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
            _insert(connection, "reporter", names, rows)

    def _roll_up_trends(self, connection: sa.Connection) -> None:
        """The product's own figures of the last closed week, copied like the rest."""
        week = {day.weekday(): day for day in self.days[1 : _WEEK + 1]}
        rows = {weekday: trend_rows(connection, self.plan, day) for weekday, day in week.items()}
        for day in self.days[1:]:
            monday = day - timedelta(days=day.weekday())
            copied = [
                {**row, "day": day, "monday": monday}
                for row in rows.get(day.weekday(), rows[min(rows)])
            ]
            connection.execute(sa.text(_TREND), [_plain(row) for row in copied])
            done = {
                "school": self.plan.id,
                "job": JOB,
                "day": day.isoformat(),
                "at": day.isoformat(),
            }
            connection.execute(
                sa.text(
                    "INSERT INTO job_run VALUES (:school, :job, :day, :at || ' 12:00:00.000000')"
                ),
                done,
            )

    def keep_the_office_busy(self) -> None:
        for day in reversed(self.days):
            self.store.write(partial(self._cases_of, day=day), 600)
        self.store.write(self._end_old_cases)
        for day in reversed(self.days[:15]):
            at = datetime.combine(day, time(12, 10), SHANGHAI)
            self.store.write(partial(publish_seed, plan=self.plan, now=at))
            self.store.write(partial(draw_today, plan=self.plan, now=at + timedelta(minutes=30)))
        self.store.write(
            lambda connection: take_lease(
                connection, SCHEDULER, "bench", timedelta(days=1), LAST_EVENING
            )
        )
        self.store.checkpoint()

    def _cases_of(self, connection: sa.Connection, *, day: date) -> None:
        at = datetime.combine(day, time(20, 0), SHANGHAI)
        for school_class in self.luck.sample(self.classes, CASES_A_DAY):
            verdicts = verdicts_for(connection, self.plan, school_class, day)
            over = next((each for each in verdicts if each.stage is Stage.SUSPECTED), verdicts[0])
            key = ClassKey(self.plan.id, school_class.id)
            case = open_overload(connection, key, day, over, at)
            if case is None:
                continue
            tell_suspected(connection, Telling(self.plan, school_class, case, at))
            if day < self.days[1]:
                act = Act(self.plan, self.dean, case.number, at)
                confirm(connection, act, CheckWay.PHONE)
        for number in range(100):
            record_act(
                connection, self.plan.id, self.dean.id, "sign_in", at + timedelta(seconds=number)
            )

    def _end_old_cases(self, connection: sa.Connection) -> None:
        old = sa.and_(Overload.day < self.days[5], Overload.state == CaseState.CONFIRMED)
        connection.execute(
            sa.update(Overload).where(old).values(state=CaseState.CLOSED, closed_at=LAST_EVENING)
        )
        connection.execute(
            sa.update(Push)
            .where(Push.state == PushState.PENDING)
            .values(state=PushState.DELIVERED, rung="template")
        )

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
_TREND = (
    "INSERT INTO trend_day (school_id, subject, day, school_class_id, monday, minutes, cap, evenings)"
    " VALUES (:school_id, :subject, :day, :school_class_id, :monday, :minutes, :cap, :evenings)"
)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, date) else value for key, value in row.items()}


def _report(minutes: int) -> Report:
    parts = (minutes // 2, minutes - minutes // 2 - 5, 5)
    return Report(
        assignments=tuple(
            Assignment(subject, "练习册12-13页", Minutes.exactly(max(part, 0)), Kind.WRITTEN)
            for subject, part in zip(_SUBJECTS, parts, strict=True)
        )
    )


@dataclass(frozen=True, slots=True)
class _Copier:
    """One class's day, copied to others: same figures, their own ids."""

    school_id: str
    class_id: int
    day: date

    def copy(
        self,
        connection: sa.Connection,
        *,
        targets: Sequence[tuple[int, date]],
        reporters: dict[tuple[int, int], int],
    ) -> None:
        for name in ("class_day", "verdict"):
            _insert(connection, name, *self._placed(connection, name, targets))
        self._with_parts(connection, "register", "register_entry", "register_id", targets)
        self._with_parts(connection, "report", "assignment", "report_id", targets, reporters)

    def _placed(
        self, connection: sa.Connection, table: str, targets: Sequence[tuple[int, date]]
    ) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
        names, rows = self._source(connection, table)
        return names, (
            tuple({**row, "school_class_id": class_id, "day": day.isoformat()}.values())
            for class_id, day in targets
            for row in rows
        )

    def _source(
        self, connection: sa.Connection, table: str
    ) -> tuple[list[str], list[dict[str, Any]]]:
        """The rows as they are stored, so that whatever columns there are come along."""
        found = connection.exec_driver_sql(
            f"SELECT * FROM {table} WHERE school_id = ? AND school_class_id = ? AND day = ?",
            (self.school_id, self.class_id, self.day.isoformat()),
        )
        names = list(found.keys())
        return names, [dict(zip(names, row, strict=True)) for row in found.all()]

    def _with_parts(
        self,
        connection: sa.Connection,
        table: str,
        parts: str,
        whose: str,
        targets: Sequence[tuple[int, date]],
        reporters: dict[tuple[int, int], int] | None = None,
    ) -> None:
        names, rows = self._source(connection, table)
        of_row = {row["id"]: self._parts(connection, parts, whose, row["id"]) for row in rows}
        part_names = next(iter(of_row.values()))[0]
        copied: list[tuple[Any, ...]] = []
        part_rows: list[tuple[Any, ...]] = []
        for class_id, day in targets:
            for row in rows:
                fresh = {
                    **row,
                    "id": new_id(),
                    "school_class_id": class_id,
                    "day": day.isoformat(),
                }
                if reporters is not None:
                    fresh["reporter_id"] = reporters[class_id, row["reporter_id"]]
                    fresh["unit_id"] = fresh["reporter_id"]
                copied.append(tuple(fresh.values()))
                part_rows += [
                    tuple({**part, whose: fresh["id"]}.values()) for part in of_row[row["id"]][1]
                ]
        _insert(connection, table, names, copied)
        _insert(connection, parts, part_names, part_rows)

    def _parts(
        self, connection: sa.Connection, table: str, whose: str, row_id: int
    ) -> tuple[list[str], list[dict[str, Any]]]:
        found = connection.exec_driver_sql(
            f"SELECT * FROM {table} WHERE school_id = ? AND {whose} = ?", (self.school_id, row_id)
        )
        names = list(found.keys())
        return names, [dict(zip(names, row, strict=True)) for row in found.all()]


def _insert(connection: sa.Connection, table: str, names: Sequence[str], rows: Any) -> None:
    """Insert rows as stored, many at a time; `rows` is any iterable of tuples."""
    places = ", ".join("?" for _ in names)
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"
    waiting: list[tuple[Any, ...]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _CHUNK:
            connection.exec_driver_sql(sql, waiting)
            waiting = []
    if waiting:
        connection.exec_driver_sql(sql, waiting)
