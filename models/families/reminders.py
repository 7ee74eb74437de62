"""Reminders (提醒): only for those who asked, at their hour, once a school day, while nothing is said."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.account.followers import Follower, save_follower
from models.account.reply_windows import forget_notices
from models.database.base import Base
from models.families.households import identities_of
from models.families.reporters import Reporter
from models.reporting.reports import ReportRow
from models.schools import ClassKey
from models.staff.people import staff_behind

PURPOSE = "remind"
"""The config's name for the template of one-time subscription messages (一次性订阅消息)."""
SCENE = 1
"""Of the scenes an account may tell apart, ours: one yes, one reminder."""


class Reminder(Base):
    """One follower's wish to be reminded; `reminded_on` is the last day a reminder was begun."""

    __tablename__ = "reminder"

    account_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    subject_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    at: Mapped[str] = mapped_column(sa.String(5))  # 20:00, so that it sorts
    asked_at: Mapped[datetime]
    reminded_on: Mapped[date | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who asked to be reminded and can be written to."""

    account_id: str
    subject_id: str
    key: ClassKey
    openid_sealed: str


def ask_for_reminder(
    connection: sa.Connection, whose: tuple[str, str], at: time, openid_sealed: str, now: datetime
) -> None:
    """Remember the hour; `whose` is (account_id, subject_id). A second wish takes the first's place.

    Where today's hour has passed, or today's reminder was sent, the next is tomorrow's.
    """
    account_id, subject_id = whose
    before = connection.execute(_forgotten(*whose).returning(Reminder.reminded_on)).first()
    is_done_today = before is not None and before.reminded_on == now.date()
    save_follower(connection, account_id, subject_id, openid_sealed=openid_sealed)
    connection.execute(
        sa.insert(Reminder).values(
            account_id=account_id,
            subject_id=subject_id,
            at=f"{at:%H:%M}",
            asked_at=now,
            reminded_on=now.date() if is_done_today or now.time() >= at else None,
        )
    )


def stop_reminding(connection: sa.Connection, account_id: str, subject_id: str) -> bool:
    """Forget the wish, and with it the way to write to a parent and what they agreed to be sent;
    False where there was no wish."""
    gone = connection.execute(_forgotten(account_id, subject_id).returning(Reminder.at)).first()
    if gone is not None and not staff_behind(connection, account_id, subject_id):
        save_follower(connection, account_id, subject_id, openid_sealed=None)
        forget_notices(connection, account_id, subject_id)
    return gone is not None


def _forgotten(account_id: str, subject_id: str) -> sa.Delete:
    return sa.delete(Reminder).where(
        Reminder.account_id == account_id, Reminder.subject_id == subject_id
    )


def reminder_hour(connection: sa.Connection, account_id: str, subject_id: str) -> str | None:
    """The hour a follower asked for (20:00), or None."""
    return connection.scalar(
        sa.select(Reminder.at).where(
            Reminder.account_id == account_id, Reminder.subject_id == subject_id
        )
    )


def due_reminders(
    connection: sa.Connection, school_id: str, since: time, now: datetime
) -> Sequence[Asked]:
    """Whose hour came between `since` and now and who was not reminded today, of one school."""
    today = now.date()
    rows = connection.execute(
        sa.select(
            Reminder.account_id,
            Reminder.subject_id,
            Follower.school_class_id,
            Follower.openid_sealed,
        )
        .join(
            Follower,
            sa.and_(
                Follower.account_id == Reminder.account_id,
                Follower.subject_id == Reminder.subject_id,
            ),
        )
        .where(
            Follower.school_id == school_id,
            Follower.school_class_id.is_not(None),
            Follower.openid_sealed.is_not(None),
            Reminder.at > f"{since:%H:%M}",
            Reminder.at <= f"{now:%H:%M}",
            sa.or_(Reminder.reminded_on.is_(None), Reminder.reminded_on < today),
        )
    )
    return [
        Asked(row.account_id, row.subject_id, ClassKey(school_id, row.school_class_id), sealed)
        for row in rows
        if (sealed := row.openid_sealed) is not None
    ]


def begin_reminder(connection: sa.Connection, asked: Asked, day: date) -> bool:
    """Mark the day before a byte leaves; False where it was marked, or the wish is gone."""
    begun = connection.execute(
        sa.update(Reminder)
        .where(
            Reminder.account_id == asked.account_id,
            Reminder.subject_id == asked.subject_id,
            sa.or_(Reminder.reminded_on.is_(None), Reminder.reminded_on < day),
        )
        .values(reminded_on=day)
        .returning(Reminder.at)
    )
    return begun.first() is not None


def person_has_said(connection: sa.Connection, asked: Asked, days: Collection[date]) -> bool:
    """Whether this follower has spoken of the class's day, in the chat or on the page linked with it.

    What others of the family said does not matter: whoever joined by a photographed slip would
    learn from a reminder that does not come that the family has reported.
    """
    school_id = asked.key.school_id
    own = [each.id for each in identities_of(connection, [school_id], asked.subject_id)]
    heads = sa.select(Reporter.linked_to).where(
        Reporter.school_id == school_id, Reporter.id.in_(own)
    )
    person = sa.select(Reporter.id).where(
        Reporter.school_id == school_id,
        sa.or_(Reporter.id.in_(own), Reporter.linked_to.in_(own), Reporter.id.in_(heads)),
    )
    found = connection.scalar(
        sa.select(ReportRow.id)
        .where(
            ReportRow.school_id == school_id,
            ReportRow.school_class_id == asked.key.school_class_id,
            ReportRow.day.in_(list(days)),
            ReportRow.reporter_id.in_(person),
        )
        .limit(1)
    )
    return found is not None
