"""Measuring a class again: which days count, what begins the count anew, when it is cured."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from homework.cases import CaseState
from homework.days import SHANGHAI
from homework.outcomes import Outcome
from homework.plan import RectifyPlan
from homework.rectifications import (
    DayMark,
    DayResult,
    file_number,
    is_relapse,
    mark_of,
    progress,
    reply_until,
)
from tests.homework.situations import CALENDAR

ENOUGH = 5
WITHIN, OVER, UNDECIDED = Outcome.WITHIN, Outcome.OVER, Outcome.UNDECIDED
MARKS = {"k": DayMark.KEPT, "o": DayMark.OVER, "?": DayMark.UNKNOWN}


def days(marks: str) -> list[tuple[date, DayMark]]:
    return [
        (date(2026, 11, 24) + timedelta(days=place), MARKS[mark])
        for place, mark in enumerate(marks)
    ]


@pytest.mark.parametrize(
    ("results", "mark"),
    [
        ([], DayMark.UNKNOWN),
        ([DayResult(WITHIN, 4, None)], DayMark.UNKNOWN),  # too few to say it aloud
        ([DayResult(WITHIN, 5, None)], DayMark.KEPT),
        ([DayResult(WITHIN, 0, True)], DayMark.KEPT),  # the class's own register
        ([DayResult(WITHIN, 4, False)], DayMark.UNKNOWN),
        ([DayResult(UNDECIDED, 9, None)], DayMark.UNKNOWN),
        ([DayResult(OVER, 9, None)], DayMark.UNKNOWN),  # nobody has looked yet
        ([DayResult(OVER, 9, None, CaseState.SUSPECTED)], DayMark.UNKNOWN),
        ([DayResult(OVER, 9, None, CaseState.CONFIRMED)], DayMark.OVER),
        ([DayResult(OVER, 9, None, CaseState.PUBLIC)], DayMark.OVER),
        ([DayResult(OVER, 9, None, CaseState.REFUTED)], DayMark.KEPT),  # a person looked
        ([DayResult(WITHIN, 9, None), DayResult(OVER, 9, None, CaseState.PUBLIC)], DayMark.OVER),
        ([DayResult(WITHIN, 9, None), DayResult(UNDECIDED, 9, None)], DayMark.UNKNOWN),
    ],
)
def test_a_day_counts_as_kept_only_where_the_hall_could_say_so(
    results: list[DayResult], mark: DayMark
) -> None:
    assert mark_of(results, ENOUGH) is mark


@pytest.mark.parametrize(
    ("marks", "kept", "is_cured"),
    [
        ("", 0, False),
        ("kkkk", 4, False),
        ("kkkkk", 5, True),
        ("kk?k?kk", 5, True),  # a day nobody spoke of neither counts nor breaks
        ("kkkkokkkk", 4, False),
        ("okkkkk", 5, True),
        ("?????", 0, False),
    ],
)
def test_so_many_days_kept_in_a_row_cure(marks: str, kept: int, is_cured: bool) -> None:
    found = progress(days(marks), 5)

    assert (found.kept, found.is_cured) == (kept, is_cured)


def test_where_too_few_speak_a_person_is_asked_to_look() -> None:
    assert progress(days("k????k????"), 5).is_due_for_a_look
    assert not progress(days("k????k???"), 5).is_due_for_a_look
    assert not progress(days("??????????o"), 5).is_due_for_a_look


def test_the_last_day_over_is_named() -> None:
    assert progress(days("kok"), 5).last_over == date(2026, 11, 25)


def test_a_reply_is_due_before_school_ends_two_school_days_later() -> None:
    friday = datetime(2026, 11, 27, 15, 0, tzinfo=SHANGHAI)

    due = reply_until(friday, RectifyPlan(reply_days=2), CALENDAR)

    assert due == datetime(2026, 12, 1, 16, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "expected"), [(1, True), (2, True), (4, True), (7, True), (8, True), (9, False)]
)
def test_a_relapse_is_counted_in_school_days(day: int, expected: bool) -> None:
    plan = RectifyPlan(relapse_days=5)

    assert is_relapse(date(2026, 12, 1), date(2026, 12, day), plan, CALENDAR) is expected
    assert not is_relapse(date(2026, 12, 1), date(2026, 11, 30), plan, CALENDAR)


def test_the_file_number_reads_as_schools_write_it() -> None:
    assert file_number("示小作改", 2026, 3) == "示小作改〔2026〕3号"
