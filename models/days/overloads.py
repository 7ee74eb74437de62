"""Overloads (超标): one class over one rule on one day, as an episode, and the checks made of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from homework.cases import CaseState
from homework.class_answers import ClassAnswer
from homework.policy import Rule, Severity
from homework.school import school_year
from homework.verdicts import Verdict
from models.database.base import Base, new_id
from models.schools import ClassKey, School


class Overload(Base):
    """One row per class, day and rule: the unique key decides which scheduler opened it.

    `number` is what people type (收到 3): per school, never reused in a school year.
    """

    __tablename__ = "overload"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"], ["school_class.school_id", "school_class.id"]
        ),
        sa.UniqueConstraint("school_id", "school_class_id", "day", "rule_id"),
        sa.UniqueConstraint("school_id", "school_year", "number"),
        sa.Index("ix_overload_day", "school_id", "day"),
        sa.Index("ix_overload_state", "school_id", "state"),
        sa.CheckConstraint(
            "state NOT IN ('confirmed', 'public', 'closed') OR checked_at IS NOT NULL",
            name="nothing_public_unchecked",
        ),
        sa.CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name="closed_has_time"),
        sa.CheckConstraint("answer IS NULL OR answered_at IS NOT NULL", name="answer_has_time"),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    school_class_id: Mapped[int]
    day: Mapped[date]
    rule_id: Mapped[str] = mapped_column(sa.String(60))
    rule_name: Mapped[str] = mapped_column(sa.String(40))
    unit: Mapped[str] = mapped_column(sa.String(8))
    severity: Mapped[Severity] = mapped_column(sa.String(20))
    school_year: Mapped[int]
    number: Mapped[int]
    state: Mapped[CaseState] = mapped_column(sa.String(12))
    measured: Mapped[int | None]
    permitted: Mapped[int]
    units: Mapped[int]
    units_over: Mapped[int]
    evidence: Mapped[dict[str, Any]]
    generation: Mapped[int] = mapped_column(default=0)  # raised when a resolved one re-opens
    opened_at: Mapped[datetime]
    strengthened_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[int | None]
    checked_at: Mapped[datetime | None]
    answer: Mapped[ClassAnswer | None] = mapped_column(sa.String(20))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None]
    was_contested: Mapped[bool] = mapped_column(default=False)  # by any answer, even one replaced
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None]  # 0: the count of days kept
    chain_id: Mapped[int | None]  # of a relapse: the id of the first case of its chain
    relapsed_from: Mapped[date | None]  # of a relapse: the day on which the one before was closed

    @property
    def first_id(self) -> int:
        """The id of the first case of this one's chain: its own, unless it is a relapse."""
        return self.chain_id or self.id


_COLUMNS = tuple(Overload.__table__.c)


def rule_key(rule: Rule) -> str:
    """How a rule is named in rows: two packs may use the same id for different rules."""
    return f"{rule.pack}/{rule.id}"


def open_overload(
    connection: sa.Connection, key: ClassKey, day: date, verdict: Verdict, now: datetime
) -> Overload | None:
    """Open an overload; None when an earlier tick, or another scheduler, opened it first."""
    year = school_year(day)
    values = {
        "school_id": key.school_id,
        "id": new_id(),
        "school_class_id": key.school_class_id,
        "day": day,
        "rule_id": rule_key(verdict.rule),
        "rule_name": verdict.rule.name,
        "unit": verdict.rule.unit,
        "severity": verdict.rule.severity,
        "school_year": year,
        "number": _next_number(connection, key.school_id, year),
        "state": CaseState.SUSPECTED,
        "generation": 0,
        "was_contested": False,
        "opened_at": now,
        **_finding(verdict),
    }
    try:
        with connection.begin_nested():
            connection.execute(sa.insert(Overload).values(values))
    except sa.exc.IntegrityError:
        return None
    return Overload(**values)


def _next_number(connection: sa.Connection, school_id: str, year: int) -> int:
    # Two classes opened at once must not draw the same number: the second would be refused.
    connection.execute(sa.select(School.id).where(School.id == school_id).with_for_update())
    return _highest_number(connection, school_id, year) + 1


