"""Which class is meant (班级): entry year and number for life, grade and slug on a given day."""

from __future__ import annotations

import re
from datetime import date

GRADE_WORDS = ("一", "二", "三", "四", "五", "六", "七", "八", "九")
LAST_GRADE = len(GRADE_WORDS)
MAX_CLASS_NUMBER = 99
SCHOOL_YEAR_MONTH = 9

_SLUG = re.compile(r"([1-9])-([1-9][0-9]?)", re.ASCII)


def school_year(day: date) -> int:
    """The calendar year whose 1 September began the school year of `day`."""
    return day.year if day.month >= SCHOOL_YEAR_MONTH else day.year - 1


def grade_on(entry_grade: int, entry_year: int, day: date) -> int:
    """The grade on `day` of a class that entered `entry_grade` on 1 September of `entry_year`.

    The result may lie outside the school's grades: the class has not come yet, or has left.
    """
    return entry_grade + school_year(day) - entry_year


def entry_year_for(grade: int, entry_grade: int, day: date) -> int:
    """The entry year of the class that is in `grade` on `day`."""
    return school_year(day) - (grade - entry_grade)


def grade_name(grade: int) -> str:
    """三年级; raises ValueError for a grade outside 1 to 9."""
    if not 1 <= grade <= LAST_GRADE:
        raise ValueError(f"grade out of range: {grade}")
    return f"{GRADE_WORDS[grade - 1]}年级"


def class_name(grade: int, number: int) -> str:
    """三年级2班; raises ValueError for a grade outside 1 to 9 or a number outside 1 to 99."""
    _require_number(number)
    return f"{grade_name(grade)}{number}班"


def class_slug(grade: int, number: int) -> str:
    """3-2, as links and commands write a class on a given day; raises ValueError like class_name."""
    _require_number(number)
    grade_name(grade)
    return f"{grade}-{number}"


def read_slug(slug: str) -> tuple[int, int]:
    """Grade and number out of `3-2`; raises ValueError for anything else."""
    match = _SLUG.fullmatch(slug.strip())
    if match is None:
        raise ValueError(f"not a class: {slug!r}")
    return int(match[1]), int(match[2])


def _require_number(number: int) -> None:
    if not 1 <= number <= MAX_CLASS_NUMBER:
        raise ValueError(f"class number out of range: {number}")
