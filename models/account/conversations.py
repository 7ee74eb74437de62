"""Conversations (对话): who writes, of which class, and what the chat waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from homework.report import Report
from homework.school import class_name, grade_on
from models.account.followers import Follower, save_follower
from models.account.memories import Memory
from models.reporting.intake import KnownReporter
from models.schools import ClassKey, SchoolClass

OPEN_FOR = timedelta(minutes=30)
_NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SpokenClass:
    """The class a follower speaks of, as much of it as a reply needs."""

    key: ClassKey
    entry_grade: int
    entry_year: int
    number: int
    link: str

    def grade(self, day: date) -> int:
        """The grade this class is in on a day."""
        return grade_on(self.entry_grade, self.entry_year, day)

    def name(self, day: date) -> str:
        """三年级2班, on a day."""
        return class_name(self.grade(day), self.number)

    @property
    def public_link(self) -> str:
        """What stands behind /r/."""
        return f"{self.key.school_id}-{self.link}"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A follower at the moment of a message, and what they have said of `day` in their class."""

    day: date
    follower_id: int | None = None
    school_id: str | None = None
    school_class: SpokenClass | None = None
    memory: Memory | None = None
    remembers: bool = False  # something is stored, expired or not
    is_writable: bool = False
    last_message_at: datetime | None = None
    reporter: KnownReporter | None = None
    report: Report | None = None


def spoken(school_class: SchoolClass) -> SpokenClass:
    """A class as conversations carry it."""
    return SpokenClass(
        ClassKey(school_class.school_id, school_class.id),
        school_class.entry_grade,
        school_class.entry_year,
        school_class.number,
        school_class.link,
    )


def remember(
    connection: sa.Connection,
    whose: tuple[str, str],
    conversation: Conversation,
    memory: Memory | None,
    now: datetime,
) -> None:
    """Keep what the chat waits for now (None: nothing); `whose` is (account_id, subject_id).

    Writes only where something changes: a plain report of a known follower costs no statement.
    When the last message came matters only of people we may write to; it is kept to the hour, so
    that their reply window is believed to end early rather than late.
    """
    last = conversation.last_message_at
    is_noted = not conversation.is_writable or (last is not None and now - last < _NOTED_EVERY)
    if memory is None and not conversation.remembers and is_noted:
        return
    values: dict[str, Any] = {
        "conversation": memory.as_json() if memory else sa.null(),
        "open_until": now + OPEN_FOR if memory else None,
        "last_message_at": now,
    }
    if conversation.follower_id is None:
        save_follower(connection, *whose, **values)
        return
    connection.execute(
        sa.update(Follower)
        .where(Follower.account_id == whose[0], Follower.id == conversation.follower_id)
        .values(values)
    )
