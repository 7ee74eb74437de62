"""Answers and corrections (回答, 更正): short words that only mean something after what was said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.chat.conversation import Chat
from handlers.chat.days import is_closed
from handlers.chat.reports import open_about
from handlers.chat.router import Router
from handlers.chat.vocabulary import REPLACES_ALL, vocabulary_of
from homework.open_questions import (
    ASK_OF_TOPIC,
    Aside,
    Question,
    Settled,
    Topic,
    read_kind_answer,
    restore,
    settle,
    without,
)
from homework.reading import read_answer, read_correction
from homework.report import Minutes, Report
from homework.wording import parents, receipts
from models.reporting.intake import About
from wechat.message import Message, MessageKind

router = Router()
_ALL_OF_KIND = re.compile(
    r"(?:[这以上]*(?:作业|几科|几样|些)?)(?:都|全|均)是?(?:口头|书面|笔头|实践|动手)(?:作业)?的?[。.]?"
)
_ABOUT_THE_REPORT = frozenset(
    {Topic.SUBJECT, Topic.IMPLAUSIBLE_MINUTES, Topic.KIND, Topic.MISSING_MINUTES}
)


@dataclass(frozen=True, slots=True)
class Changed:
    """A report before and after, and what is still open."""

    about: About
    old: Report
    settled: Settled


def open_question(chat: Chat) -> Question | None:
    """What the chat waits for about a report, or None."""
    memory = chat.memory
    if memory is None or memory.topic not in _ABOUT_THE_REPORT:
        return None
    return Question(Topic(memory.topic), memory.about)


def _aside(chat: Chat) -> tuple[Aside, ...]:
    """The figures that wait to be confirmed."""
    memory = chat.memory
    if memory is None:
        return ()
    return tuple(Aside(index, Minutes(low, high)) for index, low, high in memory.aside)


def _answer(message: Message, chat: Chat) -> Changed | None:
    question = open_question(chat)
    if question is None or message.kind is not MessageKind.TEXT:
        return None
    said = open_about(chat)
    if said is None or any(index >= len(said[1].assignments) for index in question.about):
        return None
    about, old = said
    if question.topic is Topic.KIND:
        new = read_kind_answer(chat.words, old, question.about)
        return None if new is None else Changed(about, old, settle(new, about.grade, old))
    settled = _read_answer(chat, question, restore(old, _aside(chat)), about.grade)
    return None if settled is None else Changed(about, old, settled)


def _read_answer(chat: Chat, question: Question, asked: Report, grade: int) -> Settled | None:
    assert chat.plan is not None
    indexes = tuple(index for index in question.about if index >= 0)
    vocabulary = vocabulary_of(chat.plan)
    answer = read_answer(chat.words, asked, indexes, ASK_OF_TOPIC[question.topic], vocabulary)
    if answer is None:
        return None
    new = answer.report
    if new == asked and answer.ask is not None:
        # A figure too many or too few, or one beyond any evening: the question stands.
        return Settled(without(new, _aside(chat)), question, _aside(chat))
    # A figure said a second time is confirmed, whatever it is.
    is_confirmed = question.topic is Topic.IMPLAUSIBLE_MINUTES
    return settle(new, grade, new if is_confirmed else asked)


@router.when(_answer)
def complete_report(message: Message, chat: Chat) -> str:
    """25 10 · 半小时 · 在校写完 · 不知道."""
    changed: Changed = chat.found
    if not _keep(chat, changed):
        return parents.day_closed(changed.about.day)
    settled, grade = changed.settled, changed.about.grade
    if settled.question is not None:
        return receipts.still_open(changed.old, settled, grade)
    if settled.kept.unknown_minutes_accepted and not changed.old.unknown_minutes_accepted:
        return receipts.unknown_kept(settled.kept, grade)
    return receipts.completed(settled.kept, grade)


def _keep(chat: Chat, changed: Changed) -> bool:
    """Store the changed report and wait for what is still open; False where the day is closed."""
    plan, about = chat.plan, changed.about
    assert plan is not None
    if is_closed(about.day, chat.now, plan.calendar):
        return False
    chat.keep(plan, about, changed.settled.kept, is_late=False)
    chat.wait_for_answer(changed.settled, about.day)
    return True


def _correction(message: Message, chat: Chat) -> Changed | None:
    if message.kind is not MessageKind.TEXT or REPLACES_ALL.match(chat.words):
        return None
    said = open_about(chat)
    if said is None:
        return None
    about, old = said
    assert chat.plan is not None
    new = read_correction(chat.words, old, vocabulary_of(chat.plan))
    if new is None and _ALL_OF_KIND.fullmatch(chat.words):
        new = read_kind_answer(chat.words, old, tuple(range(len(old.assignments))))
    return None if new is None else Changed(about, old, settle(new, about.grade, old))


@router.when(_correction)
def correct_report(message: Message, chat: Chat) -> str:
    """数学不对,是40 · 语文没有: only that changes."""
    changed: Changed = chat.found
    if not _keep(chat, changed):
        return parents.day_closed(changed.about.day)
    return receipts.corrected(changed.old, changed.settled, changed.about.grade)
