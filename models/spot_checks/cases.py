"""From a spot check to a case (抽查立案): what was seen in the class, under one rule of that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from homework.cases import CheckWay
from homework.outcomes import Outcome, Stage, Verdict
from homework.plan import SchoolPlan, SpotOutcome
from homework.policy import Rule, Severity, effective_rules
from homework.registers import adjustable_until
from models.cases.acts import confirm
from models.cases.moves import LEADING_GROUP, Act
from models.days.overloads import Overload, open_overload, overloads_of, rule_key
from models.schools import ClassKey, SchoolClass
from models.spot_checks.records import SpotCheck, SpotFinding
from models.staff.audit import record_act
from models.staff.people import Role, StaffMember


class NoSpotCase(Exception):
    """There is nothing to open: not drawn, nothing found, or not this person's to do."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person saw of a drawn class: the rule it breaks, and the figure where it has one."""

    school_class: SchoolClass
    day: date
    rule_id: str
    measured: int | None = None


def rules_to_see(plan: SchoolPlan, school_class: SchoolClass, day: date) -> list[Rule]:
    """The rules of a day that a look into the class can settle."""
    rules = effective_rules(plan.packs, school_class.grade(day), day, plan.calendar)
    unseen = (Severity.CONFIDENTIAL, Severity.RECORD)
    return [rule for rule in rules if rule.measure.is_reported and rule.severity not in unseen]


def may_open(person: StaffMember, school_class: SchoolClass, check: SpotCheck) -> bool:
    """Whether a person may make a case of a spot check: one that found something, by who checks."""
    return (
        check.finding in (SpotFinding.OVER, SpotFinding.DIFFERS)
        and person.role in LEADING_GROUP | {Role.DUTY}
        and school_class.slug(check.day) not in person.taught_slugs
    )


def may_be_opened(plan: SchoolPlan, day: date, now: datetime) -> bool:
    """From the hour on until which the class may put its day right: what was mended by then is no
    case, whoever looked in before (0009)."""
    return now >= adjustable_until(day, plan.register)


def open_seen(
    connection: sa.Connection, plan: SchoolPlan, person: StaffMember, seen: Seen, now: datetime
) -> Overload:
    """Open a case of what was seen; returns it, or the one that stood open already.

    Where the school publishes what spot checks find, the look is the check and the case is
    confirmed by it; where it telephones first, the case waits for the calls. Raises NoSpotCase,
    and ActRefused as a check does.
    """
    key = ClassKey(plan.id, seen.school_class.id)
    check = _check_of(connection, key, seen.day)
    if check is None or not may_open(person, seen.school_class, check):
        raise NoSpotCase
    if not may_be_opened(plan, seen.day, now):
        raise NoSpotCase
    rules = {rule_key(each): each for each in rules_to_see(plan, seen.school_class, seen.day)}
    rule = rules.get(seen.rule_id)
    if rule is None or (rule.limit > 0 and not (seen.measured or 0) > rule.limit):
        raise NoSpotCase
    case = open_overload(connection, key, seen.day, _as_verdict(rule, seen.measured), now)
    if case is None:
        return overloads_of(connection, key, seen.day)[seen.rule_id]
    record_act(connection, plan.id, person.id, "open_spot_case", now, about=str(case.number))
    if plan.register.spot_outcome is SpotOutcome.PHONE:
        return case
    act = Act(plan, person, case.number, now)
    return confirm(connection, act, CheckWay.IN_CLASS, check.note).case


def _check_of(connection: sa.Connection, key: ClassKey, day: date) -> SpotCheck | None:
    row = connection.execute(
        sa.select(*SpotCheck.__table__.c).where(
            SpotCheck.school_id == key.school_id,
            SpotCheck.day == day,
            SpotCheck.school_class_id == key.school_class_id,
        )
    ).one_or_none()
    return SpotCheck(**row._mapping) if row else None


def _as_verdict(rule: Rule, measured: int | None) -> Verdict:
    """No family said anything: the figure is what a person saw."""
    return Verdict(
        rule=rule,
        outcome=Outcome.OVER,
        stage=Stage.SUSPECTED,
        measured=measured if rule.limit > 0 else None,
        limit=rule.limit,
        units=0,
        units_over=0,
        units_strong=0,
        units_total=0,
        register_measured=None,
        register_agrees=None,
        lows=(),
        highs=(),
    )
