"""A class at its own computer (班级电脑): what a desk code opens, and the days it may register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import abort

from context import Context
from homework.days import SHANGHAI, closes_at
from homework.plan import SchoolPlan
from models.schools import ClassKey, SchoolClass, find_class_by_desk, get_class


@dataclass(frozen=True, slots=True)
class Desk:
    """A class at its own computer, the days it may register now, and the one that is chosen."""

    path: str
    plan: SchoolPlan
    school_class: SchoolClass
    now: datetime
    days: tuple[date, ...]
    day: date

    @property
    def key(self) -> ClassKey:
        return ClassKey(self.plan.id, self.school_class.id)

    @property
    def grade(self) -> int:
        return self.school_class.grade(self.day)

    @property
    def address(self) -> str:
        """Where the chosen day is; the usual one needs no word."""
        is_usual = self.day == self.days[0]
        return self.path if is_usual else f"{self.path}?day={self.day.isoformat()}"


def open_desk(context: Context, link: str, asked: str) -> Desk:
    """The class behind a desk code; aborts with 404 for a code that opens nothing (any more)."""
    now = context.clock.now()
    today = now.astimezone(SHANGHAI).date()
    with context.store.reading() as connection:
        found = find_class_by_desk(connection, link)
        if found is None or found.school_id not in context.plans:
            abort(404)
        school_class = get_class(connection, ClassKey(found.school_id, found.id))
    plan = context.plans[found.school_id]
    has_ended = school_class.ended_on is not None and school_class.ended_on <= today
    days = open_days(plan, now)
    if has_ended or school_class.grade(today) not in plan.classes or not days:
        abort(404)
    day = read_day(asked)
    chosen = day if day in days else days[0]
    return Desk(f"/register/{link}", plan, school_class, now, days, chosen)


def open_days(plan: SchoolPlan, now: datetime) -> tuple[date, ...]:
    """The days that can be registered now, today first: a day closes at noon of the next."""
    today = now.astimezone(SHANGHAI).date()
    last = plan.calendar.last_school_day(today)
    days = (last, plan.calendar.previous_school_day(last))
    return tuple(day for day in days if now < closes_at(day, plan.calendar))


def read_day(text: str) -> date | None:
    """2026-11-23 as a day; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
