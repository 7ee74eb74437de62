"""Findings that fall (反馈有变): checked and confirmed, then no longer borne out by the reports.

The check stands until a person takes it back: reports opened the case, they do not end it. But the
教导处 must hear of it, once, since a class may stand in the hall for something nobody says any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from homework.alerts import Audience, Reason
from homework.cases import CaseState
from homework.outcomes import Stage, Verdict
from homework.policy import Severity
from homework.wording import staff_falls as wording
from models.days.class_days import Touched
from models.days.overloads import Overload, rule_key
from models.days.verdicts import VerdictRow
from models.pushes.outbox import NewPush, Push, queue_push
from models.pushes.readers import in_role, not_teaching, operators
from models.pushes.telling import Telling
from models.staff.people import Role, StaffMember, staff_of

_STANDING = (CaseState.CONFIRMED, CaseState.PUBLIC)


def fallen(
    connection: sa.Connection, touched: Touched, unsupported: Iterable[Overload]
) -> list[Overload]:
    """Those of the cases that the day's reports no longer bear out which a person had confirmed,
    and which the verdicts still stored did bear out.

    Called before the day's verdicts are replaced. A case that never rested on reports (seen in a
    spot check, found so though few reported) does not fall with them.
    """
    standing = [case for case in unsupported if case.state in _STANDING]
    if not standing:
        return []
    suspected = connection.scalars(
        sa.select(VerdictRow.rule_id).where(
            VerdictRow.school_id == touched.key.school_id,
            VerdictRow.school_class_id == touched.key.school_class_id,
            VerdictRow.day == touched.day,
            VerdictRow.stage == Stage.SUSPECTED,
        )
    )
    before = set(suspected)
    return [case for case in standing if case.rule_id in before]


def tell_fallen(
    connection: sa.Connection, telling: Telling, verdicts: Sequence[Verdict]
) -> list[int]:
    """Tell the 教导处 once per case; of what is confidential the principal. Returns new pushes."""
    case = telling.overload
    now = {rule_key(verdict.rule): verdict for verdict in verdicts}.get(case.rule_id)
    text = wording.fallen_text(
        telling.finding,
        is_public=case.state == CaseState.PUBLIC,
        measured=now.measured if now else None,
        units=now.units if now else 0,
    )
    new = [_push(telling, person, text) for person in _readers(connection, telling)]
    queued = [queue_push(connection, each, telling.now) for each in new]
    return [each for each in queued if each is not None]


def fell_since(
    connection: sa.Connection, cases: Sequence[Overload], since: datetime
) -> frozenset[int]:
    """Those of a school's cases (their ids) whose reports fell since then, as told by `tell_fallen`;
    one that was opened anew afterwards is not among them."""
    if not cases:
        return frozenset()
    told = connection.execute(
        sa.select(Push.overload_id, Push.generation).where(
            Push.school_id == cases[0].school_id,
            Push.overload_id.in_([case.id for case in cases]),
            Push.reason == Reason.FALLEN,
            Push.due_at >= since,
        )
    )
    pairs = {(row.overload_id, row.generation) for row in told}
    return frozenset(case.id for case in cases if (case.id, case.generation) in pairs)


def _readers(connection: sa.Connection, telling: Telling) -> list[StaffMember]:
    staff = staff_of(connection, telling.plan.id)
    if telling.overload.severity == Severity.CONFIDENTIAL:
        return in_role(staff, Role.PRINCIPAL)
    return operators(not_teaching(staff, telling))


def _push(telling: Telling, person: StaffMember, text: str) -> NewPush:
    case = telling.overload
    is_principal = person.role == Role.PRINCIPAL
    return NewPush(
        school_id=telling.plan.id,
        account_id=telling.plan.account_id,
        recipient=f"staff:{person.id}",
        audience=Audience.PRINCIPAL if is_principal else Audience.OPERATOR,
        reason=Reason.FALLEN,
        overload_id=case.id,
        generation=case.generation,
        fields={
            "template": dict(wording.fallen_values(telling.finding, telling.now)),
            "text": text,
            "path": f"/console/cases/{case.number}",
            "number": case.number,
        },
    )
