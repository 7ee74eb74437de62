"""Which form a link opens (入口): a class poster's /r/… or a family slip's /h/…."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import abort

from context import Context
from homework.days import closes_at, homework_day
from homework.plan import SchoolPlan
from models.households import find_household_by_link
from models.intake import About
from models.schools import ClassKey, SchoolClass, find_class_by_link, get_class


@dataclass(frozen=True, slots=True)
class Entrance:
    """An opened link: its address, school and class, and the household of a slip."""

    path: str
    plan: SchoolPlan
    school_class: SchoolClass
    household_id: int | None

    @property
    def key(self) -> ClassKey:
        return ClassKey(self.plan.id, self.school_class.id)

    def about(self, day: date) -> About:
        """The class's day as reports are kept under it."""
        return About(self.key, self.school_class.grade(day), day)

    def open_days(self, now: datetime) -> tuple[date, ...]:
        """The days that can be reported now: the homework day first, then a today that has begun."""
        calendar = self.plan.calendar
        current, today = homework_day(now, calendar), now.date()
        days = (current, today) if calendar.is_school_day(today) else (current,)
        return tuple(dict.fromkeys(day for day in days if now < closes_at(day, calendar)))


def open_entrance(context: Context, door: str, link: str) -> Entrance:
    """What a link leads to; aborts with 404 for a link that leads nowhere (any more)."""
    today = context.clock.now().date()
    with context.store.reading() as connection:
        household = None
        if door == "h":
            household = find_household_by_link(connection, context.plans, link, today)
            found = household and ClassKey(household.school_id, household.school_class_id)
        else:
            row = find_class_by_link(connection, link)
            found = row and ClassKey(row.school_id, row.id)
        if not found or found.school_id not in context.plans:
            abort(404)
        school_class = get_class(connection, found)
    plan = context.plans[found.school_id]
    ended = school_class.ended_on is not None and school_class.ended_on <= today
    if ended or school_class.grade(today) not in plan.classes:
        abort(404)
    return Entrance(f"/{door}/{link}", plan, school_class, household.id if household else None)
