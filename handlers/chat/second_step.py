"""The second step in the chat (对话里的两步验证): six digits behind a word that decides a case."""

from __future__ import annotations

import re

from handlers.chat.acting import acting
from handlers.chat.conversation import Chat
from homework.wording import console_second_step as wording
from homework.wording.staff_chat import shortened
from models.staff.second_steps import Stand, Typed, asked_of, spend_code

_CODE = re.compile(r"(?:(.*?)[\s,，;；、])?\s*([0-9]{3}\s?[0-9]{3})", re.DOTALL)


def without_code(chat: Chat, said: str) -> tuple[str, str]:
    """(what was said, why not): the words without the code where one was owed and shown; a refusal
    where it was not. Whoever has no second step says what they like, digits at the end too."""
    person, plan = acting(chat)
    stand = asked_of(chat.connection, plan, person)
    if stand is Stand.FREE:
        return said, ""
    if stand is Stand.MUST_ENROL:
        return said, wording.CHAT_MUST_ENROL
    found = _CODE.fullmatch(said.strip())
    if found is None:
        return said, wording.chat_asks(shortened(chat.words))
    what = spend_code(chat.connection, chat.context.keys, person, found[2], chat.now)
    if what is Typed.RIGHT:
        return (found[1] or "").strip(), ""
    return said, wording.WAIT if what is Typed.WAIT else wording.WRONG
