"""Which form a link opens (入口): a class poster's /r/… or a family slip's /h/…."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from werkzeug.exceptions import NotFound

from context import Context
from homework.days import closes_at, homework_day
from homework.plan import SchoolPlan
from homework.wording import pages as wording
from models.families.households import find_household_by_link
from models.reporting.intake import About
from models.schools import ClassKey, SchoolClass, find_class_by_link, get_class, school_link


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


class LinkEnded(NotFound):
    """A link that opens no form: why, in words, and the path of a page to go on with."""

    def __init__(self, words: str, onward: str) -> None:
        super().__init__(words)
        self.words, self.onward = words, onward


def open_entrance(context: Context, door: str, link: str) -> Entrance:
    """What a link leads to; LinkEnded for one that leads nowhere, or nowhere any more."""
    today = context.clock.now().date()
    with context.store.reading() as connection:
        household = None
        if door == "h":
            household = find_household_by_link(connection, context.plans, link, today)
            if household is None:
                # A closed slip answers like one that never was: nobody tries out which there are.
                raise LinkEnded(wording.SLIP_ENDED, _way_to_classes(context))
            key = ClassKey(household.school_id, household.school_class_id)
            school_class = get_class(connection, key)
        else:
            found = find_class_by_link(connection, link)
            if found is None or found.school_id not in context.plans:
                raise LinkEnded(wording.CLASS_UNKNOWN, _way_to_classes(context))
            school_class = found
    plan = context.plans[school_class.school_id]
    ended = school_class.ended_on is not None and school_class.ended_on <= today
    if ended or school_class.grade(today) not in plan.classes:
        raise LinkEnded(wording.CLASS_ENDED, f"/s/{school_link(context.keys, plan.id)}")
    return Entrance(f"/{door}/{link}", plan, school_class, household.id if household else None)


def _way_to_classes(context: Context) -> str:
    """Where to pick a class, where nothing is known but that somebody came with a slip or a poster."""
    schools = list(context.plans)
    return f"/s/{school_link(context.keys, schools[0])}" if len(schools) == 1 else "/"
