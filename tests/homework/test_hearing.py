"""Which days a hearing looks back on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from homework.hearing import Term, terms_until
from tests.homework.situations import CALENDAR

AUTUMN = Term(date(2026, 9, 1), date(2027, 1, 22))
SPRING = Term(date(2027, 2, 22), date(2027, 7, 2))
ENTERED = replace(CALENDAR, terms=((SPRING.first, SPRING.last), (AUTUMN.first, AUTUMN.last)))


@pytest.mark.parametrize(
    ("day", "terms"),
    [
        (date(2026, 9, 1), (AUTUMN,)),
        (date(2027, 2, 1), (AUTUMN,)),  # the vacation looks back
        (date(2027, 2, 22), (SPRING, AUTUMN)),
    ],
)
def test_the_newest_term_that_has_begun_comes_first(day: date, terms: tuple[Term, ...]) -> None:
    assert terms_until(day, ENTERED) == terms


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 2, 15), date(2026, 8, 14)])
def test_without_terms_the_year_has_two_halves_that_leave_no_day_out(day: date) -> None:
    newest, before = terms_until(day, CALENDAR)

    assert newest.first <= day <= newest.last
    assert (newest.first - before.last).days == 1
