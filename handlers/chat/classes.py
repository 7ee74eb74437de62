"""Which class is meant (哪个班): named in the words, remembered, or asked for once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.chat.conversation import Chat
from handlers.chat.vocabulary import read_words
from homework.open_questions import Topic
from homework.plan import SchoolPlan
from homework.reading import ClassName
from homework.school import LAST_GRADE, MAX_CLASS_NUMBER, class_name, grade_name, school_year
from homework.wording import parents
from models.account.conversations import SpokenClass, spoken
from models.account.memories import Memory
from models.schools import find_class

MOST_SCHOOLS_TO_LIST = 9


@dataclass(frozen=True, slots=True)
class Unclear:
    """The class is open: what to ask, and what the answer will be about."""

    reply: str
    topic: Topic = Topic.SCHOOL_CLASS


def class_meant(chat: Chat, names: Sequence[ClassName]) -> SpokenClass | Unclear:
    """The class of these names, else the remembered one. Changes nothing."""
    plan = chat.plan
    if plan is None:
        return _which_school(chat)
    named = _distinct(chat, plan, names)
    if not named:
        return chat.school_class or Unclear(parents.SAY_CLASS)
    if len(named) > 1:
        return Unclear(parents.which_of_classes([_said(*each) for each in named]))
    grade, number = named[0]
    if grade is None:
        return Unclear(parents.SAY_CLASS)
    if number is None:
        return Unclear(parents.which_number(grade_name(grade)))
    return _existing(chat, plan, grade, number)


_Named = tuple[int | None, int | None]


def _distinct(chat: Chat, plan: SchoolPlan, names: Sequence[ClassName]) -> list[_Named]:
    """Grades and numbers, the unsaid half filled in from the class this person speaks of."""
    today, own = chat.now.date(), chat.school_class
    found: list[_Named] = []
    for name in names:
        grade, number = _grade(plan, name, today), name.number
        if own is not None and grade is None:
            grade = own.grade(today)
        if own is not None and number is None and grade == own.grade(today):
            number = own.number
        if grade is not None and not 1 <= grade <= LAST_GRADE:
            grade = None
        if number is not None and not 1 <= number <= MAX_CLASS_NUMBER:
            number = None
        if (grade, number) not in found:
            found.append((grade, number))
    return found


def _grade(plan: SchoolPlan, name: ClassName, today: date) -> int | None:
    grade = name.grade_in(school_year(today))
    if grade is None and name.entry_year is not None and plan.classes:
        # 2023级 without a stage: whoever entered this school's lowest grade that year.
        grade = min(plan.classes) + school_year(today) - name.entry_year
    return grade


def _said(grade: int | None, number: int | None) -> str:
    if grade is None:
        return f"{number}班"
    return grade_name(grade) if number is None else class_name(grade, number)


def _existing(chat: Chat, plan: SchoolPlan, grade: int, number: int) -> SpokenClass | Unclear:
    today, own = chat.now.date(), chat.school_class
    if own is not None and (own.grade(today), own.number) == (grade, number):
        return own
    found = find_class(chat.connection, plan.id, grade, number, today)
    if found is not None:
        return spoken(found)
    count = plan.classes.get(grade, 0)
    return Unclear(parents.no_such_class(plan.name, grade_name(grade), count))


def _which_school(chat: Chat) -> Unclear:
    schools = [plan.name for plan in chat.plans]
    if not schools:
        return Unclear(parents.NO_SCHOOL)
    if len(schools) > MOST_SCHOOLS_TO_LIST:
        return Unclear(parents.SCAN_POSTER)
    return Unclear(parents.which_school(schools), Topic.SCHOOL)


def ask_for_class(chat: Chat, unclear: Unclear, words: str = "") -> str:
    """Ask, and keep the words that wait for the answer."""
    promise = f"\n{parents.PROMISE}" if chat.is_first_contact else ""
    chat.wait_for(Memory(unclear.topic, text=words))
    kept = read_words(words).report if words else None
    is_homework = kept is not None and (bool(kept.assignments) or kept.no_homework)
    return f"{parents.KEPT_FOR_YOU if is_homework else ''}{unclear.reply}{promise}"
