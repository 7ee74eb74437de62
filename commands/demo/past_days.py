"""A school day of the demo's past (过去的一天): registers in the afternoon, families in the evening."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa

from clock import SHANGHAI
from commands.demo.past_cases import EPISODES, Episode
from homework.plan import SchoolPlan
from homework.registers import Register, RegisterEntry
from homework.report import Assignment, Kind, Minutes, Report, Subject
from models.days.trends import minutes_rule
from models.families.reporters import Door
from models.registers.revisions import Filing
from models.registers.warnings import file_register
from models.reporting.intake import About, Said, Speaker, take_in
from models.schools import ClassKey, SchoolClass

_FAMILIES = (5, 6)
_FAMILIES_OF_A_CASE = 9
_WRITTEN = (
    (Subject.CHINESE, "练字一页", Kind.WRITTEN, 15),
    (Subject.MATHS, "练习册12-13页", Kind.WRITTEN, 20),
    (Subject.ENGLISH, "听读课文", Kind.ORAL, 10),
)
_ORAL = ((Subject.CHINESE, "朗读课文", Kind.ORAL, 10),)
_HEAVY = (
    (Subject.CHINESE, "阅读题两页", Kind.WRITTEN, 25),
    (Subject.MATHS, "练习册12-13页", Kind.WRITTEN, 30),
    (Subject.MATHS, "期末模拟卷一张", Kind.WRITTEN, 25),
    (Subject.ENGLISH, "听读课文", Kind.ORAL, 10),
)
"""What an overload is made of, on an evening whose cap is 60 minutes."""

_UNDECLARED = "期末模拟卷一张"
_FIRST_WRITTEN_GRADE = 3
_REGISTERED, _LATE = 0.9, 0.1
_LAST_REGISTER_HOUR = 17
_USUAL_CAP = 60
_SLOW_GRADES = (5, 6)  # where 数学 takes longer than it is registered with

_Piece = tuple[Subject, str, Kind, int]


@dataclass(frozen=True, slots=True)
class PastDay:
    """One school day: `place` is its number in the past, None for today."""

    plan: SchoolPlan
    classes: Sequence[SchoolClass]
    day: date
    luck: random.Random
    place: int | None = None

    @property
    def episodes(self) -> Mapping[str, Episode]:
        """The classes that are over this evening, by slug."""
        return {each.slug: each for each in EPISODES if each.place == self.place}

    def register(self, connection: sa.Connection) -> None:
        """Most classes register their homework, a few of them late."""
        episodes = self.episodes
        for school_class in self.classes:
            slug = school_class.slug(self.day)
            if self.luck.random() >= _REGISTERED and slug not in self._watched:
                continue
            late = self.luck.random() < _LATE
            pieces = self._declared(school_class, episodes.get(slug))
            register = Register(tuple(_entry(piece) for piece in pieces))
            filing = Filing(self.plan, school_class, self.day, register)
            file_register(connection, filing, self.at(_LAST_REGISTER_HOUR - (not late), 10))

    def report(self, connection: sa.Connection) -> None:
        """A third of the classes have reports, and every class that has a case, and all it says.

        So that no class is a blind spot for long, and not all are judged.
        """
        episodes = self.episodes
        for place, school_class in enumerate(self.classes):
            slug = school_class.slug(self.day)
            if slug in episodes:
                pieces = self._heavy(school_class)
                self._families(connection, school_class, pieces, _FAMILIES_OF_A_CASE)
            elif slug in self._watched or (place + self.day.toordinal()) % 3 == 0:
                count = self.luck.randint(*_FAMILIES)
                self._families(connection, school_class, self._pieces(school_class), count)

    def at(self, hour: int, minute: int) -> datetime:
        return datetime.combine(self.day, time(hour, minute), SHANGHAI)

    @property
    def _watched(self) -> frozenset[str]:
        """Classes whose case was opened before: their families go on reporting."""
        if self.place is None:
            return frozenset()
        return frozenset(each.slug for each in EPISODES if each.place <= self.place)

    def _pieces(self, school_class: SchoolClass) -> Sequence[_Piece]:
        return _WRITTEN if school_class.grade(self.day) >= _FIRST_WRITTEN_GRADE else _ORAL

    def _heavy(self, school_class: SchoolClass) -> Sequence[_Piece]:
        """An evening over the cap of its day: a Friday's is for three."""
        rule = minutes_rule(self.plan, school_class.grade(self.day), self.day)
        factor = (rule.limit if rule else _USUAL_CAP) / _USUAL_CAP
        return [(*what, round(minutes * factor)) for *what, minutes in _HEAVY]  # type: ignore[misc]  # a tuple of four again

    def _declared(self, school_class: SchoolClass, episode: Episode | None) -> Sequence[_Piece]:
        if episode is None:
            return self._pieces(school_class)
        if episode.is_declared:
            return self._heavy(school_class)
        return [
            (subject, content, kind, min(minutes, 20))
            for subject, content, kind, minutes in self._heavy(school_class)
            if content != _UNDECLARED
        ]

    def _families(
        self,
        connection: sa.Connection,
        school_class: SchoolClass,
        pieces: Sequence[_Piece],
        count: int,
    ) -> None:
        grade = school_class.grade(self.day)
        about = About(ClassKey(self.plan.id, school_class.id), grade, self.day)
        for family in range(count):
            speaker = Speaker(f"history{school_class.id % 10**9}x{family}", Door.PAGE)
            report = Report(assignments=tuple(self._assignments(pieces, grade)))
            take_in(connection, self.plan, Said(speaker, about, report, self.at(19, 40)))

    def _assignments(self, pieces: Sequence[_Piece], grade: int) -> Iterator[Assignment]:
        for subject, content, kind, minutes in pieces:
            slow = 5 if subject is Subject.MATHS and grade in _SLOW_GRADES else 0
            spent = Minutes.exactly(max(5, minutes + slow + self.luck.choice((-5, 0, 0, 5))))
            yield Assignment(subject, content, spent, kind)


def _entry(piece: _Piece) -> RegisterEntry:
    subject, content, kind, minutes = piece
    return RegisterEntry(subject, minutes, kind, content)
