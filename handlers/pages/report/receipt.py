"""What the receipt shows (回执): exactly what was understood, and how to correct it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.pages.report.entrance import Entrance
from homework.days import closes_at, day_words
from homework.report import Burden, Report
from homework.wording import pages as wording
from homework.wording.burdens import BURDEN_WORDS, difficulty_words
from homework.wording.report_lines import total_words


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One understood assignment."""

    subject: str
    details: str
    time: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything the receipt's template shows."""

    path: str
    edit_path: str
    class_name: str
    day_words: str
    lines: Sequence[ReceiptLine]
    no_homework: bool
    total: str
    ticks: Sequence[str]
    missing: str
    follows: str
    editable: str


def receipt_of(
    entrance: Entrance, day: date, report: Report, now: datetime, *, is_lead: bool
) -> Receipt:
    """Lay out what was understood; `editable` is empty once the day has closed."""
    closes = closes_at(day, entrance.plan.calendar)
    return Receipt(
        path=entrance.path,
        edit_path=f"{entrance.path}?day={day}",
        class_name=entrance.school_class.name(day),
        day_words=day_words(day),
        lines=[
            ReceiptLine(each.subject, wording.assignment_words(each), wording.time_words(each))
            for each in report.assignments
        ],
        no_homework=report.no_homework,
        total=total_words(report, entrance.school_class.grade(day)).removeprefix("共"),
        ticks=ticks_of(report),
        missing=wording.missing_minutes(report),
        follows=wording.what_follows(is_lead),
        editable=wording.editable_until(day, closes) if now < closes else "",
    )


def ticks_of(report: Report) -> list[str]:
    """Everything that was ticked beside the homework itself."""
    words = [wording.IRREGULARITY_WORDS[each] for each in sorted(report.irregularities)]
    words += [BURDEN_WORDS[each] for each in Burden if each in report.burdens]
    return [*words, difficulty_words(report.difficulty)] if report.difficulty else words
