"""Trend days (走势): one figure a class, subject and closed day, written down once the day has closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from homework.days import closes_at
from homework.plan import SchoolPlan
from homework.policy import Measure, Rule, effective_rules
from homework.registers import Register
from homework.report import Subject
from homework.totals import low_median
from homework.trends import WHOLE, WeekSum, subject_middles
from homework.views import FLOOR
from models.cases.views import assignments_of
from models.database.base import AnyRow, Base
from models.job_runs import begin_run, days_run
from models.registers.revisions import registers_on
from models.reporting.reports import ReportRow
from models.schools import ClassKey, SchoolClass, classes_of

JOB = "trend"
DAYS_CAUGHT_UP = 30
_MINUTES = (Measure.WRITTEN_MINUTES, Measure.ALL_MINUTES)


class TrendDay(Base):
    """The middle of at least five families: a class's day, all of it ("") or one subject's part."""

    __tablename__ = "trend_day"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"], ["school_class.school_id", "school_class.id"]
        ),
        # A year is summed up in the order of the key: SQLite then reads the table front to back.
        {"sqlite_with_rowid": False},
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    subject: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    school_class_id: Mapped[int] = mapped_column(primary_key=True)
    monday: Mapped[date]
    minutes: Mapped[int]
    cap: Mapped[int | None]
    evenings: Mapped[int]
    declared: Mapped[int | None]  # by the class's register, None where it kept none that day


def day_to_roll_up(connection: sa.Connection, plan: SchoolPlan, now: datetime) -> date | None:
    """The newest closed school day of the last month whose trend was not written down yet."""
    days = [plan.calendar.last_school_day(now.date())]
    while len(days) < DAYS_CAUGHT_UP:
        days.append(plan.calendar.previous_school_day(days[-1]))
    done = days_run(connection, plan.id, JOB, days[-1])
    owed = (day for day in days if day not in done and now >= closes_at(day, plan.calendar))
    return next(owed, None)


def trend_rows(connection: sa.Connection, plan: SchoolPlan, day: date) -> list[dict[str, Any]]:
    """What a closed day adds to the trends of every class; nothing where few families reported."""
    reports = _lows(connection, plan.id, day)
    registers = registers_on(connection, plan.id, day, list(reports))
    rows: list[dict[str, Any]] = []
    for school_class in classes_of(connection, plan.id, day):
        lows = reports.get(school_class.id, ())
        if school_class.grade(day) in plan.classes and len(lows) >= FLOOR:
            saved = registers.get(school_class.id)
            register = saved.revision.register if saved else None
            facts = _Facts(plan, school_class, day, lows, register)
            rows += _of_class(connection, facts)
    return rows


@dataclass(frozen=True, slots=True)
class _Facts:
    """A class's closed day: (written, all) minutes a unit, and what the class registered."""

    plan: SchoolPlan
    school_class: SchoolClass
    day: date
    lows: Sequence[tuple[int, int]]
    register: Register | None

    def declared(self, subject: Subject) -> int | None:
        """A subject's minutes by the register; 0 where that does not name it."""
        if self.register is None:
            return None
        entries = self.register.entries
        return sum(
            each.minutes for each in entries if each.subject is subject and not each.is_optional
        )


def _lows(connection: sa.Connection, school_id: str, day: date) -> dict[int, list[tuple[int, int]]]:
    """(written, all) minutes at the lower end, one entry a counting unit, by class."""
    rows = connection.execute(
        sa.select(
            ReportRow.school_class_id,
            ReportRow.unit_id,
            ReportRow.unit_order,
            ReportRow.written_low,
            ReportRow.all_low,
        ).where(ReportRow.school_id == school_id, ReportRow.day == day, ReportRow.counts)
    )
    speaker: dict[tuple[int, int], AnyRow] = {}
    for row in rows:
        held = speaker.get((row.school_class_id, row.unit_id))
        if held is None or row.unit_order < held.unit_order:
            speaker[row.school_class_id, row.unit_id] = row
    found: dict[int, list[tuple[int, int]]] = {}
    for (class_id, _), row in speaker.items():
        found.setdefault(class_id, []).append((row.written_low, row.all_low))
    return found


