"""Everything else (其他): questions, complaints, pictures; the catch-all helps in two lines."""

from __future__ import annotations

import re

from handlers.chat.answers import open_question
from handlers.chat.conversation import Chat
from handlers.chat.reports import open_about
from handlers.chat.router import Router
from homework.reading import Intent, read_minutes
from homework.wording import parents, receipts
from wechat.message import Message, MessageKind

router = Router()
_FIXED = {
    Intent.QUESTION_ABOUT_HOMEWORK: parents.NO_LOOKING_UP,
    Intent.WHO_REPORTED: parents.WHO_REPORTED,
    Intent.COMPLAINT: parents.BE_SPECIFIC,
    Intent.THANKS: parents.THANKS,
}


# 能不能少布置点 asks for less, not for what was set; an English question asks how.
_ASKS_FOR_LESS = re.compile(r"少(?:布置|留|写|一?点|些)|减(?:少|负)|别(?:再)?布置")
_ASKS_IF_HERE = re.compile(
    r"(?:(?:在|有人|有没有人|在不在)[吗么嘛不]?|(?:[您你]好|老师|请问|我?想?[问咨][问询]?一?下|我?有个问题|[啊呀,。 ])+)[??。]*$"
)
_FORWARDED = re.compile(r"[\[【](?:图片|语音|视频|文件|链接|位置|小程序|名片|聊天记录)[\]】]")
_FIGURE = re.compile(r"(?:大概|大约|差不多)?\d{1,3}(?:左右|吧)?[。.]?")
_KIND = re.compile(r"(?:都?是)?(?:口头|书面|实践|动笔|写的|读的|背的)(?:的|作业)*[。.]?")
_THATS_ALL = re.compile(r"(?:大概|差不多)?就?是?(?:这些|这么多|这样)[了啦]?[。.]?")
_ENGLISH = re.compile(r"[\x00-\x7f]+")


def _known_intent(message: Message, chat: Chat) -> str | None:
    if chat.reading is not None and chat.reading.intent is Intent.QUESTION_ABOUT_HOMEWORK:
        if _ENGLISH.fullmatch(chat.words) and "how" in chat.words.lower():
            return parents.guidance(chat.page_link)
        if _ASKS_FOR_LESS.search(chat.words):
            return parents.BE_SPECIFIC
    return _FIXED.get(chat.reading.intent) if chat.reading is not None else None


@router.when(_known_intent)
def answer_intent(message: Message, chat: Chat) -> str:
    """今天作业是什么 · 谁举报的 · 作业太多了 · 谢谢."""
    words: str = chat.found
    return words


def _says_hello(message: Message, chat: Chat) -> bool:
    return chat.reading is not None and chat.reading.intent in (Intent.GREETING, Intent.QUESTION)


@router.when(_says_hello)
def say_hello(message: Message, chat: Chat) -> str:
    """您好 · 怎么填? · 什么意思?"""
    question = _open_question_again(chat)
    if question is not None:
        return question
    if chat.reading is not None and chat.reading.intent is Intent.GREETING:
        plans = chat.plans
        plan = chat.plan or (plans[0] if len(plans) == 1 else None)
        return parents.hello(plan.name if plan else "", chat.page_link)
    if _ASKS_IF_HERE.match(chat.words):
        return parents.here(chat.page_link)
    return parents.cannot_answer(chat.page_link)


def _open_question_again(chat: Chat) -> str | None:
    question, said = open_question(chat), open_about(chat)
    if question is None or said is None:
        return None
    return receipts.question_words(question, said[1])


@router.kind(
    MessageKind.IMAGE,
    MessageKind.VOICE,
    MessageKind.VIDEO,
    MessageKind.SHORT_VIDEO,
    MessageKind.LOCATION,
    MessageKind.LINK,
    MessageKind.UNKNOWN,
)
def ask_for_text(message: Message, chat: Chat) -> str:
    """A picture of the homework book, a voice message: only words can be read."""
    return parents.text_only(chat.page_link)


@router.when(lambda message, chat: _FORWARDED.match(chat.words))
def ask_for_words(message: Message, chat: Chat) -> str:
    """[图片], copied as text."""
    return parents.text_only(chat.page_link)


@router.kind(MessageKind.EVENT)
def keep_silent(message: Message, chat: Chat) -> str:
    """An event nobody waits for an answer to."""
    return ""


@router.when(lambda message, chat: True)
def help_along(message: Message, chat: Chat) -> str:
    """The catch-all: the open question again, or two lines of help."""
    question = _open_question_again(chat)
    if question is not None:
        return parents.not_understood_yet(question)
    if chat.reading is not None and chat.reading.report.irregularities:
        return parents.WHICH_HOMEWORK
    if _FIGURE.fullmatch(chat.words) or read_minutes(chat.words) is not None:
        return parents.WHOSE_FIGURE
    if _THATS_ALL.fullmatch(chat.words):
        return parents.THATS_ALL
    if _KIND.fullmatch(chat.words):
        return parents.WHOSE_KIND
    return parents.not_understood(chat.page_link)
