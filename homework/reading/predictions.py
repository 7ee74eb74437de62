"""A reading in the flat shape that scripts and the scorer read (预测格式)."""

from __future__ import annotations

from datetime import date

from homework.reading.days_said import day_offset, school_year
from homework.reading.durations import read_minutes
from homework.reading.values import Reading
from homework.report import Assignment, Irregularity, Minutes

# Rules forbid it, but a message cannot tell heavy copying from punishment; scripts know only these.
_UNTOLD = {Irregularity.MECHANICAL_COPY}


def prediction(row_id: str, text: str, reading: Reading, today: date | None) -> dict[str, object]:
    """One line of predictions.jsonl; `minutes` is that of the text read as one duration phrase."""
    report = reading.report
    name = reading.class_names[0] if reading.class_names else None
    grade = None
    if name is not None:
        grade = name.grade if today is None else name.grade_in(school_year(today))
    slots = [a.slot for a in report.assignments if a.slot]
    return {
        "id": row_id,
        "grade": grade,
        "class_no": name.number if name else None,
        "items": [_item(a) for a in report.assignments],
        "slot": slots[0].value if slots else None,
        "flags": sorted(report.irregularities - _UNTOLD) if report.assignments else [],
        "no_homework": report.no_homework,
        "day_offset": day_offset(reading, today),
        "total_minutes": middle(report.stated_total),
        "minutes": middle(read_minutes(text)),
        "intent": reading.intent.value,
        "ask": reading.ask.value if reading.ask else None,
    }


def middle(minutes: Minutes | None) -> float | None:
    """The middle of an interval; its lower end where it is open."""
    if minutes is None:
        return None
    return minutes.low if minutes.high is None else (minutes.low + minutes.high) / 2


def _item(assignment: Assignment) -> dict[str, object]:
    return {
        "subject": assignment.subject.value,
        "content": assignment.content,
        "minutes": middle(assignment.minutes),
        "kind": assignment.kind.value if assignment.kind else None,
    }
