"""The morning digest (晨报): how yesterday's cases stand, and which alerts may not have arrived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from homework.alerts import Audience, Reason
from homework.cases import CaseState
from homework.plan import SchoolPlan
from homework.policy import Severity
from homework.wording.staff_digests import Morning, digest_text, digest_values
from models.days.overloads import Overload, overloads_on
from models.pushes.outbox import LOST, NewPush, Push, PushState, queue_push
from models.staff.people import Role, StaffMember, staff_of

_READERS = (Role.PRINCIPAL, Role.DEPUTY, Role.RESEARCH)
_WARNED = (Role.DEAN, Role.ADMIN)
"""They were told at once; their digest only names what may not have arrived."""

_LOOKED_BACK = timedelta(hours=24)


def queue_digests(connection: sa.Connection, plan: SchoolPlan, now: datetime) -> int:
    """Queue the morning's digest for everyone who has something to read; returns how many.

    A person gets one digest a day, however often this runs.
    """
    day = plan.calendar.previous_school_day(now.date())
    cases = overloads_on(connection, plan.id, day)
    queued = _queue_to_channels(connection, plan, Morning(plan.name, day, _states(cases)), now)
    for person in staff_of(connection, plan.id):
        if person.role not in _READERS + _WARNED or person.subject_id is None:
            continue
        morning = Morning(
            school_name=plan.name,
            day=day,
            states=_states(cases, person.role) if person.role in _READERS else (),
            doubtful=_doubtful(connection, person, now),
        )
        if morning.states or morning.doubtful:
            audience = Audience.PRINCIPAL if person.role == Role.PRINCIPAL else Audience.OPERATOR
            new = _digest(plan, f"staff:{person.id}", audience, morning, now)
            queued += queue_push(connection, new, now) is not None
    return queued


def _states(cases: Sequence[Overload], role: Role | None = None) -> list[CaseState]:
    """Everything but what only the principal may know of."""
    return [
        CaseState(case.state)
        for case in cases
        if case.severity != Severity.CONFIDENTIAL or role == Role.PRINCIPAL
    ]


def _doubtful(connection: sa.Connection, person: StaffMember, now: datetime) -> list[int]:
    rows = connection.scalars(
        sa.select(Push.fields).where(
            Push.school_id == person.school_id,
            Push.recipient == f"staff:{person.id}",
            Push.state.in_([PushState.UNKNOWN, *LOST]),
            Push.created_at > now - _LOOKED_BACK,
            Push.reason != Reason.TOGETHER,
        )
    )
    return [int(fields["number"]) for fields in rows if "number" in fields]


def _queue_to_channels(
    connection: sa.Connection, plan: SchoolPlan, morning: Morning, now: datetime
) -> int:
    if not morning.states:
        return 0
    digests = [
        _digest(plan, f"channel:{index}", Audience.GROUP, morning, now)
        for index in range(len(plan.channels))
    ]
    return sum(queue_push(connection, new, now) is not None for new in digests)


def _digest(
    plan: SchoolPlan, recipient: str, audience: Audience, morning: Morning, now: datetime
) -> NewPush:
    return NewPush(
        school_id=plan.id,
        account_id=plan.account_id,
        recipient=recipient,
        audience=audience,
        reason=Reason.DIGEST,
        about=f"digest {now.date().isoformat()}",
        fields={
            "template": digest_values(morning, now),
            "text": digest_text(morning),
            "path": "/console",
        },
    )
