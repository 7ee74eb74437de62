"""Classes (班级) by entry year, grade and slug."""

from __future__ import annotations

from datetime import date

import pytest

from homework.school import (
    class_name,
    class_slug,
    entry_year_for,
    grade_on,
    read_slug,
    school_year,
)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 8, 31), 2025),  # the last day of the old school year
        (date(2026, 9, 1), 2026),
        (date(2027, 1, 1), 2026),  # New Year changes nothing
    ],
)
def test_a_school_year_begins_on_1_september(day: date, year: int) -> None:
    assert school_year(day) == year


def test_a_class_moves_up_on_1_september() -> None:
    assert grade_on(1, 2024, date(2026, 8, 31)) == 2
    assert grade_on(1, 2024, date(2026, 9, 1)) == 3


def test_a_junior_class_enters_grade_7() -> None:
    assert grade_on(7, 2026, date(2026, 11, 23)) == 7


@pytest.mark.parametrize("grade", range(1, 10))
def test_entry_year_and_grade_are_inverse(grade: int) -> None:
    day = date(2026, 11, 23)
    assert grade_on(1, entry_year_for(grade, 1, day), day) == grade


def test_a_class_is_called_as_people_call_it() -> None:
    assert class_name(3, 2) == "三年级2班"
    assert class_name(9, 12) == "九年级12班"


@pytest.mark.parametrize(("grade", "number"), [(0, 1), (10, 1), (3, 0), (3, 100)])
def test_a_class_that_cannot_be_has_no_name_and_no_slug(grade: int, number: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        class_name(grade, number)
    with pytest.raises(ValueError, match="out of range"):
        class_slug(grade, number)


def test_a_slug_reads_back() -> None:
    assert read_slug(class_slug(6, 11)) == (6, 11)


@pytest.mark.parametrize("slug", ["", "3", "3-0", "0-1", "3-2-1", "三-2", "3-２", "10-1", "3-100"])
def test_what_is_no_slug_is_refused(slug: str) -> None:
    with pytest.raises(ValueError, match="not a class"):
        read_slug(slug)
