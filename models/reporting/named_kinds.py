"""What families name beside minutes (另报): irregularities, burdens, difficulty, day by day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from homework.measures import BREACH_BIT, breach_kinds
from homework.plan import SchoolPlan
from homework.report import Burden
from homework.thresholds import reaches
from models.reporting.reports import ReportRow
from models.schools import ClassKey


@dataclass(frozen=True, slots=True)
class NamedKinds:
    """One day: how many counting units name each irregularity or burden, and what difficulty they give."""

    units: int
    named: Mapping[str, int]
    difficulties: tuple[int, ...]


def named_on(
    connection: sa.Connection, key: ClassKey, days: Sequence[date]
) -> dict[date, NamedKinds]:
    """What was named of a class on these days; days without a counting report are left out."""
    rows = connection.execute(
        sa.select(ReportRow.day, ReportRow.unit_id, ReportRow.breaches, ReportRow.difficulty)
        .where(
            ReportRow.school_id == key.school_id,
            ReportRow.day.in_(days),
            ReportRow.school_class_id == key.school_class_id,
            ReportRow.counts,
        )
        # Of a household's devices the one bound earliest speaks, as in judging: it comes first.
        .order_by(ReportRow.day, ReportRow.unit_id, ReportRow.unit_order, ReportRow.id)
    )
    said: dict[date, dict[int, tuple[int, int | None]]] = defaultdict(dict)
    for row in rows:
        said[row.day].setdefault(row.unit_id, (row.breaches, row.difficulty))
    return {day: _named(list(units.values())) for day, units in said.items()}


def _named(units: Sequence[tuple[int, int | None]]) -> NamedKinds:
    named = Counter(kind for breaches, _ in units for kind in breach_kinds(breaches))
    return NamedKinds(len(units), named, tuple(each for _, each in units if each is not None))


def exam_days(
    connection: sa.Connection, plan: SchoolPlan, key: ClassKey, until: date
) -> tuple[date, ...]:
    """The days of the running term, up to `until`, on which families say that there was an exam.

    As many must say so as for any ban: one child's make-up test is no exam of the class.
    """
    of_term = (
        ReportRow.school_id == key.school_id,
        ReportRow.school_class_id == key.school_class_id,
        ReportRow.day.between(plan.calendar.term_begins(until), until),
        ReportRow.counts,
    )
    bit = BREACH_BIT[Burden.EXAM]
    ticked = connection.scalars(
        sa.select(ReportRow.day)
        .where(*of_term, ReportRow.breaches.op("&")(bit) != 0)
        .distinct()
        .order_by(ReportRow.day)
    ).all()
    named = named_on(connection, key, ticked)
    thresholds = plan.thresholds
    return tuple(
        day
        for day in ticked
        if named[day].named.get(Burden.EXAM, 0) >= thresholds.categorical_units
        and reaches(named[day].named[Burden.EXAM], thresholds.categorical_share, named[day].units)
    )
