"""The ledger (台账): a school's cases over a span of days with how each was checked, for list and file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from homework.cases import CaseState
from homework.policy import Severity
from models.cases.checks import OverloadCheck
from models.database.base import AnyRow
from models.days.overloads import Overload
from models.spot_checks.records import SpotCheck

_CASE = (
    Overload.id,
    Overload.number,
    Overload.school_class_id,
    Overload.day,
    Overload.rule_id,
    Overload.rule_name,
    Overload.unit,
    Overload.severity,
    Overload.state,
    Overload.measured,
    Overload.permitted,
    Overload.units,
    Overload.units_over,
    Overload.checked_at,
    Overload.answer,
    Overload.was_contested,
    Overload.closed_at,
)


@dataclass(frozen=True, slots=True)
class Span:
    """Days of homework, both inclusive, and the states and classes asked for (none: any; None: all)."""

    first: date
    last: date
    states: Collection[CaseState] = ()
    class_ids: Collection[int] | None = None


def ledger_cases(
    connection: sa.Connection,
    school_id: str,
    span: Span,
    before: int | None = None,
    limit: int = 0,
) -> Sequence[AnyRow]:
    """The cases of a span, newest number first, without their evidence; `limit` 0 for all."""
    query = sa.select(*_CASE).where(
        Overload.school_id == school_id, Overload.day.between(span.first, span.last)
    )
    if span.states:
        query = query.where(Overload.state.in_(sorted(span.states)))
    if span.class_ids is not None:
        query = query.where(Overload.school_class_id.in_(sorted(span.class_ids)))
    if before is not None:
        query = query.where(Overload.id < before)
    query = query.order_by(Overload.id.desc())
    return connection.execute(query.limit(limit) if limit else query).all()


def last_checks(
    connection: sa.Connection, school_id: str, overload_ids: Sequence[int]
) -> dict[int, AnyRow]:
    """The newest check (columns of OverloadCheck) of each of these cases that has one."""
    found: dict[int, AnyRow] = {}
    for start in range(0, len(overload_ids), 500):
        rows = connection.execute(
            sa.select(*OverloadCheck.__table__.c)
            .where(
                OverloadCheck.school_id == school_id,
                OverloadCheck.overload_id.in_(overload_ids[start : start + 500]),
            )
            .order_by(OverloadCheck.id)
        )
        found |= {row.overload_id: row for row in rows}
    return found


def spot_checks_between(
    connection: sa.Connection, school_id: str, first: date, last: date
) -> Sequence[AnyRow]:
    """The drawn classes of a span (columns of SpotCheck), newest day first."""
    return connection.execute(
        sa.select(*SpotCheck.__table__.c)
        .where(SpotCheck.school_id == school_id, SpotCheck.day.between(first, last))
        .order_by(SpotCheck.day.desc(), SpotCheck.place)
    ).all()


def confidential_numbers(
    connection: sa.Connection, school_id: str, numbers: Collection[int]
) -> set[tuple[int, int]]:
    """Which of these numbers are confidential cases, with the school year each belongs to."""
    rows = connection.execute(
        sa.select(Overload.number, Overload.school_year).where(
            Overload.school_id == school_id,
            Overload.number.in_(sorted(numbers)),
            Overload.severity == Severity.CONFIDENTIAL,
        )
    )
    return {(row.number, row.school_year) for row in rows}
