"""A month of a school in counts (月报的数据): reports, findings, corrections, notices, cures."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from homework.cases import CaseState
from homework.plan import SchoolPlan
from homework.policy import Severity
from homework.wording.month import MonthFacts
from models.cases.rectifications import Rectification
from models.days.overloads import Overload
from models.hall.notices import Notice
from models.reporting.reports import ReportRow

_CONFIRMED = (CaseState.CONFIRMED, CaseState.PUBLIC, CaseState.CLOSED)


def month_facts(
    connection: sa.Connection, plan: SchoolPlan, first: date, now: datetime
) -> MonthFacts:
    """What the homework days of the month that begins on `first` add up to, up to now."""
    last = min(_last_of(first), now.date())
    states = _states(connection, plan.id, first, last)
    shown = _shown(connection, plan.id, (first, last), now)
    reports, classes = _reports(connection, plan.id, first, last)
    by_rule = Counter(name for name, is_corrected in shown if not is_corrected)
    return MonthFacts(
        first=first,
        school_days=sum(plan.calendar.is_school_day(day) for day in _days(first, last)),
        reports=reports,
        classes_reported=classes,
        confirmed=sum(states[state] for state in _CONFIRMED),
        refuted=states[CaseState.REFUTED] + states[CaseState.CORRECTED],
        shown=sum(by_rule.values()),
        corrected=len(shown) - sum(by_rule.values()),
        notices=_notices(connection, plan.id, first, last),
        closed=states[CaseState.CLOSED],
        by_rule=tuple(by_rule.most_common()),
    )


def _last_of(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def _states(
    connection: sa.Connection, school_id: str, first: date, last: date
) -> Counter[CaseState]:
    rows = connection.execute(
        sa.select(Overload.state, sa.func.count().label("cases"))
        .where(
            Overload.school_id == school_id,
            Overload.day.between(first, last),
            Overload.severity != Severity.CONFIDENTIAL,
        )
        .group_by(Overload.state)
    )
    return Counter({CaseState(row.state): row.cases for row in rows})


def _shown(
    connection: sa.Connection, school_id: str, days: tuple[date, date], now: datetime
) -> list[tuple[str, bool]]:
    """(rule's name, whether it was taken back) of every finding the hall showed, once each."""
    rows = connection.execute(
        sa.select(Notice.overload_id, Notice.rule_name, Notice.retracted_at)
        .join(
            Overload,
            sa.and_(Overload.school_id == Notice.school_id, Overload.id == Notice.overload_id),
        )
        .where(
            Notice.school_id == school_id,
            Notice.day.between(*days),
            Notice.begins_at <= now,
            Overload.severity != Severity.CONFIDENTIAL,
        )
        .order_by(Notice.begins_at)
    )
    return list(
        {row.overload_id: (row.rule_name, row.retracted_at is not None) for row in rows}.values()
    )


def _reports(connection: sa.Connection, school_id: str, first: date, last: date) -> tuple[int, int]:
    # All that was sent, also what counts nowhere: a public figure that one phone's report moves and
    # another's does not would tell whose counts.
    row = connection.execute(
        sa.select(
            sa.func.count().label("reports"),
            sa.func.count(ReportRow.school_class_id.distinct()).label("classes"),
        ).where(ReportRow.school_id == school_id, ReportRow.day.between(first, last))
    ).one()
    return int(row.reports), int(row.classes)


def _notices(connection: sa.Connection, school_id: str, first: date, last: date) -> int:
    query = (
        sa.select(sa.func.count())
        .select_from(Rectification)
        .join(
            Overload,
            sa.and_(
                Overload.school_id == Rectification.school_id,
                Overload.id == Rectification.overload_id,
            ),
        )
        .where(Rectification.school_id == school_id, Overload.day.between(first, last))
    )
    return int(connection.scalar(query) or 0)
