"""Reminders (提醒 20:00 · 不用提醒): for those who ask, as far as the account can."""

from __future__ import annotations

from datetime import time

from handlers.chat.conversation import Chat
from handlers.chat.router import Router
from homework.wording import reminders as wording
from models.reminders import ask_for_reminder, stop_reminding
from models.reply_windows import Contact, note_contact
from wechat.capabilities import Capability, may
from wechat.message import Message

router = Router()
_MORNING = 10


@router.text(r"(?:不用|不要|别|取消|停止|关闭)(?:再)?提醒(?:了|我|我了)?[。.]?")
def stop(message: Message, chat: Chat) -> str:
    """不用提醒: forgotten at once."""
    had = stop_reminding(chat.connection, chat.account.id, chat.subject_id)
    return wording.STOPPED if had else wording.NONE_TO_STOP


@router.text(r"(?:每天|每晚|请)?提醒我?\s*(?:(\d{1,2})(?:[::点时](\d{2}|半)?分?)?)?[。.]?")
def ask(message: Message, chat: Chat) -> str:
    """提醒 20:00 · 提醒 20点半."""
    if not may(chat.account.kind, Capability.CUSTOMER_SERVICE):
        return wording.CANNOT
    at = _hour(chat.found[1], chat.found[2])
    if at is None or not wording.EARLIEST <= at <= wording.LATEST:
        return wording.OTHER_HOUR
    if chat.school_class is None:
        return wording.NO_CLASS
    whose = (chat.account.id, chat.subject_id)
    sealed = chat.context.keys.seal(message.openid)
    ask_for_reminder(chat.connection, whose, at, sealed, chat.now)
    note_contact(chat.connection, *whose, Contact.MESSAGE, chat.now)
    return wording.asked(at)


def _hour(hour: str | None, minute: str | None) -> time | None:
    """The moment meant; 8点 of an evening is 20:00."""
    try:
        number = int(hour or "")
        number += 12 if number <= _MORNING else 0
        return time(number, 30 if minute == "半" else int(minute or 0))
    except ValueError:
        return None
