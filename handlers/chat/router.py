"""Routers (对话路由): which handler answers a message; first match wins, a catch-all comes last."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.chat.conversation import Chat
from wechat.message import Message, MessageKind

Handler = Callable[[Message, Chat], str]
# What a condition finds (a match, an answer) is the handler's business; falsy means no match.
Condition = Callable[[Message, Chat], Any]


@dataclass(frozen=True, slots=True)
class _Route:
    condition: Condition
    handler: Handler
    pattern: re.Pattern[str] | None = None


class Router:
    """The handlers of one subject. With a `guard`, whom it refuses is answered by later routers."""

    def __init__(self, guard: Callable[[Chat], bool] | None = None) -> None:
        self._guard = guard
        self._routes: list[_Route] = []
        self._any_text: re.Pattern[str] | None = None

    def text(self, pattern: str) -> Callable[[Handler], Handler]:
        """Answer texts that match as a whole; the match is `chat.found`."""
        compiled = re.compile(pattern)
        return self._adding(lambda message, chat: compiled.fullmatch(chat.words), compiled)

    def event(self, *names: str) -> Callable[[Handler], Handler]:
        """Answer events by these names."""
        return self._adding(lambda message, chat: message.event in names)

    def kind(self, *kinds: MessageKind) -> Callable[[Handler], Handler]:
        """Answer messages of these kinds."""
        return self._adding(lambda message, chat: message.kind in kinds)

    def when(self, condition: Condition) -> Callable[[Handler], Handler]:
        """Answer where the condition finds something; that is `chat.found`."""
        return self._adding(condition)

    def _adding(
        self, condition: Condition, pattern: re.Pattern[str] | None = None
    ) -> Callable[[Handler], Handler]:
        def add(handler: Handler) -> Handler:
            self._routes.append(_Route(condition, handler, pattern))
            return handler

        return add

    def find(self, message: Message, chat: Chat) -> Handler | None:
        """The handler that answers this message, or None."""
        # Few messages are a command: one look at all of a router's words spares one at each.
        says_any = message.kind is MessageKind.TEXT and self.knows(chat.words)
        for route in self._routes:
            if route.pattern is not None and not says_any:
                continue
            found = route.condition(message, chat)
            # The guard asks the database, so it comes after the words.
            if found and (self._guard is None or self._guard(chat)):
                chat.found = found
                return route.handler
        return None

    def knows(self, words: str) -> bool:
        """Whether these words are a command here, whoever says them."""
        if self._any_text is None:
            patterns = [each.pattern.pattern for each in self._routes if each.pattern]
            self._any_text = re.compile("|".join(f"(?:{each})" for each in patterns) or "(?!)")
        return self._any_text.fullmatch(words) is not None


def find_handler(routers: Sequence[Router], message: Message, chat: Chat) -> Handler | None:
    """The first handler of the first router that has one."""
    for router in routers:
        handler = router.find(message, chat)
        if handler is not None:
            return handler
    return None
