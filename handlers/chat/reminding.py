"""Reminders (提醒 20:00 · 不用提醒): for those who ask, as far as the account can."""

from __future__ import annotations

from datetime import time

from handlers.chat.conversation import Chat
from handlers.chat.router import Router
from homework.reading.numbers import read_number
from homework.wording import reminders as wording
from models.account.reply_windows import Contact, may_notice, note_contact
from models.families.reminders import (
    PURPOSE,
    SCENE,
    ask_for_reminder,
    reminder_hour,
    stop_reminding,
)
from wechat.capabilities import Capability, may
from wechat.message import Message
from wechat.one_time import credit_key

router = Router()
_MORNING = 10


@router.text(
    r"(?:请|我)?(?:不(?:用|要|再|必|需要|想要?)|别|取消|停止|关闭|关掉|退订)再?(?:给我)?(?:发|被)?"
    r"提醒我?(?:了|啦)?[。.]?|退订[。.]?|(?:不要|别|不用)(?:再)?(?:给我)?发(?:消息|信息)?了?[。.]?"
)
def stop(message: Message, chat: Chat) -> str:
    """不用提醒: forgotten at once."""
    had = stop_reminding(chat.connection, chat.account.id, chat.subject_id)
    return wording.STOPPED if had else wording.NONE_TO_STOP


_HOUR = r"(\d{1,2}|[一二两三四五六七八九十]{1,3})(?:[::点时钟]{1,2}(\d{2}|半)?分?)"
_WHEN = r"(?:每天|每晚|请|以后|改成|晚上|下午|都|在|\s)*"


@router.text(rf"{_WHEN}提醒我?{_WHEN}(?:{_HOUR}?)?(?:填|反馈|报)?(?:一下)?(?:作业)?[。.]?")
@router.text(rf"{_WHEN}{_HOUR}{_WHEN}提醒(?:我|一下|填|作业|反馈)*[。.]?")
def ask(message: Message, chat: Chat) -> str:
    """提醒 20:00 · 提醒 20点半."""
    if not may(chat.account.kind, Capability.CUSTOMER_SERVICE):
        return wording.CANNOT
    if chat.found[1] is None:
        return explain(message, chat)
    at = _hour(chat.found[1], chat.found[2])
    if at is None or not wording.EARLIEST <= at <= wording.LATEST:
        return wording.OTHER_HOUR
    if chat.school_class is None:
        return wording.NO_CLASS
    whose = (chat.account.id, chat.subject_id)
    sealed = chat.context.keys.seal(message.openid)
    ask_for_reminder(chat.connection, whose, at, sealed, chat.now)
    note_contact(chat.connection, *whose, Contact.MESSAGE, chat.now)
    return wording.asked(at, _consent_link(chat))


def _consent_link(chat: Chat) -> str | None:
    """Where one more reminder is agreed to; None where it is, or where the account cannot ask."""
    template = credit_key(chat.account, PURPOSE, SCENE)
    whose = (chat.account.id, chat.subject_id)
    if template is None or may_notice(chat.connection, *whose, template):
        return None
    return chat.consent_link


def explain(message: Message, chat: Chat) -> str:
    """提醒我, tapped: how to ask, or what was asked for."""
    if not may(chat.account.kind, Capability.CUSTOMER_SERVICE):
        return wording.CANNOT
    return wording.how(reminder_hour(chat.connection, chat.account.id, chat.subject_id))


def _hour(hour: str | None, minute: str | None) -> time | None:
    """The moment meant; 8点 of an evening is 20:00."""
    try:
        number = int(read_number(hour or "") or -1)
        number += 12 if number <= _MORNING else 0
        return time(number, 30 if minute == "半" else int(minute or 0))
    except ValueError:
        return None
