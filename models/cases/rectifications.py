"""Rectification notices (整改通知书): numbered per school and year, one for a chain of cases."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.database.base import Base
from models.days.overloads import Overload
from models.schools import School


@dataclass(frozen=True, slots=True)
class Reply:
    """One person's reply to a notice."""

    staff_id: int | None
    at: datetime
    words: str


class Rectification(Base):
    """One notice: to which subjects of which class, until when, what was answered and talked over.

    `overload_id` is the first case of the chain. It is open until `closed_at`; a relapse clears
    that and counts one of its `rounds` more.
    """

    __tablename__ = "rectification"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "overload_id"], ["overload.school_id", "overload.id"]
        ),
        sa.UniqueConstraint("school_id", "overload_id"),
        sa.UniqueConstraint("school_id", "year", "number"),
        sa.CheckConstraint("reply = '' OR replied_at IS NOT NULL", name="reply_has_time"),
        sa.CheckConstraint("talk = '' OR talked_at IS NOT NULL", name="talk_has_time"),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    overload_id: Mapped[int]
    year: Mapped[int]
    number: Mapped[int]
    subjects: Mapped[str] = mapped_column(sa.String(60))  # 语文,数学
    issued_by: Mapped[int]
    issued_at: Mapped[datetime]
    reply_until: Mapped[datetime]
    reply: Mapped[str] = mapped_column(sa.String(400), default="")
    replied_by: Mapped[int | None]
    replied_at: Mapped[datetime | None]
    added_replies: Mapped[dict[str, Any] | None]  # those after the first, none of which is replaced
    talk: Mapped[str] = mapped_column(sa.String(400), default="")
    talked_by: Mapped[int | None]
    talked_at: Mapped[datetime | None]
    rounds: Mapped[int] = mapped_column(default=1)
    reopened_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]

    @property
    def subject_list(self) -> tuple[str, ...]:
        return tuple(self.subjects.split(","))

    @property
    def replies(self) -> tuple[Reply, ...]:
        """Every reply in order; the first is the one that measuring counts from."""
        if self.replied_at is None:
            return ()
        added = (self.added_replies or {}).get("replies", [])
        return (
            Reply(self.replied_by, self.replied_at, self.reply),
            *(Reply(e["by"], datetime.fromisoformat(e["at"]), e["words"]) for e in added),
        )

    @property
    def is_answered(self) -> bool:
        """Whether measuring again has begun: by a reply, or by a talk that stands for one."""
        return self.replied_at is not None or self.talked_at is not None

    def is_late(self, now: datetime) -> bool:
        """Whether the reply is overdue, or came after its hour."""
        return (self.replied_at or now) > self.reply_until


_COLUMNS = tuple(Rectification.__table__.c)


def find_rectification(connection: sa.Connection, case: Overload) -> Rectification | None:
    """The notice of a case's chain."""
    return find_rectifications(connection, [case]).get(case.first_id)


def find_rectifications(
    connection: sa.Connection, cases: Collection[Overload]
) -> dict[int, Rectification]:
    """The notices of one school's cases, by the id of the first case of their chain."""
    if not cases:
        return {}
    rows = connection.execute(
        sa.select(*_COLUMNS).where(
            Rectification.school_id == next(iter(cases)).school_id,
            Rectification.overload_id.in_({case.first_id for case in cases}),
        )
    )
    return {row.overload_id: Rectification(**row._mapping) for row in rows}


def next_number(connection: sa.Connection, school_id: str, year: int) -> int:
    """The year's next number; the school's row is locked, so that two people never draw the same."""
    connection.execute(sa.select(School.id).where(School.id == school_id).with_for_update())
    highest = connection.scalar(
        sa.select(sa.func.max(Rectification.number)).where(
            Rectification.school_id == school_id, Rectification.year == year
        )
    )
    return int(highest or 0) + 1


def update_rectification(
    connection: sa.Connection, notice: Rectification, **values: object
) -> None:
    """Change columns of one notice, in the row and in the object."""
    connection.execute(
        sa.update(Rectification)
        .where(Rectification.school_id == notice.school_id, Rectification.id == notice.id)
        .values(values)
    )
    for name, value in values.items():
        setattr(notice, name, value)
