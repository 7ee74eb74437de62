"""Pushes after a finding was checked (核实后的通知): to the class's own teachers, and back to the 教导处."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from homework.alerts import Audience, Reason
from homework.wording import staff_cases as wording
from models.pushes.outbox import LOST, NewPush, Push, PushState, queue_push
from models.pushes.readers import not_teaching, operators, own_teachers
from models.pushes.telling import Telling
from models.staff.people import Role, StaffMember, staff_of

_TEACHING = frozenset({Role.TEACHER, Role.HOMEROOM})


def homeroom_teachers(staff: Iterable[StaffMember], telling: Telling) -> list[StaffMember]:
    """Who answers for a class: its homeroom teachers; where it has none, its grade's leaders."""
    own = own_teachers(staff, telling)
    return [each for each in own if each.role == Role.HOMEROOM] or own


def addressed_teachers(staff: Iterable[StaffMember], telling: Telling) -> list[StaffMember]:
    """Whom a notice goes to: everyone who teaches the class, its homeroom teacher and grade leader
    in copy. Which subject a person teaches is not kept; the notice names the subjects."""
    people = list(staff)
    slug = telling.school_class.slug(telling.overload.day)
    copied = {each.id for each in own_teachers(people, telling)}
    return [
        each
        for each in people
        if each.id in copied or (slug in each.own_slugs and each.role in _TEACHING)
    ]


def push_words(
    connection: sa.Connection,
    telling: Telling,
    people: Sequence[StaffMember],
    reason: Reason,
    text: str,
) -> int:
    """Queue one push a person and reason; returns how many are new."""
    is_operator = reason in (Reason.ANSWERED, Reason.REPLY_LATE, Reason.MAY_CLOSE)
    words = wording.words_of(telling.finding, reason, text, telling.now)
    queued = 0
    for person in people:
        new = NewPush(
            school_id=telling.plan.id,
            account_id=telling.plan.account_id,
            recipient=f"staff:{person.id}",
            audience=Audience.OPERATOR if is_operator else Audience.OWN_TEACHERS,
            reason=reason,
            overload_id=telling.overload.id,
            generation=telling.overload.generation,
            fields={
                "template": dict(words.template),
                "text": words.text,
                "path": f"/console/cases/{telling.overload.number}",
                "number": telling.overload.number,
            },
        )
        queued += queue_push(connection, new, telling.now) is not None
    return queued


def ask_for_answer(connection: sa.Connection, telling: Telling, until: datetime | None) -> None:
    """Tell the homeroom teacher that it was found so, and until when the class may answer."""
    people = homeroom_teachers(staff_of(connection, telling.plan.id), telling)
    text = wording.please_answer(telling.finding, until, telling.overload.relapsed_from)
    push_words(connection, telling, people, Reason.PLEASE_ANSWER, text)


def tell_own_teachers(
    connection: sa.Connection, telling: Telling, reason: Reason, text: str
) -> None:
    """Tell the homeroom teacher and the grade leader how their class's case goes on."""
    people = own_teachers(staff_of(connection, telling.plan.id), telling)
    push_words(connection, telling, people, reason, text)


def tell_addressed(connection: sa.Connection, telling: Telling, reason: Reason, text: str) -> None:
    """Tell everyone a notice is addressed to."""
    people = addressed_teachers(staff_of(connection, telling.plan.id), telling)
    push_words(connection, telling, people, reason, text)


def tell_checker(connection: sa.Connection, telling: Telling, reason: Reason, text: str) -> None:
    """Tell who took the case; where nobody did, or has left, the 教导处."""
    staff = not_teaching(staff_of(connection, telling.plan.id), telling)
    taken_by = telling.overload.acknowledged_by
    people = [each for each in staff if each.id == taken_by] or operators(staff)
    push_words(connection, telling, people, reason, text)


def tell_cleared(connection: sa.Connection, telling: Telling, file_number: str) -> None:
    """Tell the class's own teachers who were written to that it was found not to hold after all."""
    case = telling.overload
    told = set(
        connection.scalars(
            sa.select(Push.recipient).where(
                Push.school_id == case.school_id,
                Push.overload_id == case.id,
                Push.audience == Audience.OWN_TEACHERS,
                Push.state.not_in([PushState.SUPERSEDED, *LOST]),
            )
        )
    )
    people = [each for each in staff_of(connection, telling.plan.id) if f"staff:{each.id}" in told]
    text = wording.cleared(telling.finding, file_number)
    push_words(connection, telling, people, Reason.CORRECTED, text)
