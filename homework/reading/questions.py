"""The one question to ask back (追问), where a total would otherwise be a guess."""

from __future__ import annotations

from homework.reading.values import Ask, ClassName
from homework.report import IMPLAUSIBLE_MINUTES, Assignment, Report, Subject


def ask_about(
    report: Report, classes: tuple[ClassName, ...], too_long: bool = False
) -> tuple[Ask | None, tuple[int, ...]]:
    """The first open question of `Ask`, and the indexes of the assignments it is about."""
    if len(classes) > 1:
        return Ask.TWO_CLASSES, ()
    implausible = tuple(i for i, a in enumerate(report.assignments) if _is_implausible(a))
    missing = missing_minutes(report)
    if implausible or too_long or _is_total_implausible(report):
        return Ask.IMPLAUSIBLE_MINUTES, implausible or missing
    if not report.assignments and report.stated_total is not None:
        return Ask.SUBJECT, ()
    if missing:
        return Ask.MISSING_MINUTES, missing
    return None, ()


def missing_minutes(report: Report) -> tuple[int, ...]:
    """Indexes of the assignments whose minutes a total needs and nobody has said."""
    if report.stated_total is not None or report.unknown_minutes_accepted:
        return ()
    return tuple(i for i, a in enumerate(report.assignments) if needs_minutes(a))


def needs_minutes(assignment: Assignment) -> bool:
    """False for what no cap counts, what was done at school, and what another's minutes include."""
    return assignment.minutes is None and not (
        assignment.is_optional
        or assignment.done_at_school
        or assignment.family_added
        or assignment.minutes_included
    )


def _is_implausible(assignment: Assignment) -> bool:
    if assignment.minutes is None:
        return False
    return (assignment.minutes.high or assignment.minutes.low) > IMPLAUSIBLE_MINUTES


def _is_total_implausible(report: Report) -> bool:
    total = report.stated_total
    return total is not None and (total.high or total.low) > IMPLAUSIBLE_MINUTES


def is_subject_open(report: Report) -> bool:
    """True where some homework has no subject that anybody said."""
    return any(a.subject is Subject.OTHER and not a.content for a in report.assignments)
