"""Publishing by statistics alone (两日判定): only where a school chose check = "two-days"."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from functools import partial

import sqlalchemy as sa

from homework.cases import (
    CaseState,
    CheckWay,
    Move,
    Need,
    after,
    names_classes,
    needs_check,
    public_hours,
)
from homework.checks import DayEvidence, is_burst, publishing_units, two_day_licence
from homework.days import closes_at
from homework.measures import MEASURE_FIELDS, measures_of
from homework.plan import SchoolPlan
from homework.policy import effective_rules
from homework.totals import ReporterMeasures
from homework.verdicts import judge_class_day
from models.cases.checks import NOBODY, Found, record_check
from models.cases.pushes import ask_for_answer
from models.cases.relapses import note_relapse
from models.database.base import AnyRow
from models.days.overloads import Overload, move_overload, overloads_of, rule_key
from models.families.reporters import Place, Reporter
from models.hall.notices import Maker, save_notice
from models.pushes.telling import Telling
from models.reporting.reports import NO_UNIT, ReportRow
from models.schools import ClassKey, SchoolClass


def license_findings(
    connection: sa.Connection,
    plan: SchoolPlan,
    school_class: SchoolClass,
    day: date,
    now: datetime,
) -> list[Overload]:
    """Confirm and announce what two days' reports license; returns the cases that were.

    Nothing happens where a person's check is required (the default). A burst of reports, a rule
    that needs a person, or households bound for less than a week license nothing.
    """
    if needs_check(plan.publication):
        return []
    days = _window(plan, day)
    evidence = _evidence(connection, plan, school_class, days)
    licensed = []
    for key, each in evidence.items():
        licence = two_day_licence(each, plan.calendar, school_class.size, plan.thresholds)
        if licence is None:
            continue
        found = overloads_of(connection, ClassKey(plan.id, school_class.id), licence.strong_day)
        case = found.get(key)
        if case is not None and case.state == CaseState.SUSPECTED:
            _announce(connection, plan, school_class, case, now)
            licensed.append(case)
    return licensed


def _window(plan: SchoolPlan, day: date) -> list[date]:
    days = [day]
    while len(days) < plan.thresholds.within_school_days:
        days.append(plan.calendar.previous_school_day(days[-1]))
    return days


def _evidence(
    connection: sa.Connection, plan: SchoolPlan, school_class: SchoolClass, days: list[date]
) -> dict[str, list[DayEvidence]]:
    """What each rule says of each day, from households that were bound in time."""
    by_rule: dict[str, list[DayEvidence]] = defaultdict(list)
    for day in days:
        rows = _reports(connection, ClassKey(plan.id, school_class.id), day)
        if not rows:
            continue
        rules = effective_rules(plan.packs, school_class.grade(day), day, plan.calendar)
        units = publishing_units(
            map(_reporter, rows), closes_at(day, plan.calendar), plan.thresholds
        )
        rushed = is_burst([row.received_at for row in rows], plan.thresholds)
        note = partial(DayEvidence, day, is_burst=rushed)
        for verdict in judge_class_day(rules, units, thresholds=plan.thresholds):
            by_rule[rule_key(verdict.rule)].append(note(verdict))
    return by_rule


def _reports(connection: sa.Connection, key: ClassKey, day: date) -> list[AnyRow]:
    query = (
        sa.select(
            ReportRow.reporter_id,
            ReportRow.received_at,
            Reporter.household_id,
            Reporter.bound_at,
            *(getattr(ReportRow, name) for name in MEASURE_FIELDS),
        )
        .join(
            Reporter,
            sa.and_(
                Reporter.school_id == ReportRow.school_id, Reporter.id == ReportRow.reporter_id
            ),
        )
        .where(
            ReportRow.school_id == key.school_id,
            ReportRow.day == day,
            ReportRow.school_class_id == key.school_class_id,
            ReportRow.unit_id != NO_UNIT,
            Reporter.place != Place.LAST,
        )
    )
    return list(connection.execute(query))


def _reporter(row: AnyRow) -> ReporterMeasures:
    measures = measures_of(row[4:])
    return ReporterMeasures(row.reporter_id, measures, row.household_id, row.bound_at)


def _announce(
    connection: sa.Connection,
    plan: SchoolPlan,
    school_class: SchoolClass,
    case: Overload,
    now: datetime,
) -> None:
    """Confirm a case in the rule's name, and make its notice for the hour the school set."""
    if not move_overload(
        connection, case, after(CaseState.SUSPECTED, Move.CONFIRM, {Need.CHECK}), checked_at=now
    ):
        return  # a person was quicker
    record_check(connection, case, NOBODY, Found(CheckWay.TWO_DAYS), now)
    telling = Telling(plan, school_class, case, now)
    note_relapse(connection, telling)
    hours = public_hours(now, plan.publication, plan.calendar, plan.alerts)
    if names_classes(plan.publication):
        save_notice(connection, case, hours, Maker(NOBODY, now))
    has_hour = names_classes(plan.publication) and plan.publication.answer_until is not None
    ask_for_answer(connection, telling, hours.begins_at if has_hour else None)
