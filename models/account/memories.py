"""What the chat remembers (对话记忆): the question that is open, the day spoken of, words that wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from models.account.followers import Follower

_MAX_WAITING_TEXT = 1000


@dataclass(frozen=True, slots=True)
class Memory:
    """What the chat waits for: `topic` of homework.open_questions, "" for only a day spoken of.

    `about` are indexes into the report of `day`; `aside` are figures in doubt (index, low, high);
    `text` is what was typed and waits for its class; `is_guided`: one is asked step by step.
    """

    topic: str = ""
    about: tuple[int, ...] = ()
    day: date | None = None
    aside: tuple[tuple[int, int, int | None], ...] = ()
    text: str = ""
    is_guided: bool = False

    def as_json(self) -> dict[str, Any]:
        """The same for a JSON column."""
        return {
            "topic": self.topic,
            "about": list(self.about),
            "day": self.day.isoformat() if self.day else None,
            "aside": [list(each) for each in self.aside],
            "text": self.text[:_MAX_WAITING_TEXT],
            "is_guided": self.is_guided,
        }


def read_memory(kept: Mapping[str, Any]) -> Memory:
    """The memory in a JSON column."""
    day = kept.get("day")
    return Memory(
        kept.get("topic", ""),
        tuple(kept.get("about", ())),
        date.fromisoformat(day) if day else None,
        tuple((index, low, high) for index, low, high in kept.get("aside", ())),
        kept.get("text", ""),
        kept.get("is_guided", False),
    )


def forget_expired(connection: sa.Connection, now: datetime) -> int:
    """Drop what the chat no longer waits for, words that waited included; returns how many."""
    gone: sa.CursorResult[Any] = connection.execute(
        sa.update(Follower)
        .where(Follower.open_until < now)
        .values(conversation=sa.null(), open_until=None)
    )
    return int(gone.rowcount)
