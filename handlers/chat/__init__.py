"""The chat (对话): who answers which message, in which order."""

from __future__ import annotations

from handlers.chat import (
    answers,
    caring,
    choosing,
    events,
    joining,
    menu,
    own_words,
    policy_questions,
    questions,
    reminding,
    reports,
    small_talk,
    staff,
    staff_cases,
    steps,
    teachers,
)
from handlers.chat.conversation import Chat
from handlers.chat.router import find_handler
from handlers.chat.vocabulary import read_words, vocabulary_of
from homework.reading import VOCABULARY
from homework.wording import parents, staff_chat
from models.account.reply_windows import Contact, note_contact
from models.pushes.inbox import take_undelivered
from wechat.message import Message, MessageKind

COMMANDS = (
    joining.router,
    staff.router,
    staff_cases.router,
    own_words.router,
    reminding.router,
)
"""Words that mean the same whoever says them and whatever is open."""

ROUTERS = (
    events.router,
    menu.router,
    *COMMANDS,
    teachers.router,
    caring.router,
    policy_questions.router,
    questions.router,
    steps.router,
    answers.router,
    choosing.router,
    reports.router,
    small_talk.router,
)
"""From narrow to wide; the last one answers everything."""


def is_command(words: str) -> bool:
    """Whether these words are a command, which the reader need not read."""
    return any(router.knows(words) for router in COMMANDS)


def reply_to(message: Message, chat: Chat) -> str:
    """The reply to one message; "" where there is nothing to say."""
    if not chat.plans:
        return parents.NO_SCHOOL if message.kind is not MessageKind.EVENT else ""
    _read_with_own_words(chat)
    handler = find_handler(ROUTERS, message, chat)
    assert handler is not None, "the last router answers everything"
    reply = caring.with_card(message, chat, handler(message, chat))
    _note_contact(message, chat)
    return _with_inbox(message, chat, reply)


_CONTACTS = {"click": Contact.CLICK, "scan": Contact.SCAN, "subscribe": Contact.FOLLOW}


def _note_contact(message: Message, chat: Chat) -> None:
    """What staff do, and who asked to be reminded, opens a window in which they can be written to."""
    is_event = message.kind is MessageKind.EVENT
    contact = _CONTACTS.get(message.event or "") if is_event else Contact.MESSAGE
    # Nobody else is ever written to.
    if contact is not None and chat.conversation.is_writable:
        note_contact(chat.connection, chat.account.id, chat.subject_id, contact, chat.now)


def _read_with_own_words(chat: Chat) -> None:
    """Where an account speaks for several schools, whose private words hold is known only now."""
    plan = chat.plan
    if chat.reading is None or plan is None or len(chat.plans) == 1:
        return
    vocabulary = vocabulary_of(plan)
    if vocabulary is not VOCABULARY:
        chat.reading = read_words(chat.words, vocabulary)


def _with_inbox(message: Message, chat: Chat, reply: str) -> str:
    """Staff whom a push could not reach read it at their next contact, after their own words count."""
    if message.kind is MessageKind.EVENT or not chat.conversation.is_writable or not chat.staff:
        return reply
    texts = take_undelivered(chat.connection, chat.staff, chat.now)
    return f"{staff_chat.waiting(texts)}\n\n{reply}" if texts else reply