def _highest_number(connection: sa.Connection, school_id: str, year: int) -> int:
    highest = connection.scalar(
        sa.select(sa.func.max(Overload.number)).where(
            Overload.school_id == school_id, Overload.school_year == year
        )
    )
    return int(highest or 0)


def number_to_come(connection: sa.Connection, school_id: str, day: date) -> int:
    """What a day's first alert is called by: the number of its first case still to be checked, or
    the one its first case will draw. To say it beforehand; what is drawn is drawn under a lock."""
    waiting = connection.scalar(
        sa.select(sa.func.min(Overload.number)).where(
            Overload.school_id == school_id,
            Overload.day == day,
            Overload.state == CaseState.SUSPECTED,
        )
    )
    return int(waiting or _highest_number(connection, school_id, school_year(day)) + 1)


def _finding(verdict: Verdict) -> dict[str, Any]:
    return {
        "measured": verdict.measured,
        "permitted": verdict.limit,
        "units": verdict.units,
        "units_over": verdict.units_over,
        "evidence": dict(verdict.evidence),
    }


def update_finding(
    connection: sa.Connection, overload: Overload, verdict: Verdict, **values: Any
) -> None:
    """Bring an open overload's figures up to date; what a check found later stays as it was."""
    update_overload(connection, overload, **_finding(verdict), **values)


def update_overload(connection: sa.Connection, overload: Overload, **values: Any) -> None:
    """Change columns of one overload, in the row and in the object."""
    connection.execute(
        sa.update(Overload)
        .where(Overload.school_id == overload.school_id, Overload.id == overload.id)
        .values(values)
    )
    for name, value in values.items():
        setattr(overload, name, value)


def move_overload(
    connection: sa.Connection, overload: Overload, state: CaseState, **values: Any
) -> bool:
    """Change state only if nobody else has changed it since it was read; False when someone has."""
    changed = connection.execute(
        sa.update(Overload)
        .where(
            Overload.school_id == overload.school_id,
            Overload.id == overload.id,
            Overload.state == overload.state,
        )
        .values(state=state, **values)
    )
    if changed.rowcount != 1:
        return False
    for name, value in {"state": state, **values}.items():
        setattr(overload, name, value)
    return True


def overloads_of(connection: sa.Connection, key: ClassKey, day: date) -> dict[str, Overload]:
    """The overloads of a class's day by rule id."""
    rows = connection.execute(
        sa.select(*_COLUMNS).where(
            Overload.school_id == key.school_id,
            Overload.school_class_id == key.school_class_id,
            Overload.day == day,
        )
    )
    return {row.rule_id: Overload(**row._mapping) for row in rows}


def overloads_on(connection: sa.Connection, school_id: str, day: date) -> Sequence[Overload]:
    """All overloads of a school's day, by number."""
    query = (
        sa.select(*_COLUMNS)
        .where(Overload.school_id == school_id, Overload.day == day)
        .order_by(Overload.number)
    )
    return [Overload(**row._mapping) for row in connection.execute(query)]


def overloads_in(
    connection: sa.Connection, school_id: str, *states: CaseState
) -> Sequence[Overload]:
    """All overloads of a school in any of these states, newest day first, then by number."""
    query = (
        sa.select(*_COLUMNS)
        .where(Overload.school_id == school_id, Overload.state.in_(states))
        .order_by(Overload.day.desc(), Overload.number)
    )
    return [Overload(**row._mapping) for row in connection.execute(query)]


def find_overload(
    connection: sa.Connection, school_id: str, number: int, on: date
) -> Overload | None:
    """The case that people call by this number in the school year of a day."""
    row = connection.execute(
        sa.select(*_COLUMNS)
        .where(
            Overload.school_id == school_id,
            Overload.school_year == school_year(on),
            Overload.number == number,
        )
        .with_for_update()
    ).one_or_none()
    return Overload(**row._mapping) if row else None
