"""The school of the gallery (画廊里的学校): its people, and what each of them can be made to do."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app import create_app
from clock import SHANGHAI, FrozenClock
from context import Context
from homework.plan import SchoolPlan
from homework.registers import Register, RegisterEntry
from homework.report import Assignment, Kind, Minutes, Report, Subject
from models.cases.acts import Act
from models.days.class_days import touched
from models.days.judging import judge_day
from models.days.overloads import Overload
from models.families.reporters import Door
from models.keys import Keys
from models.leases import SCHEDULER, take_lease
from models.registers.revisions import Filing
from models.registers.warnings import file_register
from models.reporting.intake import About, Said, Speaker, take_in
from models.schools import ClassKey, SchoolClass, classes_of, save_school
from models.staff.people import Role, StaffMember, add_staff, find_staff
from tests import stores
from tests.people import account_for_tests

NOW = datetime(2026, 11, 23, 20, 30, tzinfo=SHANGHAI)
_STAFF: tuple[tuple[str, Role, str, dict[str, object]], ...] = (
    ("dean", Role.DEAN, "王主任", {}),
    ("principal", Role.PRINCIPAL, "周校长", {}),
    ("admin", Role.ADMIN, "赵老师", {}),
    ("leader", Role.GRADE_LEADER, "李老师", {"grade": 3}),
    ("homeroom", Role.HOMEROOM, "林老师", {"homeroom_class": "3-2"}),
    ("sixth", Role.HOMEROOM, "何老师", {"homeroom_class": "6-2"}),
    ("fifth", Role.HOMEROOM, "孙老师", {"homeroom_class": "5-1"}),
    ("duty", Role.DUTY, "吴老师", {}),
    ("teacher", Role.TEACHER, "陈老师", {"teaches": "3-2,3-3"}),
)


class School:
    """One school in one folder; `now` moves as its story is told, and ends at NOW."""

    def __init__(self, folder: Path, plan: SchoolPlan) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.plan = plan
        self.store = stores.copied(stores.migrated_template(folder), folder)
        self.clock = FrozenClock(NOW)
        self.luck = random.Random(11)
        self.store.write(lambda c: save_school(c, plan, NOW.date() - timedelta(days=60)))
        keys = Keys(subject=b"s" * 32, sealing=b"e" * 32, cookie=b"c" * 32)
        self.context = Context(
            store=self.store,
            keys=keys,
            clock=self.clock,
            base_url="http://zuoye.example.cn",
            accounts={"main": account_for_tests()},
            plans={plan.id: plan},
            data_dir=folder,
        )
        self.staff = {key: self._hire(role, name, more) for key, role, name, more in _STAFF}
        with self.store.reading() as connection:
            found = classes_of(connection, plan.id, NOW.date())
        self.classes: dict[str, SchoolClass] = {each.slug(NOW.date()): each for each in found}

    def app(self, is_demo: bool = False) -> Flask:
        """Its pages."""
        return create_app(replace(self.context, is_demo=is_demo))

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Move to this moment."""
        self.clock.jump(datetime.combine(day, time(hour, minute), SHANGHAI))
        return self.clock.now()

    def register(self, slug: str, minutes: Sequence[int], kind: Kind = Kind.WRITTEN) -> None:
        """The class declares Chinese, maths, English with so many minutes; the last is of a kind."""
        pieces = (
            (Subject.CHINESE, "抄写第5课"),
            (Subject.MATHS, "练习册"),
            (Subject.ENGLISH, "默写"),
        )
        entries = tuple(
            RegisterEntry(subject, each, kind if place == len(minutes) else Kind.WRITTEN, words)
            for place, ((subject, words), each) in enumerate(zip(pieces, minutes, strict=False), 1)
        )
        now = self.clock.now()
        filing = Filing(self.plan, self.classes[slug], now.date(), Register(entries))
        self.store.write(lambda connection: file_register(connection, filing, now))

    def report(self, slug: str, minutes: Sequence[int]) -> None:
        """One family per figure, 0 for no homework: half of it Chinese, half maths."""
        self.store.write(partial(self._report, slug=slug, minutes=minutes))

    def _report(self, connection: sa.Connection, slug: str, minutes: Sequence[int]) -> None:
        now, school_class = self.clock.now(), self.classes[slug]
        key = ClassKey(self.plan.id, school_class.id)
        about = About(key, school_class.grade(now.date()), now.date())
        for place, each in enumerate(minutes):
            speaker = Speaker(f"{slug}family{place}", Door.PAGE)
            take_in(connection, self.plan, Said(speaker, about, _evening_of(each), now))

    def tick(self) -> None:
        """What the scheduler does every fifteen seconds."""
        now = self.clock.now()

        def job(connection: sa.Connection) -> None:
            take_lease(connection, SCHEDULER, "gallery", timedelta(seconds=45), now)
            for each in touched(connection):
                judge_day(connection, self.plan, each, now)

        self.store.write(job)

    def case(self, slug: str) -> int:
        """The number of the class's newest case."""
        with self.store.reading() as connection:
            number = connection.scalar(
                sa.select(sa.func.max(Overload.number)).where(
                    Overload.school_class_id == self.classes[slug].id
                )
            )
        assert number is not None, slug
        return int(number)

    def do(self, who: str, slug: str, act: Callable[..., Any], *more: Any) -> None:
        """Somebody does something to the class's newest case."""
        values = Act(self.plan, self.staff[who], self.case(slug), self.clock.now())
        self.store.write(lambda connection: act(connection, values, *more))

    def _hire(self, role: Role, name: str, more: dict[str, object]) -> StaffMember:
        def job(connection: sa.Connection) -> StaffMember:
            staff_id, _ = add_staff(connection, self.plan.id, role, name, NOW, **more)
            found = find_staff(connection, self.plan.id, staff_id)
            assert found is not None
            return found

        return self.store.write(job)


def _evening_of(minutes: int) -> Report:
    if not minutes:
        return Report(no_homework=True)
    chinese = minutes // 10 * 5
    pieces = (
        (Subject.CHINESE, "抄写第5课两遍", chinese),
        (Subject.MATHS, "练习册12页", minutes - chinese),
    )
    return Report(
        tuple(
            Assignment(subject, content, Minutes.exactly(each), Kind.WRITTEN)
            for subject, content, each in pieces
        )
    )
