"""What chat tests need beside the cast: judged evenings, slips, other schools."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
import sqlalchemy as sa

from app import create_app
from context import Context
from homework.plan import SchoolPlan
from models.database.base import new_id
from models.days.class_days import Touched, touched
from models.days.judging import judge_day
from models.families.reporters import Household
from models.schools import save_school
from models.staff.people import hash_secret
from tests.people import Cast

Evening = Callable[[str, list[int]], None]


@pytest.fixture
def evening(cast: Cast) -> Evening:
    """Families of a class say how long written homework took; then the class is judged."""

    def report(class_name: str, minutes: list[int]) -> None:
        for place, each in enumerate(minutes):
            cast.say(f"{class_name}家长{place}", f"{class_name} 数学卷子{each}分钟")
        judge(cast.context)

    return report


def judge(context: Context) -> None:
    """One tick of the scheduler."""
    with context.store.reading() as connection:
        waiting = touched(connection)
    for each in waiting:
        context.store.write(partial(_judge, context, each))


def _judge(context: Context, each: Touched, connection: sa.Connection) -> None:
    judge_day(connection, context.plans[each.key.school_id], each, context.clock.now())


def issue_slip(cast: Cast, grade: int, number: int, code: str) -> int:
    """Put one family's slip into the world."""
    household_id = new_id()
    school_class_id = cast.school_class(grade, number).id
    cast.context.store.write(
        lambda connection: connection.execute(
            sa.insert(Household).values(
                school_id="shifan",
                id=household_id,
                school_class_id=school_class_id,
                link_hash=hash_secret(f"link of {code}"),
                code_hash=hash_secret(code),
                issued_at=cast.context.clock.now(),
            )
        )
    )
    return household_id


def cast_of(context: Context, *plans: SchoolPlan) -> Cast:
    """The same people where the account speaks for these schools."""
    today = context.clock.now().date()
    for plan in plans:
        context.store.write(partial(save_school, plan=plan, day=today))
    changed = replace(context, plans={plan.id: plan for plan in plans})
    people = object.__new__(Cast)
    people.client, people.context = create_app(changed).test_client(), changed
    return people
