"""Two weeks before the demo's evening (前两周): registers and reports, so that trends have something to
show. Every class kept its rules: no case is opened, and the evening's own is still number 1. Of the day
itself only the registers stand there: what families say is for the evening."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

import sqlalchemy as sa

from clock import SHANGHAI
from commands.demo.account import SCHOOL
from commands.demo.school import Demo
from homework.days import closes_at
from homework.plan import SchoolPlan
from homework.registers import Register, RegisterEntry
from homework.report import Assignment, Kind, Minutes, Report, Subject
from models.intake import About, Said, Speaker, take_in
from models.register_warnings import file_register
from models.registers import Filing
from models.reporters import Door
from models.reports import ReportRow
from models.schools import ClassKey, SchoolClass, classes_of
from models.spot_checking import draw_today, publish_seed
from models.trends import save_trend_day, trend_rows

SCHOOL_DAYS = 10
_FAMILIES = (5, 6)
_WRITTEN = (
    (Subject.CHINESE, "练字一页", Kind.WRITTEN, 15),
    (Subject.MATHS, "练习册12-13页", Kind.WRITTEN, 20),
    (Subject.ENGLISH, "听读课文", Kind.ORAL, 10),
)
_ORAL = ((Subject.CHINESE, "朗读课文", Kind.ORAL, 10),)
_FIRST_WRITTEN_GRADE = 3
_REGISTERED, _LATE = 0.9, 0.1
_LAST_REGISTER_HOUR = 17
_TODAYS_SEED = 19  # with it two classes have not registered: blind spots to look at

_Piece = tuple[Subject, str, Kind, int]


def write_history(demo: Demo) -> int:
    """Write the school days before today, unless they stand there; returns how many were written.

    A class has reports every third day, so that no class is a blind spot and not all are judged.
    """
    context = demo.open()
    plan, now = context.plans[SCHOOL], context.clock.now()
    try:
        with context.store.reading() as connection:
            if connection.scalar(sa.select(ReportRow.id).limit(1)) is not None:
                return 0
            classes = classes_of(connection, SCHOOL, now.date())
        luck = random.Random(SCHOOL)
        for day in _days(plan, now.date()):
            written = _Day(plan, classes, day, luck)
            context.store.write(written.write)
            with context.store.reading() as connection:
                rows = trend_rows(connection, plan, day)
            if now >= closes_at(day, plan.calendar):
                saving = partial(save_trend_day, plan=plan, day=day, rows=rows, now=now)
                context.store.write(saving)
        if plan.calendar.is_school_day(now.date()) and now.hour > _LAST_REGISTER_HOUR:
            today = _Day(plan, classes, now.date(), random.Random(_TODAYS_SEED))
            context.store.write(today.register)
    finally:
        context.store.close()
    return SCHOOL_DAYS


def _days(plan: SchoolPlan, today: date) -> list[date]:
    """The school days before today, oldest first."""
    days = [plan.calendar.previous_school_day(today)]
    while len(days) < SCHOOL_DAYS:
        days.append(plan.calendar.previous_school_day(days[-1]))
    return days[::-1]


@dataclass(frozen=True, slots=True)
class _Day:
    """One school day of the past: the draw after noon, registers at four, families in the evening."""

    plan: SchoolPlan
    classes: Sequence[SchoolClass]
    day: date
    luck: random.Random

    def write(self, connection: sa.Connection) -> None:
        publish_seed(connection, self.plan, self._at(12, 5))
        draw_today(connection, self.plan, self._at(12, 35))
        self.register(connection)
        for place, school_class in enumerate(self.classes):
            if (place + self.day.toordinal()) % 3 == 0:
                self._let_families_report(connection, school_class, self._pieces(school_class))

    def register(self, connection: sa.Connection) -> None:
        """Most classes register their homework, a few of them late."""
        for school_class in self.classes:
            if self.luck.random() < _REGISTERED:
                register = Register(tuple(_entry(piece) for piece in self._pieces(school_class)))
                filing = Filing(self.plan, school_class, self.day, register)
                late = self.luck.random() < _LATE
                file_register(connection, filing, self._at(_LAST_REGISTER_HOUR - (not late), 10))

    def _pieces(self, school_class: SchoolClass) -> Sequence[_Piece]:
        return _WRITTEN if school_class.grade(self.day) >= _FIRST_WRITTEN_GRADE else _ORAL

    def _let_families_report(
        self, connection: sa.Connection, school_class: SchoolClass, pieces: Sequence[_Piece]
    ) -> None:
        grade = school_class.grade(self.day)
        about = About(ClassKey(self.plan.id, school_class.id), grade, self.day)
        for family in range(self.luck.randint(*_FAMILIES)):
            speaker = Speaker(f"history{school_class.id % 10**9}x{family}", Door.PAGE)
            report = Report(assignments=tuple(self._assignment(piece) for piece in pieces))
            take_in(connection, self.plan, Said(speaker, about, report, self._at(19, 40)))

    def _assignment(self, piece: _Piece) -> Assignment:
        subject, content, kind, minutes = piece
        spent = Minutes.exactly(minutes + self.luck.choice((-5, 0, 0, 5)))
        return Assignment(subject, content, spent, kind)

    def _at(self, hour: int, minute: int) -> datetime:
        return datetime.combine(self.day, time(hour, minute), SHANGHAI)


def _entry(piece: _Piece) -> RegisterEntry:
    subject, content, kind, minutes = piece
    return RegisterEntry(subject, minutes, kind, content)
