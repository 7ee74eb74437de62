"""Passing a case on to the principal (转校长): from the alert itself, by who was alerted, with a reason."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from homework.alerts import Audience, Reason
from homework.cases import CaseState
from homework.wording import passing_on as wording
from models.cases.moves import LEADING_GROUP, Act, ActRefused, Done, Refusal, found_case, require
from models.days.overloads import update_overload
from models.pushes.outbox import NewPush, queue_push
from models.pushes.readers import in_role
from models.pushes.telling import Telling, acknowledge_pushes
from models.staff.audit import record_act
from models.staff.people import Role, StaffMember, staff_of

_OPEN = frozenset({CaseState.SUSPECTED, CaseState.CONFIRMED, CaseState.PUBLIC})


def pass_on(connection: sa.Connection, act: Act, reason: str) -> Done:
    """转校长 N: the principal reads it with who passed it on and why. Raises ActRefused.

    The case stays with who passes it on until the principal decides, so that it is nobody's for
    no moment; the leading group is no longer asked one after the other. A principal hears of a
    case once this way.
    """
    case, school_class = found_case(connection, act)
    role = act.person.role
    require(role in (LEADING_GROUP | {Role.DUTY}) - {Role.PRINCIPAL}, Refusal.NOT_ALLOWED, case)
    require(case.state in _OPEN, Refusal.WRONG_STATE, case)
    principals = [
        each
        for each in in_role(staff_of(connection, act.plan.id), Role.PRINCIPAL)
        if each.subject_id is not None
    ]
    require(bool(principals), Refusal.NO_PRINCIPAL, case)
    telling = Telling(act.plan, school_class, case, act.now)
    if not _tell(connection, telling, principals, (role, reason)):
        raise ActRefused(Refusal.PASSED_ON_BEFORE, case)
    if case.acknowledged_at is None:
        update_overload(connection, case, acknowledged_at=act.now, acknowledged_by=act.person.id)
    acknowledge_pushes(connection, case, act.person.id, act.now)
    record_act(connection, act.plan.id, act.person.id, "pass_on", act.now, about=str(case.number))
    return Done(case, school_class)


def _tell(
    connection: sa.Connection,
    telling: Telling,
    principals: Sequence[StaffMember],
    said: tuple[Role, str],
) -> bool:
    """Queue one push a principal; False where all of them had been told before."""
    case = telling.overload
    role, reason = said
    fields = {
        "template": wording.template_values(telling.finding, telling.now),
        "text": wording.text(telling.finding, CaseState(case.state), role, reason),
        "path": f"/console/cases/{case.number}",
        "number": case.number,
    }
    queued = [
        queue_push(
            connection,
            NewPush(
                school_id=telling.plan.id,
                account_id=telling.plan.account_id,
                recipient=f"staff:{person.id}",
                audience=Audience.PRINCIPAL,
                reason=Reason.PASSED_ON,
                fields=fields,
                overload_id=case.id,
                generation=case.generation,
            ),
            telling.now,
        )
        for person in principals
    ]
    return any(each is not None for each in queued)
