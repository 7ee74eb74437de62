"""Blind spots of a school (盲区): what was heard of each class, for the console, the draw and the hall.

Nobody who might have reported is ever asked why not: a class here is one for staff to look at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa

from homework.days import closes_at
from homework.measures import MEASURE_FIELDS
from homework.plan import SchoolPlan
from homework.registers import adjustable_until
from homework.silence import BlindSpot, DayActivity, blind_spots, is_unanimous
from models.days.overloads import Overload
from models.registers.revisions import RegisterRow
from models.reporting.reports import NO_UNIT, ReportRow
from models.schools import SchoolClass

WEEKS_LOOKED_BACK = 2
_REGISTERING_SHARE = 0.5  # of a school's classes: from here on a class without one is missing

_Counts = Mapping[tuple[int, date], int]


def blind_classes(
    connection: sa.Connection,
    plan: SchoolPlan,
    classes: Collection[SchoolClass],
    day: date,
    now: datetime,
) -> dict[int, tuple[BlindSpot, ...]]:
    """Why each blind class of a school day cannot be seen, by its id; the others are left out.

    Days before the school's first report say nothing: it had not begun.
    """
    days = _days(connection, plan, day)
    if not days:
        return {}
    reports = _reports(connection, plan.id, days)
    alike = _alike(connection, plan, reports, days)
    flagged = _flagged(connection, plan.id, days)
    registered = _registered(connection, plan.id, days)
    keeping = _keeping(registered, classes)
    is_running = now < closes_at(day, plan.calendar)
    is_due = now >= adjustable_until(day, plan.register)

    def heard(class_id: int, each: date) -> DayActivity:
        key = (class_id, each)
        is_missing = is_due if each == day else True
        return DayActivity(
            each,
            reports.get(key, 0),
            alike.get(key, 0),
            has_register=key in registered if class_id in keeping and is_missing else None,
            was_flagged=key in flagged,
            is_running=is_running and each == day,
        )

    found = {
        each.id: blind_spots([heard(each.id, past) for past in days], plan.thresholds)
        for each in classes
    }
    return {class_id: spots for class_id, spots in found.items() if spots}


def _days(connection: sa.Connection, plan: SchoolPlan, day: date) -> list[date]:
    """The school days looked at, the last of them `day`."""
    first = connection.scalar(
        sa.select(sa.func.min(ReportRow.day)).where(ReportRow.school_id == plan.id)
    )
    if first is None or first > day:
        return []
    days = [day]
    while len(days) < WEEKS_LOOKED_BACK * plan.thresholds.silent_school_days:
        days.append(plan.calendar.previous_school_day(days[-1]))
    return [each for each in reversed(days) if each >= first]


def _reports(connection: sa.Connection, school_id: str, days: Sequence[date]) -> _Counts:
    rows = connection.execute(
        sa.select(ReportRow.school_class_id, ReportRow.day, sa.func.count())
        .where(
            ReportRow.school_id == school_id,
            ReportRow.day.in_(days),
            ReportRow.unit_id != NO_UNIT,
        )
        .group_by(ReportRow.day, ReportRow.school_class_id)
    )
    return {(class_id, day): count for class_id, day, count in rows}


def _alike(
    connection: sa.Connection, plan: SchoolPlan, reports: _Counts, days: Sequence[date]
) -> _Counts:
    """The most reports that say the same: of the last day, and further back only where it is sudden."""
    last = days[-1]
    enough = plan.thresholds.unanimous_units
    candidates = [key for key, count in reports.items() if key[1] == last and count >= enough]
    today = _most_alike(connection, plan.id, [key[0] for key in candidates], [last])
    sudden = [
        class_id
        for class_id, day in candidates
        if is_unanimous(today.get((class_id, day), 0), reports[class_id, day], plan.thresholds)
    ]
    return {**today, **_most_alike(connection, plan.id, sudden, days[:-1])}


def _most_alike(
    connection: sa.Connection, school_id: str, class_ids: Sequence[int], days: Sequence[date]
) -> dict[tuple[int, date], int]:
    if not class_ids or not days:
        return {}
    said = [getattr(ReportRow, name) for name in MEASURE_FIELDS]
    rows = connection.execute(
        sa.select(ReportRow.school_class_id, ReportRow.day, sa.func.count())
        .where(
            ReportRow.school_id == school_id,
            ReportRow.day.in_(days),
            ReportRow.school_class_id.in_(class_ids),
            ReportRow.unit_id != NO_UNIT,
            # Families who all say that there was no homework may simply be right.
            sa.or_(ReportRow.item_count > 0, ReportRow.all_low > 0),
        )
        .group_by(ReportRow.day, ReportRow.school_class_id, *said)
    )
    most: dict[tuple[int, date], int] = defaultdict(int)
    for class_id, day, count in rows:
        most[class_id, day] = max(most[class_id, day], count)
    return most


def _flagged(
    connection: sa.Connection, school_id: str, days: Sequence[date]
) -> set[tuple[int, date]]:
    rows = connection.execute(
        sa.select(Overload.school_class_id, Overload.day)
        .where(Overload.school_id == school_id, Overload.day.in_(days))
        .distinct()
    )
    return {(class_id, day) for class_id, day in rows}


def _registered(
    connection: sa.Connection, school_id: str, days: Sequence[date]
) -> set[tuple[int, date]]:
    rows = connection.execute(
        sa.select(RegisterRow.school_class_id, RegisterRow.day)
        .where(RegisterRow.school_id == school_id, RegisterRow.day.in_(days), RegisterRow.stands)
        .distinct()
    )
    return {(class_id, day) for class_id, day in rows}


def _keeping(
    registered: Collection[tuple[int, date]], classes: Collection[SchoolClass]
) -> frozenset[int]:
    """Which classes keep a register: those that did lately, or all where most of the school did."""
    lately = Counter(class_id for class_id, _ in registered)
    everyone = frozenset(each.id for each in classes)
    if len(everyone & set(lately)) > _REGISTERING_SHARE * len(everyone):
        return everyone
    return everyone & frozenset(lately)
