"""Choosing a class (选班级): by its name, by its school's number, with words that waited for it."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.chat.classes import MOST_SCHOOLS_TO_LIST, Unclear, ask_for_class, class_meant
from handlers.chat.conversation import Chat
from handlers.chat.days import is_closed
from handlers.chat.reports import open_about, record
from handlers.chat.router import Router
from handlers.chat.vocabulary import read_words, vocabulary_of
from homework.open_questions import Topic, settle
from homework.plan import SchoolPlan
from homework.reading import ClassName, merge_reports, read_class_names, words_of_class
from homework.report import Report
from homework.school import LAST_GRADE, class_name
from homework.wording import parents, receipts
from models.account.conversations import SpokenClass
from models.account.memories import Memory
from models.reporting.intake import About, withdraw
from wechat.message import Message, MessageKind

router = Router()
_WAITS_FOR_CLASS = frozenset({Topic.SCHOOL_CLASS, Topic.SCHOOL})
_BARE_NUMBER = re.compile(r"第?\(?(\d{1,2}|[一二三四五六七八九十]{1,3})\)?[。.]?")
_A_SLIP = re.compile(r"错|不是|不对|应该是|更正")
"""What the old class was, said with the new one: the report moves."""


def _school_named(message: Message, chat: Chat) -> SchoolPlan | None:
    """The school of this number or name, where the chat has asked for one."""
    memory, plans = chat.memory, chat.plans
    if memory is None or memory.topic != Topic.SCHOOL or message.kind is not MessageKind.TEXT:
        return None
    for place, plan in enumerate(plans[:MOST_SCHOOLS_TO_LIST], 1):
        if chat.words in (str(place), plan.name) or plan.name in chat.words:
            return plan
    return None


@router.when(_school_named)
def choose_school(message: Message, chat: Chat) -> str:
    """1 · 示范小学."""
    plan: SchoolPlan = chat.found
    waiting = _waiting_words(chat)
    chat.choose_school(plan.id)
    if not waiting:
        return ask_for_class(chat, Unclear(parents.SAY_CLASS))
    meant = class_meant(chat, read_words(waiting, vocabulary_of(plan)).class_names)
    if isinstance(meant, Unclear):
        return ask_for_class(chat, meant, waiting)
    return _take_up(chat, meant, waiting)


def _names_only_a_class(message: Message, chat: Chat) -> tuple[ClassName, ...]:
    reading = chat.reading
    if reading is None or reading.is_report or message.kind is not MessageKind.TEXT:
        return ()
    names = reading.class_names
    memory = chat.memory
    if not names and memory is not None and memory.topic == Topic.SCHOOL_CLASS:
        # 三年级几班? 2
        number = _BARE_NUMBER.fullmatch(chat.words)
        names = read_class_names(f"{number[1]}班") if number else ()
    return names


@router.when(_names_only_a_class)
def choose_class(message: Message, chat: Chat) -> str:
    """三年级2班 · 我是三年级2班的家长 · 2班."""
    waiting = _waiting_words(chat)
    meant = class_meant(chat, _with_grade(chat.found, waiting))
    if isinstance(meant, Unclear):
        # A grade that was said is half of the answer: it waits with the words.
        return ask_for_class(chat, meant, f"{chat.words} {waiting}".strip())
    moved = _move_report(chat, meant)
    return _take_up(chat, meant, waiting) if moved is None else moved


def _with_grade(names: tuple[ClassName, ...], waiting: str) -> tuple[ClassName, ...]:
    """三年级 … 2班: the grade said before the number was."""
    if len(names) != 1 or names[0].grade or names[0].entry_year:
        return names
    grade = next((each.grade for each in read_class_names(waiting) if each.grade), None)
    return (replace(names[0], grade=grade),) if grade else names


def _waiting_words(chat: Chat) -> str:
    memory = chat.memory
    return memory.text if memory is not None and memory.topic in _WAITS_FOR_CLASS else ""


def _take_up(chat: Chat, school_class: SpokenClass, waiting: str) -> str:
    """The class is known now: the report that waited for it is taken, or the way shown."""
    plan = chat.plan
    own, others = words_of_class(waiting, _name(school_class, chat))
    reading = read_words(own, vocabulary_of(plan)) if own and plan else None
    if reading is not None and (reading.is_report or reading.report.no_homework):
        return _with_the_rest(chat, record(chat, school_class, reading), others)
    is_first = chat.is_first_contact
    chat.choose(school_class)
    chat.wait_for(None)
    assert chat.page_link is not None
    words = parents.class_chosen(school_class.name(chat.now.date()), chat.page_link)
    return f"{words}\n{parents.PROMISE}" if is_first else words


def _name(school_class: SpokenClass, chat: Chat) -> ClassName:
    return ClassName(school_class.grade(chat.now.date()), school_class.number)


def _with_the_rest(chat: Chat, words: str, others: str) -> str:
    """What the same message said of another class is taken when that class is named."""
    first = next(iter(read_class_names(others)), None)
    if first is None or not first.number or not 1 <= (first.grade or 0) <= LAST_GRADE:
        return words
    name = class_name(first.grade or 0, first.number)
    if chat.waits_for is not None and chat.waits_for.topic:
        return f"{words}\n{parents.say_again(name)}"
    chat.wait_for(Memory(Topic.SCHOOL_CLASS, text=others))
    return f"{words}\n{parents.still_waits(name)}"


def _move_report(chat: Chat, school_class: SpokenClass) -> str | None:
    """发错班了,是三年级3班: what was said of the wrong class today is said of this one."""
    said, old = open_about(chat), chat.school_class
    plan = chat.plan
    if said is None or old is None or plan is None or not _A_SLIP.search(chat.words):
        return None
    about, report = said
    if school_class.key == old.key or is_closed(about.day, chat.now, plan.calendar):
        return None
    withdraw(chat.connection, chat.speaker(about), about)
    chat.choose(school_class)
    return _kept_elsewhere(chat, plan, report, old.name(about.day))


def _kept_elsewhere(chat: Chat, plan: SchoolPlan, report: Report, old_name: str) -> str:
    school_class = chat.school_class
    assert school_class is not None
    day = chat.memory.day if chat.memory and chat.memory.day else chat.conversation.day
    about = About(school_class.key, school_class.grade(day), day)
    there = chat.said(about)
    settled = settle(report if there is None else merge_reports(there, report), about.grade, report)
    chat.keep(plan, about, settled.kept, is_late=False)
    chat.wait_for_answer(settled, day)
    words = receipts.receipt(school_class.name(day), day, settled, about.grade)
    return receipts.moved_receipt(words, old_name)
