"""What classes ask of a person today (今日班级事务), beside cases: registers to adjust, drawn classes."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask import url_for

from handlers.pages.console.scope import Sight, Viewer
from homework.registers import adjustable_until
from homework.wording import console_tasks as wording
from models.registers.revisions import registers_on
from models.schools import classes_of
from models.spot_checks.findings import may_check, spot_checks_on


@dataclass(frozen=True, slots=True)
class Task:
    """One class that waits for this person: where it leads, what it is about, what it asks."""

    link: str
    class_name: str
    about: str
    words: str


def class_tasks(connection: sa.Connection, viewer: Viewer) -> list[Task]:
    """Today's: what must be put right before its hour first, then the classes to look at."""
    if not viewer.plan.calendar.is_school_day(viewer.today):
        return []
    return [*_to_adjust(connection, viewer), *_to_look_at(connection, viewer)]


def _to_adjust(connection: sa.Connection, viewer: Viewer) -> list[Task]:
    """Own classes whose register is over a cap, while they may still change it."""
    until = adjustable_until(viewer.today, viewer.plan.register)
    if viewer.is_leading or not viewer.sees_grid or viewer.now >= until:
        return []
    registers = registers_on(connection, viewer.plan.id, viewer.today)
    over = {class_id: saved for class_id, saved in registers.items() if saved.is_over}
    classes = classes_of(connection, viewer.plan.id, viewer.today) if over else ()
    day = viewer.today.isoformat()
    return [
        Task(
            url_for("console_registers.show_day", slug=each.slug(viewer.today), day=day),
            each.name(viewer.today),
            wording.over(over[each.id].revision.register),
            wording.until(until),
        )
        for each in classes
        if each.id in over and viewer.sight(each, viewer.today) is Sight.OWN
    ]


def _to_look_at(connection: sa.Connection, viewer: Viewer) -> list[Task]:
    """Drawn classes nobody has looked at yet, not those this person teaches."""
    checks = spot_checks_on(connection, viewer.plan.id, viewer.today)
    waiting = [
        school_class
        for check, school_class in checks
        if check.finding is None
        and school_class.slug(viewer.today) not in viewer.person.taught_slugs
    ]
    if not waiting or not may_check(connection, viewer.plan, viewer.person, viewer.today):
        return []
    link = url_for("console_spotchecks.show_today")
    return [Task(link, each.name(viewer.today), wording.DRAWN, wording.LOOK) for each in waiting]
