"""Register entries (登记项): the assignments of one revision, in the order they were declared."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from homework.registers import MOST_CONTENT, Register, RegisterEntry
from homework.report import Kind, Subject
from models.database.base import Base


class RegisterEntryRow(Base):
    """One assignment of one revision of a register. Never changed."""

    __tablename__ = "register_entry"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "register_id"], ["register.school_id", "register.id"]
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name="an_evening_at_most"),
        sa.CheckConstraint("difficulty BETWEEN 1 AND 5", name="difficulty_of_five"),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    register_id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[Subject] = mapped_column(sa.String(8))
    minutes: Mapped[int]
    kind: Mapped[Kind] = mapped_column(sa.String(12))
    content: Mapped[str] = mapped_column(sa.String(MOST_CONTENT))
    is_noon: Mapped[bool]
    is_optional: Mapped[bool]
    set_in_class: Mapped[bool]
    difficulty: Mapped[int | None]


def insert_entries(
    connection: sa.Connection, school_id: str, register_id: int, register: Register
) -> None:
    """Store a revision's entries."""
    if not register.entries:
        return
    connection.execute(
        sa.insert(RegisterEntryRow),
        [
            {
                "school_id": school_id,
                "register_id": register_id,
                "position": position,
                "subject": each.subject,
                "minutes": each.minutes,
                "kind": each.kind,
                "content": each.content,
                "is_noon": each.is_noon,
                "is_optional": each.is_optional,
                "set_in_class": each.set_in_class,
                "difficulty": each.difficulty,
            }
            for position, each in enumerate(register.entries)
        ],
    )


def entries_of(
    connection: sa.Connection, school_id: str, register_ids: Sequence[int]
) -> dict[int, tuple[RegisterEntry, ...]]:
    """The entries of revisions by their ids; one without any has no homework and is left out."""
    if not register_ids:
        return {}
    rows = connection.execute(
        sa.select(*RegisterEntryRow.__table__.c)
        .where(
            RegisterEntryRow.school_id == school_id,
            RegisterEntryRow.register_id.in_(register_ids),
        )
        .order_by(RegisterEntryRow.register_id, RegisterEntryRow.position)
    )
    found: dict[int, tuple[RegisterEntry, ...]] = {}
    for row in rows:
        entry = RegisterEntry(
            subject=Subject(row.subject),
            minutes=row.minutes,
            kind=Kind(row.kind),
            content=row.content,
            is_noon=row.is_noon,
            is_optional=row.is_optional,
            set_in_class=row.set_in_class,
            difficulty=row.difficulty,
        )
        found[row.register_id] = (*found.get(row.register_id, ()), entry)
    return found
