"""A child in distress (求助): the card comes before anything about homework."""

from __future__ import annotations

from handlers.chat.conversation import Chat
from handlers.chat.router import Router
from homework.wording import care
from wechat.message import Message, MessageKind

router = Router()


def _distress(message: Message, chat: Chat) -> str | None:
    reading = chat.reading
    if message.kind is not MessageKind.TEXT or reading is None or reading.is_report:
        return None
    return care.card_for(chat.words)


@router.when(_distress)
def show_card(message: Message, chat: Chat) -> str:
    """孩子不想活了 · 一直哭,不想上学."""
    card: str = chat.found
    return card


def with_card(message: Message, chat: Chat, reply: str) -> str:
    """A report that speaks of distress is recorded, and answered."""
    reading = chat.reading
    if message.kind is not MessageKind.TEXT or reading is None or not reading.is_report:
        return reply
    card = care.card_for(chat.words)
    return care.beside(reply, card) if card else reply
