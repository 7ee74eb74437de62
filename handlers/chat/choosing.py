"""Choosing a class (选班级): by its name, by its school's number, with words that waited for it."""

from __future__ import annotations

from handlers.chat.classes import MOST_SCHOOLS_TO_LIST, Unclear, ask_for_class, class_meant
from handlers.chat.conversation import Chat
from handlers.chat.reports import record
from handlers.chat.router import Router
from handlers.chat.vocabulary import vocabulary_of
from homework.open_questions import Topic
from homework.plan import SchoolPlan
from homework.reading import read_report
from homework.wording import parents
from models.account.conversations import SpokenClass
from wechat.message import Message, MessageKind

router = Router()
_WAITS_FOR_CLASS = frozenset({Topic.SCHOOL_CLASS, Topic.SCHOOL})


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
    meant = class_meant(chat, read_report(waiting, vocabulary_of(plan)).class_names)
    if isinstance(meant, Unclear):
        return ask_for_class(chat, meant, waiting)
    return _take_up(chat, meant, waiting)


def _names_only_a_class(message: Message, chat: Chat) -> bool:
    reading = chat.reading
    return reading is not None and bool(reading.class_names) and not reading.is_report


@router.when(_names_only_a_class)
def choose_class(message: Message, chat: Chat) -> str:
    """三年级2班 · 我是三年级2班的家长 · 2班."""
    assert chat.reading is not None
    waiting = _waiting_words(chat)
    meant = class_meant(chat, chat.reading.class_names)
    if isinstance(meant, Unclear):
        return ask_for_class(chat, meant, waiting)
    return _take_up(chat, meant, waiting)


def _waiting_words(chat: Chat) -> str:
    memory = chat.memory
    return memory.text if memory is not None and memory.topic in _WAITS_FOR_CLASS else ""


def _take_up(chat: Chat, school_class: SpokenClass, waiting: str) -> str:
    """The class is known now: the report that waited for it is taken, or the way shown."""
    if waiting and chat.plan is not None:
        return record(chat, school_class, read_report(waiting, vocabulary_of(chat.plan)))
    is_first = chat.is_first_contact
    chat.choose(school_class)
    chat.wait_for(None)
    assert chat.page_link is not None
    words = parents.class_chosen(school_class.name(chat.now.date()), chat.page_link)
    return f"{words}\n{parents.PROMISE}" if is_first else words
