"""The form's free text (一句话): read by the same reader as the chat, checked against class and day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from handlers.chat.vocabulary import vocabulary_of
from homework.days import homework_day
from homework.plan import SchoolPlan
from homework.reading import Ask, Reading, read_chat
from homework.report import Report
from homework.school import class_name, school_year
from homework.wording import pages as wording

WORDS_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Said:
    """What the words say: a report (empty where there are none), or why they cannot be taken."""

    report: Report = field(default_factory=Report)
    mistakes: Mapping[str, str] = field(default_factory=dict)
    is_unread: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The class and day that a page is about; the words must not speak of another."""

    plan: SchoolPlan
    grade: int
    number: int
    day: date
    now: datetime

    @property
    def class_name(self) -> str:
        return class_name(self.grade, self.number)


def read_words(text: str, place: Place) -> Said:
    """Read the free text of one form. Never raises."""
    text = text.strip()
    if not text:
        return Said()
    if len(text) > WORDS_LIMIT:
        return Said(mistakes={"words": wording.WORDS_TOO_LONG})
    reading = read_chat(text, vocabulary_of(place.plan))
    if not reading.is_report:
        return Said(is_unread=True)
    mistake = _contradiction(reading, place)
    if mistake:
        return Said(mistakes={"words": mistake})
    return Said(reading.report)


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but white space, as a browser's line ends do."""
    return one.split() == other.split()


def _contradiction(reading: Reading, place: Place) -> str:
    for said in reading.class_names:
        grade = said.grade_in(school_year(place.day))
        is_other_grade = grade is not None and grade != place.grade
        if is_other_grade or (said.number is not None and said.number != place.number):
            name = class_name(grade or place.grade, said.number or place.number)
            return wording.names_another_class(name, place.class_name)
    if "one_day" in reading.assumed:
        return wording.speaks_of_another_day(place.day)
    if reading.day_offset or reading.said_weekday:
        calendar = place.plan.calendar
        meant = homework_day(place.now, calendar, reading.day_offset, reading.said_weekday)
        if meant != place.day:
            return wording.speaks_of_another_day(place.day)
    if reading.ask is Ask.IMPLAUSIBLE_MINUTES:
        return wording.WORDS_IMPLAUSIBLE
    return ""
