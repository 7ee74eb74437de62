"""Asking a subject to yield (请学科让一让): a grade leader's one tap, to the class's homeroom teacher."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from homework.alerts import Audience, Reason
from homework.balancing import Change, Step
from homework.registers import adjustable_until
from homework.report import Subject
from homework.school import grade_name
from homework.wording import staff_yield as wording
from models.pushes.outbox import NewPush, queue_push
from models.registers.revisions import Filing
from models.staff.audit import record_act
from models.staff.people import Role, StaffMember, staff_of


class AskRefusal(StrEnum):
    """Why nobody was asked."""

    NOT_ALLOWED = "not_allowed"
    TOO_LATE = "too_late"
    NOT_OVER = "not_over"  # or this subject need not yield any more
    NO_TEACHER = "no_teacher"
    ALREADY = "already"


class AskRefused(Exception):
    """Nobody was asked, and nothing was noted."""

    def __init__(self, refusal: AskRefusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks which subject of a class's register to yield; `filing` knows its smallest changes."""

    filing: Filing
    person: StaffMember
    subject: Subject


def leads_grade(person: StaffMember, filing: Filing) -> bool:
    """Whether the class is of the grade that this person leads."""
    return person.role == Role.GRADE_LEADER and person.grade == filing.grade


def step_of(changes: tuple[Change, ...], subject: Subject) -> Step | None:
    """What a subject would give up in the best change that names it."""
    steps = (step for change in changes for step in change.steps)
    return next((step for step in steps if step.entry.subject is subject), None)


def ask_to_yield(connection: sa.Connection, asking: Asking, now: datetime) -> None:
    """Queue one message to the class's homeroom teacher, once a class, day and subject.

    The log of acts names who asked and the grade, never the class or the subject: a register that
    is put right in time leaves no record. Raises AskRefused.
    """
    filing, person = asking.filing, asking.person
    _require(leads_grade(person, filing), AskRefusal.NOT_ALLOWED)
    is_open = filing.day == now.date() and now < adjustable_until(filing.day, filing.plan.register)
    _require(is_open, AskRefusal.TOO_LATE)
    step = step_of(filing.changes, asking.subject)
    if step is None:
        raise AskRefused(AskRefusal.NOT_OVER)
    slug = filing.school_class.slug(filing.day)
    teachers = [
        each
        for each in staff_of(connection, filing.plan.id)
        if each.role == Role.HOMEROOM and each.homeroom_class == slug and each.subject_id
    ]
    _require(bool(teachers), AskRefusal.NO_TEACHER)
    queued = [queue_push(connection, _push(asking, step, each, now), now) for each in teachers]
    _require(any(each is not None for each in queued), AskRefusal.ALREADY)
    about = f"{filing.day.isoformat()} {grade_name(filing.grade)}"
    record_act(connection, filing.plan.id, person.id, "ask_yield", now, about=about)


def _push(asking: Asking, step: Step, teacher: StaffMember, now: datetime) -> NewPush:
    filing = asking.filing
    name, slug = filing.school_class.name(filing.day), filing.school_class.slug(filing.day)
    day = filing.day.isoformat()
    next_day = filing.plan.calendar.next_school_day(filing.day)
    return NewPush(
        school_id=filing.plan.id,
        account_id=filing.plan.account_id,
        recipient=f"staff:{teacher.id}",
        audience=Audience.OWN_TEACHERS,
        # As the warning of the register itself: between the class and who balances it.
        reason=Reason.REGISTER_OVER,
        about=f"yield {filing.school_class.id} {day} {asking.subject}",
        fields={
            "template": wording.ask_values(name, asking.subject, now),
            "text": wording.ask_text(name, step, filing.day, next_day),
            "path": f"/console/registers/{slug}/{day}",
        },
    )


def _require(condition: bool, refusal: AskRefusal) -> None:
    if not condition:
        raise AskRefused(refusal)
