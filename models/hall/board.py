"""The hall's facts (大厅公示的数据): one short read of notices, verdicts and open cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from homework.board import (
    BoardFacts,
    ClassDayFacts,
    ClassLabel,
    DayFacts,
    Finding,
    MonthDay,
    RuleResult,
    Standing,
)
from homework.cases import CaseState
from homework.class_answers import answer_words
from homework.days import homework_day
from homework.outcomes import Outcome
from homework.plan import SchoolPlan
from homework.policy import Severity
from homework.report import Kind
from models.database.base import AnyRow
from models.days.overloads import Overload, rule_key
from models.days.silence import blind_classes
from models.days.verdicts import VerdictRow
from models.hall.notices import Notice, standing_notices
from models.leases import heartbeat
from models.registers.revisions import SavedRegister, registers_on
from models.schools import SchoolClass, classes_of

_CHECKING = frozenset({CaseState.SUSPECTED, CaseState.CONFIRMED})
"""A confirmed case whose hour has not come is still "正在核实" to the hall."""

_FOUND = frozenset({CaseState.PUBLIC, CaseState.CLOSED})
_PUBLISHED = frozenset({CaseState.CONFIRMED, CaseState.PUBLIC})  # of those whose notice stands


@dataclass(frozen=True, slots=True)
class _School:
    """What every query of one reading needs."""

    plan: SchoolPlan
    classes: Mapping[int, SchoolClass]
    confidential: frozenset[str]
    recorded: frozenset[str]


def board_facts(connection: sa.Connection, plan: SchoolPlan, now: datetime) -> BoardFacts:
    """Everything the hall may need of a school at this moment; what may be shown is decided later."""
    current = homework_day(now, plan.calendar)
    school = _School(
        plan,
        {each.id: each for each in classes_of(connection, plan.id, current)},
        _rules_of(plan, Severity.CONFIDENTIAL),
        _rules_of(plan, Severity.RECORD),
    )
    days = (current, plan.calendar.previous_school_day(current))
    return BoardFacts(
        findings=_findings(connection, school, now),
        days=tuple(_day_facts(connection, school, day, now) for day in days),
        month=_month(connection, school, now),
        data_at=heartbeat(connection),
    )


def _rules_of(plan: SchoolPlan, severity: Severity) -> frozenset[str]:
    return frozenset(
        rule_key(rule) for pack in plan.packs for rule in pack.rules if rule.severity is severity
    )


def _findings(connection: sa.Connection, school: _School, now: datetime) -> tuple[Finding, ...]:
    notices = [
        notice
        for notice in standing_notices(connection, school.plan.id, now)
        if notice.rule_id not in school.confidential and notice.school_class_id in school.classes
    ]
    cases = _cases_of(connection, school.plan.id, [notice.overload_id for notice in notices])
    # A finding that was published, taken down and published again stands once, as it is now.
    newest = {notice.overload_id: notice for notice in sorted(notices, key=lambda n: n.begins_at)}
    relapsed = _relapsed(cases)
    return tuple(
        _finding(school, notice, cases[overload_id])
        for overload_id, notice in newest.items()
        if overload_id not in relapsed
    )


def _cases_of(
    connection: sa.Connection, school_id: str, overload_ids: Sequence[int]
) -> dict[int, AnyRow]:
    rows = connection.execute(
        sa.select(
            Overload.id,
            Overload.state,
            Overload.answer,
            Overload.chain_id,
            Overload.relapsed_from,
        ).where(Overload.school_id == school_id, Overload.id.in_(overload_ids))
    )
    return {row.id: row for row in rows}


def _relapsed(cases: Mapping[int, AnyRow]) -> frozenset[int]:
    """Cured cases whose chain is open again: that they were cured is no longer so."""
    opened = {row.chain_id for row in cases.values() if row.chain_id and row.state in _PUBLISHED}
    return frozenset(
        row.id
        for row in cases.values()
        if row.state == CaseState.CLOSED and (row.chain_id or row.id) in opened
    )


def _finding(school: _School, notice: AnyRow, case: AnyRow) -> Finding:
    standing = Standing.CHECKED
    if notice.retracted_at is not None:
        standing = Standing.CORRECTED
    elif case.state == CaseState.CLOSED:
        standing = Standing.CLOSED
    return Finding(
        _label(school.classes[notice.school_class_id], notice.day),
        notice.day,
        notice.rule_name,
        notice.unit,
        notice.measured,
        notice.permitted,
        standing,
        answer_words(case.answer),
        case.relapsed_from,
    )


def _label(school_class: SchoolClass, day: date) -> ClassLabel:
    return ClassLabel(school_class.grade(day), school_class.number)


def _day_facts(connection: sa.Connection, school: _School, day: date, now: datetime) -> DayFacts:
    results = _results(connection, school, day)
    states = _cases(connection, school, day)
    blind = blind_classes(connection, school.plan, school.classes.values(), day, now)
    registers = registers_on(connection, school.plan.id, day)
    return DayFacts(
        day,
        tuple(
            ClassDayFacts(
                _label(each, day),
                tuple(results.get(each.id, ())),
                is_checking=bool(states.get(each.id, frozenset()) & _CHECKING),
                is_found=bool(states.get(each.id, frozenset()) & _FOUND),
                is_blind=each.id in blind,
                is_practical=each.id in registers and _is_practical(registers[each.id]),
            )
            for each in school.classes.values()
            if each.grade(day) in school.plan.classes
        ),
    )


def _is_practical(saved: SavedRegister) -> bool:
    return any(each.kind is Kind.PRACTICAL for each in saved.revision.register.entries)


def _results(connection: sa.Connection, school: _School, day: date) -> dict[int, list[RuleResult]]:
    rows = connection.execute(
        sa.select(
            VerdictRow.school_class_id,
            VerdictRow.rule_id,
            VerdictRow.outcome,
            VerdictRow.units,
            VerdictRow.evidence,
        ).where(VerdictRow.school_id == school.plan.id, VerdictRow.day == day)
    )
    ignored = school.confidential | school.recorded
    found: dict[int, list[RuleResult]] = {}
    for row in rows:
        if row.rule_id not in ignored:
            agrees = row.evidence.get("register_agrees")
            result = RuleResult(Outcome(row.outcome), row.units, agrees)
            found.setdefault(row.school_class_id, []).append(result)
    return found


def _cases(connection: sa.Connection, school: _School, day: date) -> dict[int, set[CaseState]]:
    rows = connection.execute(
        sa.select(Overload.school_class_id, Overload.rule_id, Overload.state).where(
            Overload.school_id == school.plan.id, Overload.day == day
        )
    )
    found: dict[int, set[CaseState]] = {}
    for row in rows:
        if row.rule_id not in school.confidential:
            found.setdefault(row.school_class_id, set()).add(CaseState(row.state))
    return found


def _month(connection: sa.Connection, school: _School, now: datetime) -> tuple[MonthDay, ...]:
    first, today = now.date().replace(day=1), now.date()
    shown = connection.execute(
        sa.select(Notice.day, Notice.rule_id, Notice.overload_id).where(
            Notice.school_id == school.plan.id,
            Notice.day >= first,
            Notice.begins_at <= now,
            Notice.retracted_at.is_(None),
        )
    ).all()
    found = {(row.day, row.overload_id) for row in shown if row.rule_id not in school.confidential}
    return tuple(
        MonthDay(day, sum(of_day == day for of_day, _ in found))
        for day in _days(first, today)
        if school.plan.calendar.is_school_day(day)
    )


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=count) for count in range((last - first).days + 1))
