"""Escalation (升级): a case nobody has taken goes to the next role, and next morning to the principal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from homework.alerts import Audience, Reason, Told, is_unanswered
from homework.cases import CaseState
from homework.plan import SchoolPlan
from models.database.base import AnyRow
from models.days.overloads import Overload
from models.pushes.outbox import LOST, Push
from models.pushes.readers import in_role, not_teaching
from models.pushes.telling import Telling, push_to, push_to_channels
from models.schools import ClassKey, SchoolClass, get_class
from models.staff.people import Role, StaffMember, staff_of

ROLE_ORDER = (Role.DEAN, Role.DEPUTY, Role.RESEARCH, Role.ADMIN, Role.DUTY)
"""Who is asked after whom; the principal hears in the morning."""

_LOOKED_AT = timedelta(days=7)
_ASKING = (Reason.SUSPECTED, Reason.ESCALATED)


def escalate(connection: sa.Connection, plan: SchoolPlan, now: datetime) -> int:
    """Ask the next role about each case that nobody has taken in time; returns how many went on.

    Safe to run again: a person is asked about a case once.
    """
    staff = staff_of(connection, plan.id)
    return sum(
        _ask_next(connection, Telling(plan, _class_of(connection, case), case, now), staff)
        for case in _untaken(connection, plan.id, now)
    )


def tell_unhandled(connection: sa.Connection, plan: SchoolPlan, now: datetime) -> int:
    """Tell the principal of every case of an earlier day that nobody has checked; returns how many.

    Taking a case holds until the morning: who took it yesterday has still not checked it.
    """
    principals = in_role(staff_of(connection, plan.id), Role.PRINCIPAL)
    waiting = [
        case
        for case in _suspected(connection, plan.id, now)
        if case.day < now.date()
        and (case.acknowledged_at is None or _day(case.acknowledged_at, now) < now.date())
        and _was_asked(connection, case)
    ]
    for case in waiting:
        telling = Telling(plan, _class_of(connection, case), case, now)
        for person in principals:
            push_to(connection, telling, person, Audience.PRINCIPAL, Reason.UNHANDLED)
        push_to_channels(connection, telling, Reason.UNHANDLED)
    return len(waiting)


def _day(at: datetime, like: datetime) -> date:
    return at.astimezone(like.tzinfo).date()


def _ask_next(connection: sa.Connection, telling: Telling, staff: Sequence[StaffMember]) -> bool:
    asked = _asked(connection, telling.overload)
    if not is_unanswered([_told(row) for row in asked], telling.now):
        return False
    names = {row.recipient for row in asked}
    able = [each for each in not_teaching(staff, telling) if each.subject_id is not None]
    people = next_role(able, names)
    for person in people:
        push_to(connection, telling, person, Audience.OPERATOR, Reason.ESCALATED)
    return bool(people)


def next_role(staff: Iterable[StaffMember], asked: Iterable[str]) -> list[StaffMember]:
    """Those of the first role in order in which nobody has been asked yet (`staff:<id>`), and
    somebody can be; a person who was asked in another role is not asked again."""
    staff, names = list(staff), set(asked)
    for role in ROLE_ORDER:
        people = in_role(staff, role)
        if people and not any(f"staff:{person.id}" in names for person in people):
            return people
    return []


def _told(row: AnyRow) -> Told:
    return Told(at=row.held_until or row.created_at, is_lost=row.state in LOST)


def _untaken(connection: sa.Connection, school_id: str, now: datetime) -> Iterable[Overload]:
    return (case for case in _suspected(connection, school_id, now) if case.acknowledged_at is None)


def _suspected(connection: sa.Connection, school_id: str, now: datetime) -> list[Overload]:
    rows = connection.execute(
        sa.select(*Overload.__table__.c)
        .where(
            Overload.school_id == school_id,
            Overload.state == CaseState.SUSPECTED,
            Overload.day > now.date() - _LOOKED_AT,
        )
        .order_by(Overload.number)
    )
    return [Overload(**row._mapping) for row in rows]


def _asked(connection: sa.Connection, case: Overload) -> Sequence[AnyRow]:
    """The requests to check a case that went to people; none where it is not the operators' to
    check (a confidential finding, a week's first breach)."""
    return connection.execute(
        sa.select(Push.recipient, Push.state, Push.created_at, Push.held_until).where(
            Push.school_id == case.school_id,
            Push.overload_id == case.id,
            Push.audience == Audience.OPERATOR,
            Push.reason.in_(_ASKING),
            Push.generation == case.generation,
        )
    ).all()


def _was_asked(connection: sa.Connection, case: Overload) -> bool:
    return bool(_asked(connection, case))


def _class_of(connection: sa.Connection, case: Overload) -> SchoolClass:
    return get_class(connection, ClassKey(case.school_id, case.school_class_id))
