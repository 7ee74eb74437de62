"""Step by step (一步一步), for those who would rather be asked: subject, minutes, 还有吗, receipt.

Every step is an ordinary report that grows, kept at once: who stops half-way has lost nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from handlers.chat import answers, choosing, reports
from handlers.chat.classes import Unclear, ask_for_class, class_meant
from handlers.chat.conversation import Chat
from handlers.chat.reports import open_about
from handlers.chat.router import Handler, Router, find_handler
from handlers.chat.vocabulary import vocabulary_of
from homework.open_questions import settle
from homework.reading import Intent, Reading, read_report
from homework.wording import parents, receipts
from homework.wording import steps as wording
from models.account.memories import Memory
from wechat.message import Message, MessageKind

router = Router()
_INSIDE = (answers.router, choosing.router, reports.router)
_DONE = re.compile(r"(?:没有?了|没别的了?|完了|好了|就这些了?|就这|结束)[。.]?")
_LEAVE = re.compile(r"(?:退出|算了|不填了|取消|停)[。.]?")
_MOST_LETTERS = 12


@router.text(r"(?:我?要?|请)?(?:一步一步|一步步|逐步|引导)(?:来|填|填写|填报)?吧?[。.]?|填写|填报")
def begin(message: Message, chat: Chat) -> str:
    """一步一步: ask for the class where it is open, else for the first subject."""
    meant = class_meant(chat, ())
    if isinstance(meant, Unclear):
        words = ask_for_class(chat, meant)
        chat.wait_for(Memory(meant.topic, is_guided=True))
        return words
    chat.wait_for(Memory(is_guided=True))
    return wording.NEXT if open_about(chat) is not None else wording.START


def _is_guided(message: Message, chat: Chat) -> bool:
    memory = chat.memory
    return memory is not None and memory.is_guided and message.kind is MessageKind.TEXT


@router.when(lambda message, chat: _is_guided(message, chat) and _LEAVE.fullmatch(chat.words))
def leave(message: Message, chat: Chat) -> str:
    """退出: no more questions; what was kept stays."""
    said = open_about(chat)
    chat.wait_for(None)
    return wording.LEFT if said is not None else wording.NOTHING_YET


@router.when(lambda message, chat: _is_guided(message, chat) and _DONE.fullmatch(chat.words))
def finish(message: Message, chat: Chat) -> str:
    """没有了: the whole report is read back; where nothing was said, there is no homework."""
    said, school_class = open_about(chat), chat.school_class
    if said is None or school_class is None:
        handler = find_handler(_INSIDE, message, chat)
        return _repeat(chat) if handler is None else _take(message, chat, handler)
    about, report = said
    settled = settle(report, about.grade, report)
    chat.wait_for_answer(settled, about.day)
    return receipts.receipt(school_class.name(about.day), about.day, settled, about.grade)


def _step(message: Message, chat: Chat) -> tuple[Handler | None, Any] | None:
    """Who takes this step, with what it found; questions and complaints are answered elsewhere."""
    if not _is_guided(message, chat) or chat.reading is None:
        return None
    handler = find_handler(_INSIDE, message, chat)
    if handler is None and chat.reading.intent in (Intent.OTHER, Intent.GREETING):
        chat.reading = _read_short(chat) or chat.reading
        handler = find_handler((reports.router,), message, chat)
        return handler, chat.found
    return None if handler is None else (handler, chat.found)


@router.when(_step)
def go_on(message: Message, chat: Chat) -> str:
    """A subject, minutes, a kind, a class: taken as anywhere in the chat, then the next step."""
    handler, chat.found = chat.found
    return _repeat(chat) if handler is None else _take(message, chat, handler)


def _read_short(chat: Chat) -> Reading | None:
    """A thing said alone (跳绳): elsewhere too little to believe."""
    if chat.plan is None or len(chat.words) > _MOST_LETTERS:
        return None
    reading = read_report(f"{chat.words}1分钟", vocabulary_of(chat.plan))
    untimed = tuple(replace(each, minutes=None) for each in reading.report.assignments)
    return replace(reading, report=replace(reading.report, assignments=untimed))


def _take(message: Message, chat: Chat, handler: Handler) -> str:
    words = handler(message, chat)
    waits = chat.waits_for
    if waits is not None and waits.topic:
        chat.wait_for(replace(waits, is_guided=True))
        return words
    said = open_about(chat)
    if said is not None and said[1].no_homework:
        return words
    chat.wait_for(Memory(day=waits.day if waits else None, is_guided=True))
    return f"{words}\n{wording.SUBJECT if said is None else wording.NEXT}"


def _repeat(chat: Chat) -> str:
    """The step again, with its example."""
    question, said = answers.open_question(chat), open_about(chat)
    if question is not None and said is not None:
        return parents.not_understood_yet(receipts.question_words(question, said[1]))
    if chat.school_class is None:
        return parents.not_understood_yet(parents.SAY_CLASS)
    return parents.not_understood_yet(wording.SUBJECT if said is None else wording.NEXT)
