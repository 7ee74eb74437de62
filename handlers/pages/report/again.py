"""Filling a form in again (回填): a report as fields, so that it can be corrected."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from handlers.pages.report.rows import AT_SCHOOL, CHIPS, Fields, key_of, subjects_for
from homework.report import Assignment, Report, Slot
from homework.wording import pages as wording


def fields_of(report: Report, grade: int) -> Fields:
    """A report as a filled form, so that it can be corrected; what has no row becomes words."""
    fields: Fields = MultiDict()
    apart = without_row(report, grade)
    for each in report.assignments:
        if each not in apart.assignments:
            _fill_row(fields, each)
    words = [wording.spoken(each) for each in apart.assignments]
    if apart.stated_total is not None:
        words.append(f"一共{wording.minutes_words(apart.stated_total)}")
    if words:
        fields["words"] = "\n".join(words)
    fields.setlist("irregularity", sorted(report.irregularities))
    fields.setlist("burden", sorted(report.burdens))
    if report.difficulty is not None:
        fields["difficulty"] = str(report.difficulty)
    return fields


def without_row(report: Report, grade: int) -> Report:
    """The part of a report that no row can hold: two assignments of a subject, "半小时到一小时"."""
    subjects = [each.subject for each in report.assignments]
    offered = set(subjects_for(grade))
    return Report(
        assignments=tuple(
            each
            for each in report.assignments
            if subjects.count(each.subject) > 1
            or each.subject not in offered
            or not _fits_row(each)
        ),
        stated_total=report.stated_total,
        unknown_minutes_accepted=report.unknown_minutes_accepted,
    )


def _fits_row(assignment: Assignment) -> bool:
    minutes = assignment.minutes
    return assignment.slot is not Slot.WEEKEND and (
        minutes is None or minutes.high is None or minutes.low == minutes.high
    )


def _fill_row(fields: Fields, assignment: Assignment) -> None:
    key = key_of(assignment.subject)
    minutes = assignment.minutes
    is_open = minutes is not None and minutes.high is None
    ticks = {
        "part": assignment.done_at_school and is_open,
        "unfinished": is_open and not assignment.done_at_school,
        "family": assignment.family_added,
        "noon": assignment.slot is Slot.NOON,
        "optional": assignment.is_optional,
    }
    if assignment.done_at_school and not is_open:
        fields[f"m-{key}"] = AT_SCHOOL
    if minutes is not None:
        is_chip = minutes.low in CHIPS and f"m-{key}" not in fields
        fields[f"{'m' if is_chip else 'x'}-{key}"] = str(minutes.low)
    if assignment.kind is not None:
        fields[f"k-{key}"] = assignment.kind
    if assignment.content:
        fields[f"c-{key}"] = assignment.content
    fields.setlist(f"f-{key}", [name for name, is_on in ticks.items() if is_on])
