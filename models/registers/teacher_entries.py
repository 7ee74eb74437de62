"""Teachers' own entries (教师登记): what a teacher says they set, kept beside the class's register."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from homework.registers import MOST_CONTENT, RegisterEntry
from homework.report import Kind, Subject
from models.database.base import AnyRow, Base
from models.schools import ClassKey


class TeacherEntryRow(Base):
    """One assignment as its teacher declares it; what the same teacher says later of the subject
    replaces it. Its place in the register is another row: the class's word stays the class's."""

    __tablename__ = "teacher_entry"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"], ["school_class.school_id", "school_class.id"]
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name="an_evening_at_most"),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    school_class_id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    subject: Mapped[Subject] = mapped_column(sa.String(8), primary_key=True)
    staff_id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    minutes: Mapped[int]
    kind: Mapped[Kind] = mapped_column(sa.String(12))
    content: Mapped[str] = mapped_column(sa.String(MOST_CONTENT))
    is_noon: Mapped[bool]
    is_optional: Mapped[bool]
    said_at: Mapped[datetime]


def save_teacher_entries(
    connection: sa.Connection,
    key: ClassKey,
    day: date,
    said: tuple[int, Sequence[RegisterEntry]],
    now: datetime,
) -> None:
    """Keep what one of the staff (`said`: their id, the entries) declares of a class's day.

    Subjects that are not named keep what was said of them before.
    """
    staff_id, entries = said
    of_these = sa.and_(
        TeacherEntryRow.school_id == key.school_id,
        TeacherEntryRow.school_class_id == key.school_class_id,
        TeacherEntryRow.day == day,
        TeacherEntryRow.staff_id == staff_id,
        TeacherEntryRow.subject.in_({each.subject for each in entries}),
    )
    connection.execute(sa.delete(TeacherEntryRow).where(of_these))
    connection.execute(
        sa.insert(TeacherEntryRow),
        [
            {
                "school_id": key.school_id,
                "school_class_id": key.school_class_id,
                "day": day,
                "subject": each.subject,
                "staff_id": staff_id,
                "position": position,
                "minutes": each.minutes,
                "kind": each.kind,
                "content": each.content,
                "is_noon": each.is_noon,
                "is_optional": each.is_optional,
                "said_at": now,
            }
            for position, each in enumerate(entries)
        ],
    )


def teacher_entries(connection: sa.Connection, key: ClassKey, day: date) -> list[RegisterEntry]:
    """What teachers declared of a class's day, by subject; of two teachers of one, the later."""
    days = {(key.school_class_id, day)}
    return teachers_said(connection, key.school_id, days).get((key.school_class_id, day), [])


def teachers_said(
    connection: sa.Connection, school_id: str, days: Collection[tuple[int, date]]
) -> dict[tuple[int, date], list[RegisterEntry]]:
    """The same of many days (class id, day); days of which no teacher spoke are left out."""
    if not days:
        return {}
    rows = connection.execute(
        sa.select(*TeacherEntryRow.__table__.c)
        .where(
            TeacherEntryRow.school_id == school_id,
            TeacherEntryRow.school_class_id.in_({class_id for class_id, _ in days}),
            TeacherEntryRow.day.in_({day for _, day in days}),
        )
        .order_by(TeacherEntryRow.said_at, TeacherEntryRow.staff_id, TeacherEntryRow.position)
    ).all()
    last = {(row.school_class_id, row.day, row.subject): row.staff_id for row in rows}
    found: dict[tuple[int, date], list[RegisterEntry]] = {}
    for row in rows:
        of = (row.school_class_id, row.day)
        if of in days and last[*of, row.subject] == row.staff_id:
            found.setdefault(of, []).append(_entry(row))
    return found


def _entry(row: AnyRow) -> RegisterEntry:
    return RegisterEntry(
        subject=Subject(row.subject),
        minutes=row.minutes,
        kind=Kind(row.kind),
        content=row.content,
        is_noon=row.is_noon,
        is_optional=row.is_optional,
    )
