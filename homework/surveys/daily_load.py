"""Daily load (每日作业量): answers to that questionnaire are the same report as the form's."""

from __future__ import annotations

from dataclasses import replace

from homework.reading import merge_reports
from homework.report import Assignment, Irregularity, Kind, Minutes, Report, Subject
from homework.surveys.questions import Answer, Answers, Feed, Template

NO_HOMEWORK = "none"
UNFINISHED = "no"
_KINDS = {"written": Kind.WRITTEN, "oral": Kind.ORAL, "practical": Kind.PRACTICAL}
_FAMILY_CONTENT = "家里加的"


def report_from(template: Template, answers: Answers) -> Report:
    """What a reply to a template that feeds reports says of its day; empty where it says nothing."""
    fed = {
        question.feeds: answers[question.key]
        for question in template.questions
        if question.feeds and question.key in answers
    }
    irregularities = frozenset(_irregularities(fed.get(Feed.IRREGULARITIES)))
    if fed.get(Feed.AMOUNT) == NO_HOMEWORK:
        return Report(no_homework=True, irregularities=irregularities)
    kind = _KINDS.get(str(fed.get(Feed.KIND, "")))
    is_finished = fed.get(Feed.FINISHED) != UNFINISHED
    assignments = [
        Assignment(subject, minutes=_minutes(minutes, is_finished), kind=kind)
        for subject in Subject
        if isinstance(minutes := fed.get(subject), int) and minutes > 0
    ]
    family = fed.get(Feed.FAMILY)
    if isinstance(family, int) and family > 0:
        assignments.append(
            Assignment(Subject.OTHER, _FAMILY_CONTENT, Minutes.exactly(family), family_added=True)
        )
    return Report(tuple(assignments), irregularities=irregularities)


def merged(kept: Report | None, before: Report, said: Report) -> Report:
    """The day's report after a reply: `kept` is what the reporter's report holds so far, `before`
    what an earlier version of the same reply had told it, which `said` now replaces."""
    if kept is None or (before.no_homework and kept.no_homework):
        return said
    others = tuple(each for each in kept.assignments if each not in before.assignments)
    base = replace(
        kept,
        assignments=others,
        irregularities=kept.irregularities - before.irregularities,
    )
    return merge_reports(base, said)


def _minutes(minutes: int, is_finished: bool) -> Minutes:
    # Which subject was left undone was not asked: any of them may have taken longer.
    return Minutes(minutes, minutes if is_finished else None)


def _irregularities(ticked: Answer | None) -> list[Irregularity]:
    known = set(Irregularity)
    keys = ticked if isinstance(ticked, tuple) else ()
    return [Irregularity(key) for key in keys if key in known]