def _of_class(connection: sa.Connection, facts: _Facts) -> Iterable[dict[str, Any]]:
    plan, school_class, day, register = facts.plan, facts.school_class, facts.day, facts.register
    rule = minutes_rule(plan, school_class.grade(day), day)
    is_written = rule is not None and rule.measure is Measure.WRITTEN_MINUTES
    fixed = {
        "school_id": plan.id,
        "day": day,
        "school_class_id": school_class.id,
        "monday": day - timedelta(days=day.weekday()),
        "evenings": plan.calendar.evenings_covered(day),
    }
    middle = low_median([written if is_written else every for written, every in facts.lows])
    cap = rule.limit if rule else None
    whole = None if register is None else register.all_minutes
    if register is not None and is_written:
        whole = register.written_minutes
    yield {**fixed, "subject": WHOLE, "minutes": middle, "cap": cap, "declared": whole}
    said = assignments_of(connection, ClassKey(plan.id, school_class.id), day)
    for subject, minutes in subject_middles(said).items():
        declared = facts.declared(Subject(subject))
        yield {**fixed, "subject": subject, "minutes": minutes, "cap": None, "declared": declared}


def minutes_rule(plan: SchoolPlan, grade: int, day: date) -> Rule | None:
    """The rule that caps a grade's minutes on a day, the tightest of several."""
    rules = effective_rules(plan.packs, grade, day, plan.calendar)
    caps = [rule for rule in rules if rule.measure in _MINUTES and rule.limit > 0]
    return min(caps, key=lambda rule: rule.limit, default=None)


def save_trend_day(
    connection: sa.Connection,
    plan: SchoolPlan,
    day: date,
    rows: Sequence[dict[str, Any]],
    now: datetime,
) -> bool:
    """Write a closed day down, once whoever asks; False where it was done before."""
    if not begin_run(connection, plan.id, JOB, day, now):
        return False
    if rows:
        connection.execute(sa.insert(TrendDay), rows)
    return True


@dataclass(frozen=True, slots=True)
class Asked:
    """Which days (both inclusive) of which classes to sum up."""

    first: date
    last: date
    class_ids: Sequence[int]


def week_sums(connection: sa.Connection, school_id: str, asked: Asked) -> list[WeekSum]:
    """Sums by week and class of everything (WHOLE)."""
    return _sums(connection, school_id, asked, TrendDay.subject == WHOLE)


def subject_sums(connection: sa.Connection, school_id: str, asked: Asked) -> list[WeekSum]:
    """The same subject by subject, all the classes together (class 0)."""
    return _sums(connection, school_id, asked, TrendDay.subject > WHOLE, together=True)


def _sums(
    connection: sa.Connection,
    school_id: str,
    asked: Asked,
    which: sa.ColumnElement[bool],
    *,
    together: bool = False,
) -> list[WeekSum]:
    is_usual = TrendDay.evenings == 1
    whose: sa.ColumnElement[Any] = (
        sa.literal(0) if together else TrendDay.school_class_id.expression
    )
    query = (
        sa.select(
            TrendDay.monday,
            whose.label("whose"),
            TrendDay.subject,
            sa.func.sum(sa.case((is_usual, TrendDay.minutes), else_=0)),
            sa.func.sum(sa.case((is_usual, 1), else_=0)),
            sa.func.sum(sa.case((TrendDay.minutes > TrendDay.cap, 1), else_=0)),
            sa.func.count(TrendDay.cap),
            sa.func.coalesce(sa.func.sum(TrendDay.declared), 0),
            sa.func.sum(sa.case((TrendDay.declared.is_not(None), TrendDay.minutes), else_=0)),
            sa.func.count(TrendDay.declared),
        )
        .where(
            TrendDay.school_id == school_id,
            which,
            TrendDay.day.between(asked.first, asked.last),
            TrendDay.school_class_id.in_(asked.class_ids),
        )
        .group_by(TrendDay.monday, TrendDay.subject, *(() if together else (whose,)))
    )
    return [
        WeekSum(*row[:3], *(int(each) for each in row[3:])) for row in connection.execute(query)
    ]
