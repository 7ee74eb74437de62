"""The duty teacher's handover (值周交接): last week gathered, and sent once to who comes on duty."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import sqlalchemy as sa

from homework.alerts import Audience, Reason
from homework.cases import CaseState
from homework.handover import Handover, week_handed_over
from homework.plan import SchoolPlan
from homework.policy import Severity
from homework.school import school_year
from homework.wording.staff_handover import handover_text, handover_values
from models.cases.ledger import Span, ledger_cases, spot_checks_between
from models.cases.moves import LEADING_GROUP
from models.database.base import AnyRow
from models.pushes.outbox import NewPush, queue_push
from models.schools import SchoolClass, classes_ever
from models.staff.duty import on_duty
from models.staff.people import Role, StaffMember
from models.staff.teaching import teaches

_READS_ROSTER = LEADING_GROUP | {Role.DUTY}


def last_week(
    connection: sa.Connection, plan: SchoolPlan, person: StaffMember, today: date
) -> Handover:
    """What the last week with school leaves, as this person may read it.

    Never of a class they teach, whose checks are not theirs; never of what is confidential.
    """
    monday = week_handed_over(plan.calendar, today)
    sunday = monday + timedelta(days=6)
    classes = classes_ever(connection, plan.id)

    def is_theirs(school_class: SchoolClass, day: date) -> bool:
        return teaches(person, school_class, day, today)

    def readable(span: Span) -> list[AnyRow]:
        return [
            case
            for case in reversed(ledger_cases(connection, plan.id, span))
            if case.severity != Severity.CONFIDENTIAL
            and not is_theirs(classes[case.school_class_id], case.day)
        ]

    year = min(date(school_year(today), 9, 1), monday)
    spots = [
        row
        for row in spot_checks_between(connection, plan.id, monday, sunday)
        if not is_theirs(classes[row.school_class_id], row.day)
    ]
    return Handover(
        monday=monday,
        states=[CaseState(case.state) for case in readable(Span(monday, sunday))],
        found=[
            (classes[row.school_class_id].name(row.day), row.finding)
            for row in sorted(spots, key=lambda row: (row.day, row.place))
        ],
        waiting=[
            (case.number, classes[case.school_class_id].name(case.day))
            for case in readable(Span(year, sunday, (CaseState.SUSPECTED,)))
        ],
    )


def queue_handovers(connection: sa.Connection, plan: SchoolPlan, now: datetime) -> int:
    """Queue the handover for everyone on duty this week who has something to read; how many.

    A person gets one a week, however often this runs.
    """
    queued = 0
    for person in on_duty(connection, plan.id, now.date()):
        handover = last_week(connection, plan, person, now.date())
        if person.subject_id is not None and not handover.is_empty:
            queued += queue_push(connection, _push(plan, person, handover, now), now) is not None
    return queued


def _push(plan: SchoolPlan, person: StaffMember, handover: Handover, now: datetime) -> NewPush:
    return NewPush(
        school_id=plan.id,
        account_id=plan.account_id,
        recipient=f"staff:{person.id}",
        audience=Audience.PRINCIPAL if person.role == Role.PRINCIPAL else Audience.OPERATOR,
        reason=Reason.DIGEST,
        about=f"handover {handover.monday.isoformat()}",
        fields={
            "template": handover_values(plan.name, handover, now),
            "text": handover_text(plan.name, handover),
            # Who is put on the roster for a week need not have an office that opens it.
            "path": "/console/roster" if person.role in _READS_ROSTER else "/console",
        },
    )
