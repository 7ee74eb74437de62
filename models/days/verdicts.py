"""Verdicts (判定): the newest one per class, day and rule, with the evidence it carries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from homework.verdicts import Outcome, Stage, Verdict
from models.database.base import AnyRow, Base
from models.days.overloads import rule_key
from models.schools import ClassKey


class VerdictRow(Base):
    """What the program last thought of a class's day under one rule."""

    __tablename__ = "verdict"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"], ["school_class.school_id", "school_class.id"]
        ),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    school_class_id: Mapped[int] = mapped_column(primary_key=True)
    rule_id: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    outcome: Mapped[Outcome] = mapped_column(sa.String(12))
    stage: Mapped[Stage | None] = mapped_column(sa.String(12))
    measured: Mapped[int | None]
    permitted: Mapped[int]
    units: Mapped[int]
    units_over: Mapped[int]
    evidence: Mapped[dict[str, Any]]
    judged_at: Mapped[datetime]


def replace_verdicts(
    connection: sa.Connection,
    key: ClassKey,
    day: date,
    verdicts: Iterable[Verdict],
    now: datetime,
) -> None:
    """Keep these verdicts of a class's day and no others."""
    connection.execute(
        sa.delete(VerdictRow).where(
            VerdictRow.school_id == key.school_id,
            VerdictRow.school_class_id == key.school_class_id,
            VerdictRow.day == day,
        )
    )
    rows = [_values(key, day, verdict, now) for verdict in verdicts]
    if rows:
        connection.execute(sa.insert(VerdictRow), rows)


def _values(key: ClassKey, day: date, verdict: Verdict, now: datetime) -> dict[str, Any]:
    return {
        "school_id": key.school_id,
        "school_class_id": key.school_class_id,
        "day": day,
        "rule_id": rule_key(verdict.rule),
        "outcome": verdict.outcome,
        "stage": verdict.stage,
        "measured": verdict.measured,
        "permitted": verdict.limit,
        "units": verdict.units,
        "units_over": verdict.units_over,
        "evidence": dict(verdict.evidence),
        "judged_at": now,
    }


def verdicts_on(connection: sa.Connection, school_id: str, day: date) -> Sequence[AnyRow]:
    """All verdicts of a school's day (columns of VerdictRow), by class and rule."""
    return connection.execute(
        sa.select(*VerdictRow.__table__.c)
        .where(VerdictRow.school_id == school_id, VerdictRow.day == day)
        .order_by(VerdictRow.school_class_id, VerdictRow.rule_id)
    ).all()
