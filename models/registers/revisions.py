"""Registers (作业登记表): every revision a class saved of a day, never changed; one of them stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from homework.balancing import Change
from homework.plan import SchoolPlan
from homework.policy import effective_rules
from homework.registers import (
    Excess,
    Register,
    Revision,
    adjustable_until,
    excesses,
    stands,
    weigh_register,
)
from homework.wording.staff_register import sum_words
from models.database.base import AnyRow, Base, new_id
from models.days.class_days import touch
from models.registers.entries import entries_of, insert_entries
from models.schools import ClassKey, SchoolClass

MOST_REVISIONS = 40
"""A day is not corrected more often; a classroom full of children might."""


class Source(StrEnum):
    """How a register came: on the classroom's computer, from paper, or joined by a teacher's word."""

    PAGE = "page"
    PAPER = "paper"
    TEACHER = "teacher"


class TooManyRevisions(Exception):
    """The day was revised too often; nothing was saved."""


class RegisterRow(Base):
    """One revision. `stands` says that it counted when it was saved: the newest that did counts."""

    __tablename__ = "register"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"], ["school_class.school_id", "school_class.id"]
        ),
        sa.UniqueConstraint("school_id", "school_class_id", "day", "revision"),
        sa.Index("ix_register_day", "school_id", "day"),
        sa.CheckConstraint("revision >= 1", name="counted_from_one"),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    school_class_id: Mapped[int]
    day: Mapped[date]
    revision: Mapped[int]
    saved_at: Mapped[datetime]
    source: Mapped[Source] = mapped_column(sa.String(8))
    is_late: Mapped[bool]
    is_over: Mapped[bool]
    stands: Mapped[bool]


@dataclass(frozen=True, slots=True)
class Filing:
    """A register to be saved: whose, of which day, and how it came."""

    plan: SchoolPlan
    school_class: SchoolClass
    day: date
    register: Register
    source: Source = Source.PAGE
    changes: tuple[Change, ...] = ()  # the smallest that fit, where it does not keep its caps

    @property
    def key(self) -> ClassKey:
        return ClassKey(self.plan.id, self.school_class.id)

    @property
    def grade(self) -> int:
        """The class's grade on the day."""
        return self.school_class.grade(self.day)

    @property
    def excesses(self) -> tuple[Excess, ...]:
        """The rules of the day that this register does not keep."""
        plan = self.plan
        rules = effective_rules(plan.packs, self.grade, self.day, plan.calendar)
        return excesses(weigh_register(self.register, self.grade), rules)


@dataclass(frozen=True, slots=True)
class SavedRegister:
    """A saved revision as it was read; `is_over` is by the rules of its day."""

    revision: Revision
    source: Source
    is_over: bool
    stands: bool


def save_register(connection: sa.Connection, filing: Filing, now: datetime) -> SavedRegister | None:
    """Add a revision of a class's day; None where the newest one says exactly the same.

    Touches the day. Raises TooManyRevisions.
    """
    # Before reading: the touched row is locked, so that two revisions get two numbers.
    touch(connection, filing.key, filing.day)
    known = revisions_of(connection, filing.key, filing.day)
    if known and known[-1].revision.register == filing.register:
        return None
    if len(known) >= MOST_REVISIONS:
        raise TooManyRevisions
    is_late = now >= adjustable_until(filing.day, filing.plan.register)
    revision = Revision(len(known) + 1, filing.register, now, is_late)
    before = next((each.revision for each in reversed(known) if each.stands), None)
    saved = SavedRegister(revision, filing.source, bool(filing.excesses), stands(revision, before))
    _insert(connection, filing, saved)
    return saved


def _insert(connection: sa.Connection, filing: Filing, saved: SavedRegister) -> None:
    register_id = new_id()
    connection.execute(
        sa.insert(RegisterRow).values(
            school_id=filing.plan.id,
            id=register_id,
            school_class_id=filing.school_class.id,
            day=filing.day,
            revision=saved.revision.number,
            saved_at=saved.revision.saved_at,
            source=saved.source,
            is_late=saved.revision.is_late,
            is_over=saved.is_over,
            stands=saved.stands,
        )
    )
    insert_entries(connection, filing.plan.id, register_id, filing.register)


