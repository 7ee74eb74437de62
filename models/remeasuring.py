"""Measuring again (复测): days kept since the reply, counted from the class's own verdicts; then 销号."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import sqlalchemy as sa

from homework.cases import CaseState
from homework.days import SHANGHAI, closes_at
from homework.outcomes import Outcome
from homework.plan import SchoolPlan
from homework.rectifications import DayResult, Progress, mark_of, progress
from models.base import AnyRow
from models.overloads import Overload
from models.rectifications import Rectification
from models.relapses import twin_rules
from models.verdicts import VerdictRow


def begins_after(case: Overload, notice: Rectification | None) -> date | None:
    """The day after which a class is measured again; None while its reply is still owed.

    Without a 整改通知书 the check itself begins it. A chain that was opened again counts from
    there, and every case of it from its own check at the earliest.
    """
    if case.checked_at is None:
        return None
    moments = [case.checked_at.astimezone(SHANGHAI).date()]
    if notice is not None:
        if not notice.is_answered:
            return None
        heard = [at for at in (notice.replied_at, notice.talked_at) if at is not None]
        moments.append(min(heard).astimezone(SHANGHAI).date())
        moments += [notice.reopened_on] if notice.reopened_on else []
    return max(moments)


def measure_again(
    connection: sa.Connection,
    plan: SchoolPlan,
    case: Overload,
    notice: Rectification | None,
    now: datetime,
) -> Progress:
    """How many closed school days in a row the class has kept its caps since."""
    needed = plan.rectify.remeasure_days
    first = begins_after(case, notice)
    if first is None:
        return Progress(needed)
    days = list(_closed_days(plan, first, now))
    if not days:
        return Progress(needed)
    results = _results(connection, plan, case, days)
    enough = plan.thresholds.public_within_units
    marks = [(day, mark_of(results.get(day, ()), enough)) for day in days]
    return progress(marks, needed)


def _closed_days(plan: SchoolPlan, after: date, now: datetime) -> Iterator[date]:
    day = plan.calendar.next_school_day(after)
    while closes_at(day, plan.calendar) <= now:
        yield day
        day = plan.calendar.next_school_day(day)


def _results(
    connection: sa.Connection, plan: SchoolPlan, case: Overload, days: Sequence[date]
) -> dict[date, list[DayResult]]:
    """What each day says under the case's rule and its twins; a finding that no report stands
    behind (a spot check's) speaks too."""
    twins = twin_rules(plan, case.rule_id)
    standing = _states(connection, case, twins, days)
    found: dict[date, list[DayResult]] = {}
    for row in _verdicts(connection, case, twins, days):
        state = standing.pop((row.day, row.rule_id), None)
        agrees = row.evidence.get("register_agrees")
        result = DayResult(Outcome(row.outcome), row.units, agrees, state)
        found.setdefault(row.day, []).append(result)
    for (day, _), state in standing.items():
        found.setdefault(day, []).append(DayResult(Outcome.OVER, 0, None, state))
    return found


def _verdicts(
    connection: sa.Connection, case: Overload, rule_ids: frozenset[str], days: Sequence[date]
) -> Sequence[AnyRow]:
    return connection.execute(
        sa.select(
            VerdictRow.day,
            VerdictRow.rule_id,
            VerdictRow.outcome,
            VerdictRow.units,
            VerdictRow.evidence,
        ).where(
            VerdictRow.school_id == case.school_id,
            VerdictRow.day.in_(days),
            VerdictRow.school_class_id == case.school_class_id,
            VerdictRow.rule_id.in_(rule_ids),
        )
    ).all()


def _states(
    connection: sa.Connection, case: Overload, rule_ids: frozenset[str], days: Sequence[date]
) -> dict[tuple[date, str], CaseState]:
    rows = connection.execute(
        sa.select(Overload.day, Overload.rule_id, Overload.state).where(
            Overload.school_id == case.school_id,
            Overload.day.in_(days),
            Overload.school_class_id == case.school_class_id,
            Overload.rule_id.in_(rule_ids),
        )
    )
    return {(row.day, row.rule_id): CaseState(row.state) for row in rows}
