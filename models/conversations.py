"""Conversations (对话): who writes, of which class, what the chat waits for, in one select."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from homework.school import class_name, grade_on
from models.followers import Follower, save_follower
from models.intake import KnownReporter
from models.memories import Memory, read_memory
from models.prepared import Prepared
from models.reporters import Household, Reporter
from models.reports import ReportRow
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
    """A follower at the moment of a message. `report_id` is that of `day` in their class, as long
    as `is_current`: false once the class was changed in the same message."""

    day: date
    follower_id: int | None = None
    school_id: str | None = None
    school_class: SpokenClass | None = None
    memory: Memory | None = None
    remembers: bool = False  # something is stored, expired or not
    is_writable: bool = False
    last_message_at: datetime | None = None
    reporter: KnownReporter | None = None
    report_id: int | None = None
    is_current: bool = True


_CONVERSATION = Prepared(
    sa.select(
        Follower.id,
        Follower.school_id,
        Follower.school_class_id,
        Follower.conversation,
        Follower.open_until,
        Follower.last_message_at,
        Follower.openid_sealed.is_not(None).label("is_writable"),
        SchoolClass.entry_grade,
        SchoolClass.entry_year,
        SchoolClass.number,
        SchoolClass.link,
        Reporter.id.label("reporter_id"),
        Reporter.household_id,
        Reporter.bound_at,
        Household.school_class_id.label("household_class_id"),
        ReportRow.id.label("report_id"),
    )
    .select_from(Follower)
    .outerjoin(
        SchoolClass,
        sa.and_(
            SchoolClass.school_id == Follower.school_id,
            SchoolClass.id == Follower.school_class_id,
        ),
    )
    .outerjoin(
        Reporter,
        sa.and_(
            Reporter.school_id == Follower.school_id, Reporter.subject_id == Follower.subject_id
        ),
    )
    .outerjoin(
        Household,
        sa.and_(Household.school_id == Reporter.school_id, Household.id == Reporter.household_id),
    )
    .outerjoin(
        ReportRow,
        sa.and_(
            ReportRow.school_id == Follower.school_id,
            ReportRow.school_class_id == Follower.school_class_id,
            ReportRow.day == sa.bindparam("of_day"),
            ReportRow.reporter_id == Reporter.id,
        ),
    )
    .where(
        Follower.account_id == sa.bindparam("of_account"),
        Follower.subject_id == sa.bindparam("of_subject"),
    )
)


def find_conversation(
    connection: sa.Connection, account_id: str, subject_id: str, day: date, now: datetime
) -> Conversation:
    """Everything a reply may depend on, in one select; an open question older than its time is gone."""
    found = _CONVERSATION.first(
        connection, {"of_account": account_id, "of_subject": subject_id, "of_day": day}
    )
    if found is None:
        return Conversation(day)
    row = _Row(*found)
    is_open = row.open_until is not None and now < row.open_until
    return Conversation(
        day=day,
        follower_id=row.id,
        school_id=row.school_id,
        school_class=_spoken_class(row),
        memory=read_memory(row.conversation) if is_open and row.conversation else None,
        remembers=row.conversation is not None,
        is_writable=bool(row.is_writable),
        last_message_at=row.last_message_at,
        reporter=_reporter(row),
        report_id=row.report_id,
    )


class _Row(NamedTuple):
    """The columns of the select, in its order."""

    id: int
    school_id: str | None
    school_class_id: int | None
    conversation: dict[str, Any] | None
    open_until: datetime | None
    last_message_at: datetime | None
    is_writable: bool
    entry_grade: int | None
    entry_year: int | None
    number: int | None
    link: str | None
    reporter_id: int | None
    household_id: int | None
    bound_at: datetime | None
    household_class_id: int | None
    report_id: int | None


def _spoken_class(row: _Row) -> SpokenClass | None:
    if row.school_id is None or row.school_class_id is None:
        return None
    if row.entry_grade is None or row.entry_year is None or row.number is None or row.link is None:
        return None  # the class is gone
    key = ClassKey(row.school_id, row.school_class_id)
    return SpokenClass(key, row.entry_grade, row.entry_year, row.number, row.link)


def _reporter(row: _Row) -> KnownReporter | None:
    if row.reporter_id is None:
        return None
    return KnownReporter(row.reporter_id, row.household_id, row.bound_at, row.household_class_id)


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
