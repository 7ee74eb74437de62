"""What a hearing is told (听证材料): a term's confirmed cases, with what the class and the school did.

Nothing of any family: no count, no word, no time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from homework.cases import CaseState, CheckWay
from homework.policy import Severity
from models.cases.checks import OverloadCheck
from models.cases.rectifications import Rectification
from models.days.overloads import Overload
from models.schools import SchoolClass, classes_ever

_HEARD = (CaseState.CONFIRMED, CaseState.PUBLIC, CaseState.CLOSED)
_UNFOUNDED = (CaseState.REFUTED, CaseState.CORRECTED)
"""What was taken back in public is not read out again at a hearing, as a breach least of all."""


@dataclass(frozen=True, slots=True)
class HeardCase:
    """One case as a hearing reads it."""

    number: int
    school_class: SchoolClass
    day: date
    rule_name: str
    unit: str
    measured: int | None
    permitted: int
    state: CaseState
    way: CheckWay | None
    answer: str | None
    relapsed_from: date | None
    closed_at: datetime | None
    notice: Rectification | None

    @property
    def class_name(self) -> str:
        return self.school_class.name(self.day)


def heard_cases(
    connection: sa.Connection, school_id: str, first: date, last: date
) -> list[HeardCase]:
    """The confirmed cases of these days by grade, class and day, never by how much."""
    rows = connection.execute(
        sa.select(*Overload.__table__.c).where(
            Overload.school_id == school_id,
            Overload.day.between(first, last),
            Overload.state.in_(_HEARD),
            Overload.severity != Severity.CONFIDENTIAL,
        )
    )
    cases = [Overload(**row._mapping) for row in rows]
    classes = classes_ever(connection, school_id)
    ways = _ways(connection, school_id, [case.id for case in cases])
    notices = _notices(connection, school_id, {case.first_id for case in cases})
    heard = [
        _heard(case, classes[case.school_class_id], ways, notices)
        for case in cases
        if case.school_class_id in classes
    ]
    return sorted(heard, key=_by_class)


def _by_class(heard: HeardCase) -> tuple[int, int, date, int]:
    grade = heard.school_class.grade(heard.day)
    return grade, heard.school_class.number, heard.day, heard.number


def _heard(
    case: Overload,
    school_class: SchoolClass,
    ways: dict[int, CheckWay],
    notices: dict[int, Rectification],
) -> HeardCase:
    return HeardCase(
        case.number,
        school_class,
        case.day,
        case.rule_name,
        case.unit,
        case.measured,
        case.permitted,
        CaseState(case.state),
        ways.get(case.id),
        case.answer,
        case.relapsed_from,
        case.closed_at,
        notices.get(case.first_id),
    )


def _ways(
    connection: sa.Connection, school_id: str, overload_ids: Sequence[int]
) -> dict[int, CheckWay]:
    rows = connection.execute(
        sa.select(OverloadCheck.overload_id, OverloadCheck.way)
        .where(
            OverloadCheck.school_id == school_id,
            OverloadCheck.overload_id.in_(overload_ids),
            OverloadCheck.is_confirmed,
        )
        .order_by(OverloadCheck.id)
    )
    return {row.overload_id: CheckWay(row.way) for row in rows}


def _notices(
    connection: sa.Connection, school_id: str, first_ids: set[int]
) -> dict[int, Rectification]:
    rows = connection.execute(
        sa.select(*Rectification.__table__.c).where(
            Rectification.school_id == school_id,
            Rectification.overload_id.in_(sorted(first_ids)),
        )
    )
    return {row.overload_id: Rectification(**row._mapping) for row in rows}


def count_refuted(connection: sa.Connection, school_id: str, first: date, last: date) -> int:
    """How many suspicions of these days a person found not to hold."""
    query = sa.select(sa.func.count()).where(
        Overload.school_id == school_id,
        Overload.day.between(first, last),
        Overload.state.in_(_UNFOUNDED),
        Overload.severity != Severity.CONFIDENTIAL,
    )
    return int(connection.scalar(query) or 0)
