"""Who has to do what next (待办): the open cases a person can carry on, after the check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from homework.case_steps import Step
from homework.cases import CaseState
from homework.class_answers import contests
from homework.plan import SchoolPlan
from homework.policy import Severity
from models.answering import may_answer
from models.case_moves import LEADING_GROUP
from models.overloads import Overload, overloads_in
from models.rectifications import Rectification, find_rectification
from models.rectifying import may_reply
from models.remeasuring import measure_again
from models.schools import SchoolClass, classes_of
from models.staff import Role, StaffMember

MOST_CASES = 40
"""Beyond so many open cases the oldest stand in the ledger alone: a page must stay quick."""

_OPEN = (CaseState.SUSPECTED, CaseState.CONFIRMED, CaseState.PUBLIC)


@dataclass(frozen=True, slots=True)
class Todo:
    """One step of one case for one person; `until` where it has an hour."""

    case: Overload
    school_class: SchoolClass
    step: Step
    until: datetime | None = None

    @property
    def class_name(self) -> str:
        return self.school_class.name(self.case.day)


def steps_for(
    connection: sa.Connection, plan: SchoolPlan, person: StaffMember, now: datetime
) -> list[Todo]:
    """What this person can do next about the newest open cases, newest day first."""
    classes = {each.id: each for each in classes_of(connection, plan.id, now.date())}
    found: list[Todo] = []
    for case in overloads_in(connection, plan.id, *_OPEN)[:MOST_CASES]:
        school_class = classes.get(case.school_class_id)
        if school_class is None or case.severity == Severity.CONFIDENTIAL:
            continue
        about = _About(plan, person, case, school_class, now)
        found += (
            Todo(case, school_class, step, until) for step, until in _steps(connection, about)
        )
    return found


@dataclass(frozen=True, slots=True)
class _About:
    plan: SchoolPlan
    person: StaffMember
    case: Overload
    school_class: SchoolClass
    now: datetime

    @property
    def is_leading(self) -> bool:
        own = self.school_class.slug(self.case.day) in self.person.taught_slugs
        return self.person.role in LEADING_GROUP and not own


def _steps(connection: sa.Connection, about: _About) -> Iterator[tuple[Step, datetime | None]]:
    person, case, school_class = about.person, about.case, about.school_class
    is_homeroom = person.role == Role.HOMEROOM and may_answer(person, school_class, case)
    if is_homeroom and case.answer is None:
        yield Step.ANSWER, None
    if case.state == CaseState.SUSPECTED or not (
        about.is_leading or may_reply(person, school_class, case)
    ):
        return
    notice = find_rectification(connection, case)
    is_owed = notice is not None and not notice.is_answered and notice.closed_at is None
    if notice is not None and is_owed and may_reply(person, school_class, case):
        yield Step.REPLY, notice.reply_until
    if about.is_leading:
        yield from _of_leading(connection, about, notice)


def _of_leading(
    connection: sa.Connection, about: _About, notice: Rectification | None
) -> Iterator[tuple[Step, datetime | None]]:
    case, now = about.case, about.now
    if case.state == CaseState.CONFIRMED and contests(case.answer):
        yield Step.READ_ANSWER, None
    if notice is not None and not notice.is_answered:
        if notice.is_late(now):
            yield Step.REPLY_LATE, notice.reply_until
        return
    found = measure_again(connection, about.plan, case, notice, now)
    if found.is_cured:
        yield Step.CLOSE, None
    elif found.is_due_for_a_look:
        yield Step.LOOK, None
