"""Touched classes (有变化的班级): a version that writers raise and the scheduler catches up with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from models.database.base import Base
from models.database.prepared import Prepared
from models.schools import ClassKey


class ClassDay(Base):
    """One class on one homework day. Judged when `judged_version` equals `version`.

    Versions, never timestamps: two reports in one millisecond, or a clock set back, would
    otherwise leave a change unjudged.
    """

    __tablename__ = "class_day"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"], ["school_class.school_id", "school_class.id"]
        ),
        sa.Index(
            "ix_class_day_touched",
            "day",
            "school_id",
            "school_class_id",
            sqlite_where=sa.text("judged_version < version"),
            postgresql_where=sa.text("judged_version < version"),
        ),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    school_class_id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    version: Mapped[int]
    judged_version: Mapped[int] = mapped_column(default=0)


@dataclass(frozen=True, slots=True)
class Touched:
    """A class whose day changed since it was last judged, at the version that was read."""

    key: ClassKey
    day: date
    version: int


def _touch_statement(
    insert: type[sqlite.Insert] | type[postgresql.Insert],
) -> sqlite.Insert | postgresql.Insert:
    return (
        insert(ClassDay)
        .values(version=1, judged_version=0)
        .on_conflict_do_update(
            index_elements=["school_id", "school_class_id", "day"],
            set_={"version": ClassDay.version + 1},
        )
    )


_TOUCH = Prepared(
    {
        "sqlite": _touch_statement(sqlite.Insert),
        "postgresql": _touch_statement(postgresql.Insert),
    },
    columns=("school_id", "school_class_id", "day", "version", "judged_version"),
)


def touch(connection: sa.Connection, key: ClassKey, day: date) -> None:
    """Note that a class's day changed; the next tick judges it again."""
    values = {
        "school_id": key.school_id,
        "school_class_id": key.school_class_id,
        "day": day,
        "version": 1,
        "judged_version": 0,
    }
    _TOUCH.run(connection, values)


_WAITING = Prepared(
    sa.select(ClassDay.school_id, ClassDay.school_class_id, ClassDay.day, ClassDay.version)
    .where(ClassDay.judged_version < ClassDay.version)
    .order_by(ClassDay.day, ClassDay.school_id, ClassDay.school_class_id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)


def touched(connection: sa.Connection, limit: int = 2000) -> Sequence[Touched]:
    """Class days that changed since they were judged, oldest day first."""
    return [
        Touched(ClassKey(school_id, class_id), read_day(day), version)
        for school_id, class_id, day, version in _WAITING.stream(connection, {"most": limit})
    ]


def read_day(day: date | str) -> date:
    """A day of a streamed row: SQLite's driver gives it as its text."""
    return day if isinstance(day, date) else date.fromisoformat(day)


def mark_judged(connection: sa.Connection, touched: Touched) -> None:
    """Note that the class's day was judged at the version that was read."""
    connection.execute(
        sa.update(ClassDay)
        .where(
            ClassDay.school_id == touched.key.school_id,
            ClassDay.school_class_id == touched.key.school_class_id,
            ClassDay.day == touched.day,
            ClassDay.judged_version < touched.version,
        )
        .values(judged_version=touched.version)
    )


def lock_class_day(connection: sa.Connection, touched: Touched) -> int | None:
    """Let nobody else judge this class's day until the transaction ends; returns its version now."""
    return connection.scalar(
        sa.select(ClassDay.version)
        .where(
            ClassDay.school_id == touched.key.school_id,
            ClassDay.school_class_id == touched.key.school_class_id,
            ClassDay.day == touched.day,
        )
        .with_for_update()
    )
