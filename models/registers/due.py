"""Registers in judging (登记参与判定): from the school's hour on, what a class declared speaks too."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from homework.measures import Measures
from homework.plan import SchoolPlan
from homework.registers import adjustable_until, weigh_register
from models.days.class_days import touch
from models.registers.revisions import RegisterRow, standing_register
from models.schools import ClassKey, SchoolClass


def declared_measures(
    connection: sa.Connection,
    plan: SchoolPlan,
    school_class: SchoolClass,
    day: date,
    now: datetime | None = None,
) -> Measures | None:
    """What the class's register weighs in judging; None without one.

    None too while `now` is before the hour until which it may be put right: what was mended by
    then was never a finding. Without `now` the day is taken for a past one.
    """
    if now is not None and now < adjustable_until(day, plan.register):
        return None
    saved = standing_register(connection, ClassKey(plan.id, school_class.id), day)
    if saved is None:
        return None
    return weigh_register(saved.revision.register, school_class.grade(day))


def touch_registered(connection: sa.Connection, school_id: str, day: date) -> int:
    """Have every class that keeps a register of `day` judged anew; returns how many."""
    found = connection.scalars(
        sa.select(RegisterRow.school_class_id)
        .where(RegisterRow.school_id == school_id, RegisterRow.day == day)
        .distinct()
        .order_by(RegisterRow.school_class_id)
    ).all()
    for class_id in found:
        touch(connection, ClassKey(school_id, class_id), day)
    return len(found)
