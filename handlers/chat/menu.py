"""Taps on the account's menu (点菜单): the page first, the caps, one's own words; nothing deleted."""

from __future__ import annotations

from handlers.chat.conversation import Chat
from handlers.chat.own_words import show_caps, show_help, show_own
from handlers.chat.reminding import explain as explain_reminders
from handlers.chat.reports import open_about
from handlers.chat.router import Handler, Router
from homework.wording import menu as wording
from homework.wording import parents
from homework.wording.menu import MenuKey
from wechat.message import Message

router = Router()


def _ask_to_withdraw(message: Message, chat: Chat) -> str:
    """撤回 deletes: a tap, which slips more easily than a word, is asked to say it."""
    said, school_class = open_about(chat), chat.school_class
    if said is None or school_class is None:
        return parents.nothing_to_withdraw(chat.conversation.day)
    day = said[0].day
    return wording.ask_to_withdraw(school_class.name(day), day)


def _explain_binding(message: Message, chat: Chat) -> str:
    return wording.HOW_TO_BIND


_HANDLERS: dict[str, Handler] = {
    MenuKey.REPORT: show_help,
    MenuKey.HELP: show_help,
    MenuKey.POLICY: show_caps,
    MenuKey.MINE: show_own,
    MenuKey.WITHDRAW: _ask_to_withdraw,
    MenuKey.BIND: _explain_binding,
    MenuKey.REMIND: explain_reminders,
}
_WORDS: dict[str, Handler] = {"我的": show_own, "上限": show_caps}
"""Menus that a school made itself may send the words of the chat."""


@router.event("click")
def follow_menu(message: Message, chat: Chat) -> str:
    """Answer a tap; a key that nobody knows gets the help."""
    key = message.event_key
    handler = _HANDLERS.get(key.lower()) or _WORDS.get(key) or show_help
    return handler(message, chat)