_COLUMNS = tuple(RegisterRow.__table__.c)


def revisions_of(connection: sa.Connection, key: ClassKey, day: date) -> list[SavedRegister]:
    """Every revision of a class's day, in order."""
    return revisions_between(connection, key, day, day).get(day, [])


def revisions_between(
    connection: sa.Connection, key: ClassKey, first: date, last: date
) -> dict[date, list[SavedRegister]]:
    """Every revision of a class's days, by day, in order."""
    rows = connection.execute(
        sa.select(*_COLUMNS)
        .where(
            RegisterRow.school_id == key.school_id,
            RegisterRow.school_class_id == key.school_class_id,
            RegisterRow.day.between(first, last),
        )
        .order_by(RegisterRow.day, RegisterRow.revision)
    ).all()
    found: dict[date, list[SavedRegister]] = {}
    for row, saved in zip(rows, _read(connection, key.school_id, rows), strict=True):
        found.setdefault(row.day, []).append(saved)
    return found


def _read(connection: sa.Connection, school_id: str, rows: Sequence[AnyRow]) -> list[SavedRegister]:
    registers = entries_of(connection, school_id, [row.id for row in rows])
    return [
        SavedRegister(
            Revision(row.revision, Register(registers.get(row.id, ())), row.saved_at, row.is_late),
            Source(row.source),
            row.is_over,
            row.stands,
        )
        for row in rows
    ]


def standing_register(connection: sa.Connection, key: ClassKey, day: date) -> SavedRegister | None:
    """The revision of a class's day that counts, or None."""
    rows = connection.execute(
        sa.select(*_COLUMNS)
        .where(
            RegisterRow.school_id == key.school_id,
            RegisterRow.school_class_id == key.school_class_id,
            RegisterRow.day == day,
            RegisterRow.stands,
        )
        .order_by(RegisterRow.revision.desc())
        .limit(1)
    ).all()
    return next(iter(_read(connection, key.school_id, rows)), None)


def registers_on(
    connection: sa.Connection,
    school_id: str,
    day: date,
    class_ids: Collection[int] | None = None,
) -> dict[int, SavedRegister]:
    """The standing register of every class (of these, where named) that has one, by its id."""
    query = sa.select(*_COLUMNS).where(
        RegisterRow.school_id == school_id, RegisterRow.day == day, RegisterRow.stands
    )
    if class_ids is not None:
        query = query.where(RegisterRow.school_class_id.in_(class_ids))
    rows = connection.execute(query.order_by(RegisterRow.revision)).all()
    read = _read(connection, school_id, rows)
    return {row.school_class_id: saved for row, saved in zip(rows, read, strict=True)}


def standing_registers(
    connection: sa.Connection, school_id: str, days: Collection[tuple[int, date]]
) -> dict[tuple[int, date], SavedRegister]:
    """The revisions that count of these days (class id, day); days without one are left out."""
    query = sa.select(*_COLUMNS).where(
        RegisterRow.school_id == school_id,
        RegisterRow.day.in_({day for _, day in days}),
        RegisterRow.school_class_id.in_({class_id for class_id, _ in days}),
        RegisterRow.stands,
    )
    rows = connection.execute(query.order_by(RegisterRow.revision)).all() if days else []
    last = {(row.school_class_id, row.day): row for row in rows}
    wanted = [row for of, row in last.items() if of in days]
    read = _read(connection, school_id, wanted)
    return {(row.school_class_id, row.day): saved for row, saved in zip(wanted, read, strict=True)}


def register_words(connection: sa.Connection, key: ClassKey, day: date) -> str | None:
    """What a class's register of a day adds up to, for who checks it: 合计75分钟; None without one."""
    saved = standing_register(connection, key, day)
    if saved is None:
        return None
    return sum_words(saved.revision.register, is_late=saved.revision.is_late)
