"""What the clock does to cases (到点公示): a confirmed finding becomes public when its hour comes."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from homework.alerts import Reason
from homework.cases import CaseState, Move, Need, after
from homework.plan import SchoolPlan
from homework.wording import staff_cases as wording
from models.cases.pushes import tell_own_teachers
from models.days.overloads import Overload, move_overload
from models.hall.notices import Notice
from models.pushes.telling import Telling
from models.schools import ClassKey, get_class


def due_schools(connection: sa.Connection, now: datetime) -> frozenset[str]:
    """The schools that have a confirmed case whose hour has come."""
    query = sa.select(Overload.school_id).join(Notice, _OF_CASE).where(*_due(now)).distinct()
    return frozenset(connection.scalars(query))


_OF_CASE = sa.and_(Notice.school_id == Overload.school_id, Notice.overload_id == Overload.id)


def _due(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Overload.state == CaseState.CONFIRMED,
        Notice.retracted_at.is_(None),
        Notice.begins_at <= now,
    )


def publish_due(connection: sa.Connection, plan: SchoolPlan, now: datetime) -> int:
    """Move every confirmed case whose notice has begun to PUBLIC; returns how many moved.

    The hall reads the notice itself and waits for nobody. Safe to run again, and beside another.
    """
    rows = connection.execute(
        sa.select(*Overload.__table__.c, Notice.ends_on)
        .join(Notice, _OF_CASE)
        .where(Overload.school_id == plan.id, *_due(now))
        .order_by(Overload.number)
    ).all()
    moved = 0
    for row in rows:
        values = dict(row._mapping)
        ends_on = values.pop("ends_on")
        moved += _publish(connection, plan, Overload(**values), ends_on, now)
    return moved


def _publish(
    connection: sa.Connection, plan: SchoolPlan, case: Overload, ends_on: date, now: datetime
) -> bool:
    if not move_overload(connection, case, after(CaseState.CONFIRMED, Move.PUBLISH, {Need.HOUR})):
        return False  # a person was quicker
    school_class = get_class(connection, ClassKey(case.school_id, case.school_class_id))
    telling = Telling(plan, school_class, case, now)
    last_day = plan.calendar.previous_school_day(ends_on)
    text = wording.published(telling.finding, last_day)
    tell_own_teachers(connection, telling, Reason.PUBLISHED, text)
    return True
