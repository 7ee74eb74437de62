"""When statistics alone may license publication (两日判定): the school's choice check = "two-days".

With check = "required", the default, nothing here is asked: a person's check decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from homework.days import SchoolCalendar
from homework.outcomes import Outcome, Verdict
from homework.plan import Trust
from homework.policy.rules import Severity
from homework.thresholds import DEFAULTS, Thresholds, reaches
from homework.totals import ReporterMeasures, UnitMeasures, counted_units


@dataclass(frozen=True, slots=True)
class DayEvidence:
    """One rule on one day of a class, judged from `publishing_units`; `is_burst` holds it back."""

    day: date
    verdict: Verdict
    is_burst: bool = False


@dataclass(frozen=True, slots=True)
class Licence:
    """The two days that license publication: the strong one and the one that confirms it."""

    strong_day: date
    second_day: date


def publishing_units(
    reports: Iterable[ReporterMeasures], closed_at: datetime, thresholds: Thresholds = DEFAULTS
) -> tuple[UnitMeasures, ...]:
    """The units that may license publication: households bound for a week when the day closed.

    Whoever is not bound, or bound lately, may alert the school but never publish a class.
    """
    oldest = closed_at - timedelta(days=thresholds.binding_age_days)
    settled = [each for each in reports if each.bound_at is not None and each.bound_at <= oldest]
    return counted_units(settled, Trust.HOUSEHOLD, closed_at)


def publication_quorum(class_size: int | None, thresholds: Thresholds = DEFAULTS) -> int:
    """How many households must have reported; a class of unknown size is taken for a large one."""
    if class_size is None:
        return thresholds.two_days_units
    if class_size < thresholds.small_class:
        least, share = thresholds.small_class_units, thresholds.small_class_share
    else:
        least, share = thresholds.two_days_units, thresholds.two_days_class_share
    return max(least, ceil(share * class_size - 1e-9))


def is_strong_day(
    verdict: Verdict, class_size: int | None, thresholds: Thresholds = DEFAULTS
) -> bool:
    """A day that could be published: a quorum of the class, two thirds of it over the cap."""
    return (
        verdict.is_suspected
        and verdict.units >= publication_quorum(class_size, thresholds)
        and reaches(verdict.units_over, thresholds.two_days_over_share, verdict.units)
    )


def is_second_day(verdict: Verdict, thresholds: Thresholds = DEFAULTS) -> bool:
    """A day that confirms another: suspected, and by the majority or by many far over the cap.

    Exactly half over the cap sends a person to look, but it is too little to publish on: with it
    a clean class with two liars would be published 2.7 times as often (docs/verdicts.md).
    """
    if not verdict.is_suspected:
        return False
    by_majority = verdict.outcome is Outcome.OVER and verdict.units >= thresholds.second_day_units
    return by_majority or verdict.units_strong >= thresholds.strong_units


def two_day_licence(
    days: Sequence[DayEvidence],
    calendar: SchoolCalendar,
    class_size: int | None,
    thresholds: Thresholds = DEFAULTS,
) -> Licence | None:
    """The first pair of days that licenses publication of one rule's breach, or None.

    One is strong, the other confirms it, both inside five school days, neither held by a burst.
    A rule that needs a person, or is only recorded or confidential, is never licensed.
    """
    usable = [each for each in sorted(days, key=_by_day) if _may_license(each)]
    second_days = [each.day for each in usable if is_second_day(each.verdict, thresholds)]
    for each in usable:
        if not is_strong_day(each.verdict, class_size, thresholds):
            continue
        for other in second_days:
            if other != each.day and _is_near(each.day, other, calendar, thresholds):
                return Licence(each.day, other)
    return None


def is_burst(arrivals: Sequence[datetime], thresholds: Thresholds = DEFAULTS) -> bool:
    """Whether a day's reports came in a rush, as when a chat group calls for them.

    A burst holds publication for a person to look at; no report is ever discarded for it. The
    number that is no coincidence grows with the day's reports (honest 99.9 % quantiles: 5 of 8
    reports inside ten minutes, 6 of 12, 7 of 20, 10 of 40).
    """
    ordered = sorted(arrivals)
    enough = round(thresholds.burst_units + max(0, len(ordered) - 8) * 5 / 32)
    span = timedelta(minutes=thresholds.burst_minutes)
    most = first = 0
    for last, arrival in enumerate(ordered):
        while arrival - ordered[first] > span:
            first += 1
        most = max(most, last - first + 1)
    return most >= enough and most > thresholds.burst_share * len(ordered)


def _by_day(evidence: DayEvidence) -> date:
    return evidence.day


def _may_license(evidence: DayEvidence) -> bool:
    rule = evidence.verdict.rule
    unpublished = (Severity.RECORD, Severity.CONFIDENTIAL)
    return not (evidence.is_burst or rule.needs_person or rule.severity in unpublished)


def _is_near(one: date, other: date, calendar: SchoolCalendar, thresholds: Thresholds) -> bool:
    earlier, later = sorted((one, other))
    for _ in range(thresholds.within_school_days - 1):
        earlier = calendar.next_school_day(earlier)
        if earlier >= later:
            return True
    return False
