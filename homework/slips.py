"""How long a family slip is good for (家庭反馈条的有效期): one school year, printed from July on."""

from __future__ import annotations

from datetime import date

from homework.school import SCHOOL_YEAR_MONTH, school_year

PRINTED_FROM_MONTH = 7
"""Slips made in July and August are for the school year to come."""

_MISREAD = str.maketrans({"o": "0", "i": "1", "l": "1"})


def slips_since(day: date) -> date:
    """The first day of issue whose slips are still good on `day`."""
    return date(school_year(day), PRINTED_FROM_MONTH, 1)


def slips_until(issued: date) -> date:
    """The last day on which a slip issued on this day is good: 31 August."""
    year = issued.year + 1 if issued.month >= PRINTED_FROM_MONTH else issued.year
    return date(year, SCHOOL_YEAR_MONTH - 1, 31)


def paper_day(today: date) -> date:
    """The day whose class names belong on what is printed today: in the summer those of September."""
    is_summer = PRINTED_FROM_MONTH <= today.month < SCHOOL_YEAR_MONTH
    return date(today.year, SCHOOL_YEAR_MONTH, 1) if is_summer else today


def read_code(text: str) -> str:
    """A slip's short code as somebody typed it: capitals, gaps and misread letters put right."""
    return "".join(sign for sign in text.lower() if sign.isalnum()).translate(_MISREAD)
