"""Publication by the statistics of two days (两日判定), and what holds it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from homework.checks import (
    DayEvidence,
    Licence,
    is_burst,
    is_second_day,
    is_strong_day,
    publication_quorum,
    publishing_units,
    two_day_licence,
)
from homework.days import SHANGHAI, SchoolCalendar
from homework.measures import Measures
from homework.policy import Severity
from homework.totals import ReporterMeasures
from homework.verdicts import Verdict, clears, judge
from tests.homework.situations import cap, minutes, rule

CALENDAR = SchoolCalendar(known_years=frozenset({2026}))
MON, TUE, FRI = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)
NEXT_MON = date(2026, 11, 30)
EVENING = datetime(2026, 11, 23, 20, tzinfo=SHANGHAI)


def over(count: int, within: int = 0) -> Verdict:
    return judge(cap(), minutes(*[90] * count, *[30] * within))


@pytest.mark.parametrize(
    ("class_size", "quorum", "remark"),
    [
        (40, 8, "8 is 20 % of 40"),
        (41, 9, "20 % of 41, rounded up"),
        (60, 12, "a very large class"),
        (30, 8, "never fewer than 8"),
        (25, 8, "25 is not small"),
        (24, 8, "30 % of 24, rounded up"),
        (16, 5, "30 % of 16 is 4.8"),
        (10, 5, "never fewer than 5"),
        (None, 8, "a class of unknown size"),
    ],
)
def test_the_quorum_of_publication_grows_with_the_class(
    class_size: int | None, quorum: int, remark: str
) -> None:
    assert publication_quorum(class_size) == quorum, remark


@pytest.mark.parametrize(
    ("verdict", "strong", "second", "remark"),
    [
        (over(8), True, True, "eight of eight"),
        (over(7), False, True, "seven are too few to publish, enough to confirm"),
        (over(6, 3), True, True, "two thirds"),
        (over(6, 4), False, True, "fewer than two thirds"),
        (over(5, 5), False, False, "exactly half confirms nothing"),
        (over(4), False, False, "four families"),
        (over(6, 12), False, True, "six far over, whoever says otherwise"),
        (over(2, 6), False, False, "not suspected at all"),
    ],
)
def test_strong_days_and_second_days(
    verdict: Verdict, strong: bool, second: bool, remark: str
) -> None:
    assert (is_strong_day(verdict, 40), is_second_day(verdict)) == (strong, second), remark


def licence(*days: DayEvidence) -> Licence | None:
    return two_day_licence(days, CALENDAR, 40)


def test_two_days_license_publication_one_does_not() -> None:
    strong, second = DayEvidence(MON, over(8)), DayEvidence(TUE, over(7))
    assert licence(strong) is None
    assert licence(second, DayEvidence(MON, over(7))) is None
    assert licence(second, strong) == Licence(MON, TUE)


def test_the_second_day_may_come_first() -> None:
    assert licence(DayEvidence(MON, over(7)), DayEvidence(TUE, over(8))) == Licence(TUE, MON)


def test_the_two_days_lie_within_five_school_days() -> None:
    assert licence(DayEvidence(MON, over(8)), DayEvidence(FRI, over(7))) == Licence(MON, FRI)
    assert licence(DayEvidence(MON, over(8)), DayEvidence(NEXT_MON, over(7))) is None
    assert licence(DayEvidence(TUE, over(8)), DayEvidence(NEXT_MON, over(7))) is not None


def test_a_burst_holds_publication() -> None:
    strong, second = DayEvidence(MON, over(8)), DayEvidence(TUE, over(7))
    assert licence(replace(strong, is_burst=True), second) is None
    assert licence(strong, replace(second, is_burst=True)) is None


def test_what_needs_a_person_is_never_licensed() -> None:
    punitive = rule("national-2021", "breach:punitive_copy", grade=3)
    for held in (punitive, cap(severity=Severity.RECORD), cap(severity=Severity.CONFIDENTIAL)):
        verdict = replace(over(8), rule=held)
        assert licence(DayEvidence(MON, verdict), DayEvidence(TUE, verdict)) is None


def test_only_households_bound_for_a_week_may_publish() -> None:
    closed = datetime(2026, 11, 24, 12, tzinfo=SHANGHAI)
    week = timedelta(days=7)
    heavy = Measures(90, 90, 90, 90)
    reports = [
        ReporterMeasures("old", heavy, "a", closed - week),
        ReporterMeasures("new", heavy, "b", closed - week + timedelta(seconds=1)),
        ReporterMeasures("unbound", heavy),
        ReporterMeasures("second phone", heavy, "a", closed - timedelta(days=1)),
    ]
    assert [unit.unit for unit in publishing_units(reports, closed)] == ["h:a"]


def spread_out(count: int, gap: float) -> list[datetime]:
    return [EVENING + timedelta(minutes=gap * place) for place in range(count)]


@pytest.mark.parametrize(
    ("arrivals", "burst", "remark"),
    [
        (spread_out(6, 1) + spread_out(2, 60), True, "six of eight in ten minutes"),
        (
            spread_out(5, 1) + [EVENING + timedelta(hours=h) for h in (1, 2, 3)],
            False,
            "five of eight",
        ),
        (spread_out(20, 10), False, "twenty in an even evening"),
        (spread_out(8, 0) + spread_out(12, 30), False, "eight of twenty is no 60 %"),
        (spread_out(13, 0) + [EVENING + timedelta(hours=h) for h in range(1, 8)], True, "13 of 20"),
        (spread_out(5, 0), False, "five reports in all"),
        (spread_out(6, 2), True, "ten minutes sharp, both ends"),
        (spread_out(6, 2.1), False, "a little more than ten minutes"),
        ([], False, "nobody"),
    ],
)
def test_a_burst_is_many_reports_in_ten_minutes(
    arrivals: list[datetime], burst: bool, remark: str
) -> None:
    assert is_burst(arrivals) is burst, remark
    assert is_burst(arrivals[::-1]) is burst, "order"


def test_a_suspicion_is_cleared_by_a_quorum_only() -> None:
    assert not clears(over(3))
    assert not clears(over(1, 1))
    assert clears(over(0, 3))
    assert clears(over(1, 2))
