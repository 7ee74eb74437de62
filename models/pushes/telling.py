"""Telling (通知): who gets which push about an overload, written in the transaction that opened it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from homework.alerts import Audience, Reason, Situation, audiences, is_grave
from homework.cases import CaseState
from homework.plan import SchoolPlan
from homework.policy import Severity
from homework.wording import staff as wording
from models.days.overloads import Overload
from models.pushes.outbox import LOST, NewPush, Push, PushState, queue_push
from models.pushes.readers import (
    in_role,
    leaders,
    not_teaching,
    operators,
    own_teachers,
    teaching,
)
from models.pushes.telling_order import let_own_teachers_read_first
from models.schools import SchoolClass
from models.staff.people import Role, StaffMember, staff_of

_PUNITIVE = "punitive"


@dataclass(frozen=True, slots=True)
class Telling:
    """What every push about one overload needs to know."""

    plan: SchoolPlan
    school_class: SchoolClass
    overload: Overload
    now: datetime

    @property
    def class_name(self) -> str:
        """The class's name on the day of the overload."""
        return self.school_class.name(self.overload.day)

    @property
    def finding(self) -> wording.Finding:
        """The overload as an alert speaks of it."""
        case = self.overload
        return wording.Finding(
            number=case.number,
            class_name=self.class_name,
            day=case.day,
            rule_name=case.rule_name,
            measured=case.measured,
            permitted=case.permitted,
            unit=case.unit,
            units=case.units,
            units_over=case.units_over,
        )


def tell_suspected(connection: sa.Connection, telling: Telling) -> None:
    """Queue a suspected class's pushes: operator, its own teachers, principal if grave, channels.

    A confidential finding goes to the principal alone, a week's first breach of some rules to the
    grade leader alone.
    """
    told = audiences(_situation(connection, telling))
    staff = staff_of(connection, telling.plan.id)
    led_by = leaders(staff, telling)
    if Audience.GRADE_LEADER in told and not led_by:
        told = audiences(Situation())  # nobody leads this grade: as usual, then
    if Audience.GRADE_LEADER in told:
        _push_all(connection, telling, led_by, Audience.GRADE_LEADER, Reason.PLEASE_COMPARE)
    if Audience.OPERATOR in told:
        may_check = operators(not_teaching(staff, telling))
        _push_all(connection, telling, may_check, Audience.OPERATOR, Reason.SUSPECTED)
    if Audience.OWN_TEACHERS in told:
        # A dean who teaches the class reads of it as its teachers do: without figures.
        own = own_teachers(staff, telling) + teaching(operators(staff), telling)
        _push_all(connection, telling, own, Audience.OWN_TEACHERS, Reason.PLEASE_COMPARE)
    if Audience.PRINCIPAL in told:
        is_secret = telling.overload.severity == Severity.CONFIDENTIAL
        reason = Reason.CONFIDENTIAL if is_secret else Reason.GRAVE
        principals = in_role(staff, Role.PRINCIPAL)
        _push_all(connection, telling, principals, Audience.PRINCIPAL, reason)
        let_own_teachers_read_first(connection, telling.overload, telling.now)
    if Audience.GROUP in told:
        push_to_channels(connection, telling, Reason.SUSPECTED)


def tell_resolved(connection: sa.Connection, telling: Telling) -> None:
    """Take back pushes nobody has been sent yet, and tell those who were sent one, once."""
    supersede_pending(connection, telling.overload)
    _tell_who_was_told(connection, telling, Reason.RESOLVED)


def tell_corrected(connection: sa.Connection, telling: Telling) -> None:
    """Tell everyone who was alerted that a published finding did not hold."""
    supersede_pending(connection, telling.overload)
    _tell_who_was_told(connection, telling, Reason.CORRECTED)


def supersede_pending(connection: sa.Connection, overload: Overload) -> int:
    """Withdraw pushes about an overload that nobody can have seen; returns how many."""
    gone = connection.execute(
        sa.update(Push)
        .where(
            Push.school_id == overload.school_id,
            Push.overload_id == overload.id,
            Push.state == PushState.PENDING,
            sa.not_(Push.is_ambiguous),
        )
        .values(state=PushState.SUPERSEDED)
    )
    return int(gone.rowcount)


