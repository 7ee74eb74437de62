"""Measuring again (复测): days kept since the reply, counted from the class's own verdicts; then 销号."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from homework.cases import CaseState
from homework.days import SHANGHAI, closes_at
from homework.outcomes import Outcome
from homework.plan import SchoolPlan
from homework.rectifications import DayResult, Progress, mark_of, progress
from models.cases.rectifications import Rectification
from models.cases.relapses import twin_rules
from models.database.base import AnyRow
from models.days.overloads import Overload
from models.days.verdicts import VerdictRow


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
    return measure_all(connection, plan, [(case, notice)], now)[case.id]


def measure_all(
    connection: sa.Connection,
    plan: SchoolPlan,
    chains: Sequence[tuple[Overload, Rectification | None]],
    now: datetime,
) -> dict[int, Progress]:
    """The same of many cases, each with its notice, by case id; read in two queries."""
    needed = plan.rectify.remeasure_days
    enough = plan.thresholds.public_within_units
    watched = [_Watched(case, _days(plan, case, notice, now), plan) for case, notice in chains]
    begun = [each for each in watched if each.days]
    states, verdicts = _states(connection, plan.id, begun), _verdicts(connection, plan.id, begun)
    found = {}
    for each in watched:
        results = each.results(verdicts, states)
        marks = [(day, mark_of(results.get(day, ()), enough)) for day in each.days]
        found[each.case.id] = progress(marks, needed)
    return found


def _days(
    plan: SchoolPlan, case: Overload, notice: Rectification | None, now: datetime
) -> tuple[date, ...]:
    first = begins_after(case, notice)
    return () if first is None else tuple(_closed_days(plan, first, now))


def _closed_days(plan: SchoolPlan, after: date, now: datetime) -> Iterator[date]:
    day = plan.calendar.next_school_day(after)
    while closes_at(day, plan.calendar) <= now:
        yield day
        day = plan.calendar.next_school_day(day)


_ByClass = Mapping[int, Sequence[AnyRow]]


class _Watched:
    """One case that is measured again: its closed days, and the rules that speak of it."""

    def __init__(self, case: Overload, days: tuple[date, ...], plan: SchoolPlan) -> None:
        self.case, self.days = case, days
        self.rules = twin_rules(plan, case.rule_id) if days else frozenset()

    def results(self, verdicts: _ByClass, states: _ByClass) -> dict[date, list[DayResult]]:
        """What each day says under the case's rule and its twins; a finding that no report stands
        behind (a spot check's) speaks too."""
        standing = {(row.day, row.rule_id): CaseState(row.state) for row in self._own(states)}
        found: dict[date, list[DayResult]] = {}
        for row in self._own(verdicts):
            state = standing.pop((row.day, row.rule_id), None)
            agrees = row.evidence.get("register_agrees")
            result = DayResult(Outcome(row.outcome), row.units, agrees, state)
            found.setdefault(row.day, []).append(result)
        for (day, _), state in standing.items():
            found.setdefault(day, []).append(DayResult(Outcome.OVER, 0, None, state))
        return found

    def _own(self, rows: _ByClass) -> Iterator[AnyRow]:
        days = set(self.days)
        for row in rows.get(self.case.school_class_id, ()):
            if row.day in days and row.rule_id in self.rules:
                yield row


def _verdicts(connection: sa.Connection, school_id: str, watched: Sequence[_Watched]) -> _ByClass:
    columns = (
        VerdictRow.school_class_id,
        VerdictRow.day,
        VerdictRow.rule_id,
        VerdictRow.outcome,
        VerdictRow.units,
        VerdictRow.evidence,
    )
    return _by_class(connection, school_id, sa.select(*columns), VerdictRow, watched)


def _states(connection: sa.Connection, school_id: str, watched: Sequence[_Watched]) -> _ByClass:
    columns = (Overload.school_class_id, Overload.day, Overload.rule_id, Overload.state)
    return _by_class(connection, school_id, sa.select(*columns), Overload, watched)


def _by_class(
    connection: sa.Connection,
    school_id: str,
    query: sa.Select[*tuple[Any, ...]],  # of whichever columns
    table: type[VerdictRow] | type[Overload],
    watched: Sequence[_Watched],
) -> _ByClass:
    found: dict[int, list[AnyRow]] = {}
    if not watched:
        return found
    rows = connection.execute(
        query.where(
            table.school_id == school_id,
            table.day.in_({day for each in watched for day in each.days}),
            table.school_class_id.in_({each.case.school_class_id for each in watched}),
            table.rule_id.in_({rule for each in watched for rule in each.rules}),
        )
    )
    for row in rows:
        found.setdefault(row.school_class_id, []).append(row)
    return found
