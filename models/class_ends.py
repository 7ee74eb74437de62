"""Classes that end or merge (撤班、并班): the config's counts say which ones there still are."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from homework.plan import SchoolPlan
from models.schools import SchoolClass, classes_of


def end_uncounted(connection: sa.Connection, plan: SchoolPlan, day: date) -> list[SchoolClass]:
    """End the classes of taught grades that the plan no longer counts; returns those.

    Their poster leads to the school's choice of classes from `day` on; their days before stay as
    they were. A class that is counted again, because the config was put right, has not ended.
    """
    _take_back(connection, plan, day)
    ended = [
        each
        for each in classes_of(connection, plan.id, day)
        if each.number > plan.classes.get(each.grade(day), each.number)
    ]
    for each in ended:
        connection.execute(
            sa.update(SchoolClass)
            .where(SchoolClass.school_id == plan.id, SchoolClass.id == each.id)
            .values(ended_on=day)
        )
    return ended


def _take_back(connection: sa.Connection, plan: SchoolPlan, day: date) -> None:
    rows = connection.execute(
        sa.select(*SchoolClass.__table__.c).where(
            SchoolClass.school_id == plan.id, SchoolClass.ended_on.is_not(None)
        )
    ).all()
    for row in rows:
        each = SchoolClass(**row._mapping)
        if each.number <= plan.classes.get(each.grade(day), 0):
            connection.execute(
                sa.update(SchoolClass)
                .where(SchoolClass.school_id == plan.id, SchoolClass.id == each.id)
                .values(ended_on=None)
            )