def acknowledge_pushes(
    connection: sa.Connection, overload: Overload, staff_id: int, now: datetime
) -> None:
    """A person who acts on a case has seen their pushes about it, in whatever state those are."""
    connection.execute(
        sa.update(Push)
        .where(
            Push.school_id == overload.school_id,
            Push.overload_id == overload.id,
            Push.recipient == f"staff:{staff_id}",
            Push.state.not_in([PushState.ACKNOWLEDGED, PushState.SUPERSEDED]),
        )
        .values(state=PushState.ACKNOWLEDGED, acknowledged_at=now, lease_until=None)
    )


def push_to(
    connection: sa.Connection,
    telling: Telling,
    person: StaffMember,
    audience: Audience,
    reason: Reason,
) -> int | None:
    """Queue one push about a case to one person; None where the same one was queued before."""
    return _queue(connection, telling, f"staff:{person.id}", audience, reason)


def push_to_channels(connection: sa.Connection, telling: Telling, reason: Reason) -> None:
    """Queue a push about a case to every second channel of the school."""
    for index in range(len(telling.plan.channels)):
        _queue(connection, telling, f"channel:{index}", Audience.GROUP, reason)


def _situation(connection: sa.Connection, telling: Telling) -> Situation:
    case = telling.overload
    grave = is_grave(case.measured, case.permitted, punitive=_PUNITIVE in case.rule_id)
    severity = Severity(case.severity)
    is_first = severity is Severity.GRADE_LEADER_FIRST and _is_first_of_week(connection, case)
    return Situation(severity, grave, is_first)


def _is_first_of_week(connection: sa.Connection, case: Overload) -> bool:
    """Whether the class kept this rule on the week's other days before."""
    monday = case.day - timedelta(days=case.day.weekday())
    earlier = sa.select(Overload.id).where(
        Overload.school_id == case.school_id,
        Overload.school_class_id == case.school_class_id,
        Overload.rule_id == case.rule_id,
        Overload.day >= monday,
        Overload.day < case.day,
        Overload.state.not_in([CaseState.RESOLVED, CaseState.REFUTED, CaseState.CORRECTED]),
    )
    return connection.scalar(earlier.limit(1)) is None


def _push_all(
    connection: sa.Connection,
    telling: Telling,
    people: Sequence[StaffMember],
    audience: Audience,
    reason: Reason,
) -> None:
    for person in people:
        push_to(connection, telling, person, audience, reason)


def _tell_who_was_told(connection: sa.Connection, telling: Telling, reason: Reason) -> None:
    """The same people read how it ended, each as the reader they were."""
    case = telling.overload
    told = connection.execute(
        sa.select(Push.recipient, sa.func.min(Push.audience))
        .where(
            Push.school_id == case.school_id,
            Push.overload_id == case.id,
            Push.state.not_in([PushState.SUPERSEDED, *LOST]),
        )
        .group_by(Push.recipient)
        .order_by(sa.func.min(Push.id))
    )
    present = {f"staff:{person.id}" for person in staff_of(connection, telling.plan.id)}
    present |= {f"channel:{index}" for index in range(len(telling.plan.channels))}
    for recipient, audience in told.all():
        if recipient in present:
            _queue(connection, telling, recipient, Audience(audience), reason)


def _queue(
    connection: sa.Connection, telling: Telling, recipient: str, audience: Audience, reason: Reason
) -> int | None:
    case = telling.overload
    fields: dict[str, Any] = {
        "template": wording.template_values(telling.finding, audience, reason, telling.now),
        "text": wording.alert_text(telling.finding, audience, reason),
        "path": f"/console/cases/{case.number}",
        "number": case.number,
    }
    new = NewPush(
        school_id=telling.plan.id,
        account_id=telling.plan.account_id,
        recipient=recipient,
        audience=audience,
        reason=reason,
        fields=fields,
        overload_id=case.id,
        generation=case.generation,
    )
    return queue_push(connection, new, telling.now)
