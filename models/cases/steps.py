"""Who has to do what next (待办): the open cases a person can carry on, after the check."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from homework.case_steps import PRESSING, Step
from homework.cases import CaseState
from homework.class_answers import contests
from homework.plan import SchoolPlan
from homework.policy import Severity
from homework.rectifications import Progress
from models.cases.answering import may_answer
from models.cases.moves import LEADING_GROUP
from models.cases.rectifications import Rectification, find_rectifications
from models.cases.rectifying import may_reply
from models.cases.remeasuring import measure_all
from models.days.falling import fell_since
from models.days.overloads import Overload, overloads_in
from models.schools import SchoolClass, classes_of
from models.staff.people import Role, StaffMember

FALLEN_STANDS = timedelta(days=7)
"""So long a finding whose reports fell is a line of the list: a check may well outlive its reports."""

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
    """What this person can do next about every open case: the most pressing first, of equals the
    newest. The number of queries does not grow with the cases."""
    classes = {each.id: each for each in classes_of(connection, plan.id, now.date())}
    abouts = [
        _About(person, case, school_class)
        for case in overloads_in(connection, plan.id, *_OPEN)
        if (school_class := classes.get(case.school_class_id)) is not None
        and case.severity != Severity.CONFIDENTIAL
    ]
    read = _read(connection, plan, [each for each in abouts if each.is_followed], now)
    found = [
        Todo(each.case, each.school_class, step, until)
        for each in abouts
        for step, until in _steps(each, read, now)
    ]
    return sorted(found, key=lambda todo: PRESSING.index(todo.step))


@dataclass(frozen=True, slots=True)
class _About:
    person: StaffMember
    case: Overload
    school_class: SchoolClass

    @property
    def is_leading(self) -> bool:
        own = self.school_class.slug(self.case.day) in self.person.taught_slugs
        return self.person.role in LEADING_GROUP and not own

    @property
    def may_reply(self) -> bool:
        return may_reply(self.person, self.school_class, self.case)

    @property
    def is_followed(self) -> bool:
        """Whether what comes after the check is this person's business."""
        return self.case.state != CaseState.SUSPECTED and (self.is_leading or self.may_reply)


@dataclass(frozen=True, slots=True)
class _Read:
    """Notices by the first case of their chain, how far each class has come, by case, and the cases
    whose reports fell of late."""

    notices: Mapping[int, Rectification]
    progress: Mapping[int, Progress]
    fallen: Collection[int]


def _read(
    connection: sa.Connection, plan: SchoolPlan, followed: Sequence[_About], now: datetime
) -> _Read:
    notices = find_rectifications(connection, [each.case for each in followed])
    measured = [
        (each.case, notices.get(each.case.first_id)) for each in followed if each.is_leading
    ]
    fallen = fell_since(connection, [case for case, _ in measured], now - FALLEN_STANDS)
    return _Read(notices, measure_all(connection, plan, measured, now), fallen)


def _steps(about: _About, read: _Read, now: datetime) -> Iterator[tuple[Step, datetime | None]]:
    person, case, school_class = about.person, about.case, about.school_class
    is_homeroom = person.role == Role.HOMEROOM and may_answer(person, school_class, case)
    if is_homeroom and case.answer is None:
        yield Step.ANSWER, None
    if not about.is_followed:
        return
    notice = read.notices.get(case.first_id)
    is_owed = notice is not None and not notice.is_answered and notice.closed_at is None
    if notice is not None and is_owed and about.may_reply:
        yield Step.REPLY, notice.reply_until
    if about.is_leading:
        if case.id in read.fallen:
            yield Step.FALLEN, None
        yield from _of_leading(case, notice, read.progress[case.id], now)


def _of_leading(
    case: Overload, notice: Rectification | None, found: Progress, now: datetime
) -> Iterator[tuple[Step, datetime | None]]:
    if case.state == CaseState.CONFIRMED and contests(case.answer):
        yield Step.READ_ANSWER, None
    if notice is not None and not notice.is_answered:
        if notice.is_late(now):
            yield Step.REPLY_LATE, notice.reply_until
        return
    if found.is_cured:
        yield Step.CLOSE, None
    elif found.is_due_for_a_look:
        yield Step.LOOK, None
