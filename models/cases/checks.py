"""Checks (核实): who looked into a case, when, how, and what they found; rows are never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from homework.cases import CheckWay
from models.database.base import AnyRow, Base, new_id
from models.days.overloads import Overload

NOBODY = 0
"""Stands where a person's id would: the rule of two days, or the count of days kept, acted."""


class OverloadCheck(Base):
    """A person's check (核实) of an overload: who, when, how, what was found. Never changed."""

    __tablename__ = "overload_check"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "overload_id"], ["overload.school_id", "overload.id"]
        ),
        sa.Index("ix_overload_check_of", "school_id", "overload_id"),
        sa.CheckConstraint("is_confirmed OR reason <> ''", name="refuted_with_reason"),
        sa.CheckConstraint("NOT is_confirmed OR way IS NOT NULL", name="confirmed_with_way"),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    overload_id: Mapped[int]
    staff_id: Mapped[int]
    is_confirmed: Mapped[bool]
    way: Mapped[CheckWay | None] = mapped_column(sa.String(12))
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    found: Mapped[str] = mapped_column(sa.String(200), default="")  # what the person found
    checked_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: `way` where it confirms, `reason` where it does not; `words` are the
    person's own, or what the calls said."""

    way: CheckWay | None = None
    reason: str = ""
    words: str = ""


def record_check(
    connection: sa.Connection, case: Overload, staff_id: int, found: Found, now: datetime
) -> None:
    """Add a check, in the transaction of the move it licenses."""
    connection.execute(
        sa.insert(OverloadCheck).values(
            school_id=case.school_id,
            id=new_id(),
            overload_id=case.id,
            staff_id=staff_id,
            is_confirmed=found.way is not None,
            way=found.way,
            reason=found.reason[:200],
            found=found.words[:200],
            checked_at=now,
        )
    )


def checks_of(connection: sa.Connection, school_id: str, overload_id: int) -> Sequence[AnyRow]:
    """The checks made of an overload (columns of OverloadCheck), oldest first."""
    return connection.execute(
        sa.select(*OverloadCheck.__table__.c)
        .where(OverloadCheck.school_id == school_id, OverloadCheck.overload_id == overload_id)
        .order_by(OverloadCheck.id)
    ).all()


def last_checks(
    connection: sa.Connection, school_id: str, overload_ids: Sequence[int]
) -> dict[int, AnyRow]:
    """The newest check of each of these overloads, by overload id."""
    if not overload_ids:
        return {}
    rows = connection.execute(
        sa.select(*OverloadCheck.__table__.c)
        .where(OverloadCheck.school_id == school_id, OverloadCheck.overload_id.in_(overload_ids))
        .order_by(OverloadCheck.id)
    )
    return {row.overload_id: row for row in rows}
