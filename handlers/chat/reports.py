"""Reports in the chat (聊天反馈): words become a report, a receipt reads it back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from handlers.chat.classes import Unclear, ask_for_class, class_meant
from handlers.chat.conversation import Chat
from handlers.chat.days import day_meant, is_closed, is_too_old
from handlers.chat.router import Router
from handlers.chat.vocabulary import REPLACES_ALL
from homework.consent import must_ask
from homework.open_questions import Settled, settle
from homework.plan import SchoolPlan, Trust
from homework.reading import Ask, Reading, merge_reports, subjects_named
from homework.report import Assignment, Report
from homework.wording import parents, receipts
from models.account.conversations import SpokenClass
from models.holdings.consents import has_withdrawn
from models.reporting.intake import About
from wechat.message import Message, MessageKind

router = Router()


def _says_homework(message: Message, chat: Chat) -> bool:
    reading = chat.reading
    return reading is not None and (reading.is_report or reading.report.no_homework)


_THATS_ALL = re.compile(
    r"(?:嗯+|好的?|大概|应该|暂时|目前|[,。 ])*"
    r"(?:没有?(?:别的|其[他它])?(?:作业)?[了啦咯]+|没有?(?:别的|其[他它])(?:作业)?|没有?|无"
    r"|(?:其[他它]|别的)(?:的|科)?[都也]?没有?了?|没有?(?:其[他它]|别)的?"
    r"|(?:大概|差不多)?就?是?(?:这些|这么多|这样)[了啦]?|没写错|说完了|报完了)"
    r"(?:吧|哈|哦|啊|呀)*[。.!~ ]*"
)


def _says_that_is_all(message: Message, chat: Chat) -> tuple[About, Report] | None:
    """没有了, after something was said, ends it; only then is it not 没有作业."""
    if message.kind is not MessageKind.TEXT or not _THATS_ALL.fullmatch(chat.words):
        return None
    said = open_about(chat)
    return said if said is not None and not said[1].no_homework else None


@router.when(_says_that_is_all)
def leave_as_it_is(message: Message, chat: Chat) -> str:
    """没有了 · 就这些: nothing changes, least of all to 没有作业."""
    about, report = chat.found
    return receipts.stands(report, about.grade)


_ALL_SUBJECTS = 3
"""语文没有作业 says nothing of the others; 语数英都没有 means the evening."""


@router.when(_says_homework)
def report_homework(message: Message, chat: Chat) -> str:
    """语文抄词20分钟 数学练习册半小时."""
    assert chat.reading is not None
    named = subjects_named(chat.words) if chat.reading.report.no_homework else ()
    if 0 < len(named) < _ALL_SUBJECTS:
        return receipts.none_of(named)
    meant = class_meant(chat, chat.reading.class_names)
    if isinstance(meant, Unclear):
        return ask_for_class(chat, meant, chat.words)
    return record(chat, meant, chat.reading)


def record(chat: Chat, school_class: SpokenClass, reading: Reading) -> str:
    """Keep what was read, of this class, and read it back."""
    is_first = chat.is_first_contact
    if school_class != chat.school_class:
        chat.choose(school_class)
    plan = chat.plan
    assert plan is not None
    day = day_meant(reading, chat.now, plan.calendar)
    if is_too_old(day, chat.now, plan.calendar):
        return parents.day_too_old(day)
    about = About(school_class.key, school_class.grade(day), day)
    old = chat.said(about)
    is_late = is_closed(day, chat.now, plan.calendar)
    if is_late and old is not None:
        return parents.day_closed(day)
    replaces_all = reading.report.no_homework or REPLACES_ALL.match(chat.words) is not None
    adds = _ADDS.match(chat.words) is not None
    settled = _settled(None if replaces_all else old, reading, about.grade, adds=adds)
    if is_late:
        # What is closed cannot be completed: nothing is asked that could not be answered.
        settled = replace(settled, question=None)
    asks_consent = _asks_consent(chat, plan, is_first=is_first)
    chat.keep(plan, about, settled.kept, is_late=is_late)
    chat.wait_for_answer(settled, day)
    name = school_class.name(day)
    words = receipts.receipt(name, day, settled, about.grade, is_late=is_late)
    if "one_day" in reading.assumed:
        words = receipts.one_day_receipt(words, day)
    if asks_consent:
        words = receipts.consent_receipt(words, chat.context.address("/privacy"))
    return _with_notes(words, chat, plan, about, (old is None, is_first, is_late))


_ADDS = re.compile(r"(?:[哦噢喔啊嗯]|对了?|等下|[,。 ])*(?:还有|另外|再加|加上|忘了说|漏了)")
"""How a message begins whose homework is beside what was said of the same subject."""


def _settled(old: Report | None, reading: Reading, grade: int, *, adds: bool) -> Settled:
    """What is kept now, and the one question about it."""
    said = reading.report
    dropped: tuple[Assignment, ...] = ()
    if reading.ask is Ask.IMPLAUSIBLE_MINUTES:
        doubted = (said.assignments[index] for index in reading.asked_about)
        dropped = tuple(each for each in doubted if each.minutes is None)
    report = said if old is None else merge_reports(old, said, adds=adds)
    return settle(report, grade, old, dropped)


def _with_notes(
    words: str, chat: Chat, plan: SchoolPlan, about: About, firsts: tuple[bool, bool, bool]
) -> str:
    """At most one note after the receipt, the one that matters most; the promise at first contact."""
    is_first_today, is_first_contact, is_late = firsts
    if (
        not is_late
        and plan.trust is Trust.HOUSEHOLD
        and is_first_today
        and not chat.is_bound(about)
    ):
        words = receipts.lead_receipt(words, _class_name(chat, about.day))
    return receipts.first_receipt(words) if is_first_contact else words


def _asks_consent(chat: Chat, plan: SchoolPlan, *, is_first: bool) -> bool:
    """Whether this person agreed to another version of the notice, or took consent back."""
    reporter = chat.conversation.reporter
    if reporter is not None:
        return must_ask(reporter.consent_version)
    return is_first and has_withdrawn(chat.connection, plan.id, chat.subject_id)


def _class_name(chat: Chat, day: date) -> str:
    assert chat.school_class is not None
    return chat.school_class.name(day)


def open_about(chat: Chat) -> tuple[About, Report] | None:
    """The class and day now spoken of, and what was said of it; None where nothing was."""
    school_class, memory = chat.school_class, chat.memory
    if school_class is None or chat.plan is None:
        return None
    day = memory.day if memory is not None and memory.day is not None else chat.conversation.day
    about = About(school_class.key, school_class.grade(day), day)
    report = chat.said(about)
    return None if report is None else (about, report)
