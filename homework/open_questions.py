"""The one question a report leaves open (追问): without an answer its total would be a guess."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from homework.reading import Ask
from homework.reading.questions import missing_minutes
from homework.report import IMPLAUSIBLE_MINUTES, Assignment, Kind, Minutes, Report

LAST_GRADE_WITHOUT_WRITTEN = 2


class Topic(StrEnum):
    """What the chat may be waiting for; of several, the first of this list is asked."""

    SCHOOL = "school"
    SCHOOL_CLASS = "school_class"
    SUBJECT = "subject"
    IMPLAUSIBLE_MINUTES = "implausible_minutes"
    KIND = "kind"
    MISSING_MINUTES = "missing_minutes"


ASK_OF_TOPIC = {
    Topic.SUBJECT: Ask.SUBJECT,
    Topic.IMPLAUSIBLE_MINUTES: Ask.IMPLAUSIBLE_MINUTES,
    Topic.MISSING_MINUTES: Ask.MISSING_MINUTES,
}
"""How the reader calls the questions whose answers it reads."""

THE_TOTAL = -1
"""Stands for the stated total where an assignment's index is expected."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and about which assignments (indexes into the report, or THE_TOTAL)."""

    topic: Topic
    about: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Aside:
    """A figure above four hours: set aside, and not counted until it is confirmed."""

    index: int
    minutes: Minutes


@dataclass(frozen=True, slots=True)
class Settled:
    """What may be kept of a report now, what was set aside of it, and the one question to ask."""

    kept: Report
    question: Question | None = None
    aside: tuple[Aside, ...] = ()

    @property
    def said(self) -> Report:
        """The report as it was said, figures in doubt included."""
        return restore(self.kept, self.aside)


def settle(
    said: Report, grade: int, old: Report | None = None, dropped: Collection[Assignment] = ()
) -> Settled:
    """Decide what of a report is kept now and what is asked, of several things the gravest.

    Figures that stood in `old` are not doubted again. `dropped` are assignments of `said` whose
    figure the reader could not even keep. Grades 1 and 2 are asked for the kind, and for minutes
    only of what is written: written homework is banned there.
    """
    aside = tuple(_doubtful(said, old))
    lost = tuple(index for index, each in enumerate(said.assignments) if each in dropped)
    if aside or lost:
        kept = without(said, aside)
        doubted = tuple(each.index for each in aside) or lost
        return Settled(kept, Question(Topic.IMPLAUSIBLE_MINUTES, doubted), aside)
    if not said.assignments and said.stated_total is not None:
        return Settled(said, Question(Topic.SUBJECT))
    return Settled(said, _question_about_assignments(said, grade))


def _question_about_assignments(report: Report, grade: int) -> Question | None:
    is_young = grade <= LAST_GRADE_WITHOUT_WRITTEN
    kindless = tuple(
        index
        for index, each in enumerate(report.assignments)
        if each.kind is None and not each.family_added and not each.is_optional
    )
    if is_young and kindless and not report.unknown_minutes_accepted:
        return Question(Topic.KIND, kindless)
    missing = tuple(
        index
        for index in missing_minutes(report)
        if not is_young or report.assignments[index].kind is Kind.WRITTEN
    )
    return Question(Topic.MISSING_MINUTES, missing) if missing else None


def _doubtful(said: Report, old: Report | None) -> Iterator[Aside]:
    known = old.assignments if old is not None else ()
    for index, each in enumerate(said.assignments):
        if each.minutes is not None and _is_implausible(each.minutes) and each not in known:
            yield Aside(index, each.minutes)
    total = said.stated_total
    if total is not None and _is_implausible(total) and (old is None or total != old.stated_total):
        yield Aside(THE_TOTAL, total)


def _is_implausible(minutes: Minutes) -> bool:
    return max(minutes.low, minutes.high or 0) > IMPLAUSIBLE_MINUTES


def without(report: Report, aside: Iterable[Aside]) -> Report:
    """The report without the figures that were set aside."""
    indexes = {each.index for each in aside}
    return replace(
        report,
        assignments=tuple(
            replace(each, minutes=None) if index in indexes else each
            for index, each in enumerate(report.assignments)
        ),
        stated_total=None if THE_TOTAL in indexes else report.stated_total,
    )


def restore(report: Report, aside: Iterable[Aside]) -> Report:
    """The report with the figures back that were set aside."""
    minutes = {each.index: each.minutes for each in aside}
    return replace(
        report,
        assignments=tuple(
            replace(each, minutes=minutes[index]) if index in minutes else each
            for index, each in enumerate(report.assignments)
        ),
        stated_total=minutes.get(THE_TOTAL, report.stated_total),
    )


_KIND_WORDS = {
    "书面": Kind.WRITTEN,
    "写": Kind.WRITTEN,
    "笔头": Kind.WRITTEN,
    "口头": Kind.ORAL,
    "读": Kind.ORAL,
    "背": Kind.ORAL,
    "听": Kind.ORAL,
    "实践": Kind.PRACTICAL,
    "动手": Kind.PRACTICAL,
}
_KIND = re.compile("|".join(_KIND_WORDS))
_MAX_KIND_ANSWER = 30


def read_kind_answer(text: str, report: Report, about: tuple[int, ...]) -> Report | None:
    """Merge an answer to "书面还是口头": 口头 · 都是书面 · 语文书面 数学口头; None where it is none."""
    words = [(found.start(), _KIND_WORDS[found.group()]) for found in _KIND.finditer(text)]
    if not words or len(text) > _MAX_KIND_ANSWER or any(sign.isdigit() for sign in text):
        return None
    kinds: dict[int, Kind] = {}
    for place, index in enumerate(about):
        kind = _kind_for(text, words, report.assignments[index], place)
        if kind is None:
            return None
        kinds[index] = kind
    return replace(
        report,
        assignments=tuple(
            replace(each, kind=kinds[index]) if index in kinds else each
            for index, each in enumerate(report.assignments)
        ),
    )


def _kind_for(
    text: str, words: list[tuple[int, Kind]], assignment: Assignment, place: int
) -> Kind | None:
    """The kind said after the subject's name; else the only kind said; else the one in its turn."""
    named = text.find(assignment.subject.value)
    if named >= 0:
        return next((kind for at, kind in words if at > named), None)
    if len({kind for _, kind in words}) == 1:
        return words[0][1]
    return words[place][1] if place < len(words) else None
