"""The form's fields (表单): what a parent tapped and typed becomes a report, or a sentence at the field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from handlers.pages.report.rows import (
    CONTENT_LIMIT,
    Fields,
    doubt_minutes,
    read_row,
    subjects_for,
)
from handlers.pages.report.words import Said
from homework.report import Assignment, Burden, Irregularity, Report
from homework.wording import pages as wording
from homework.wording.burdens import DIFFICULTY_WORDS

Tick = TypeVar("Tick", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was read: the report, or what is wrong by field. `unread` words held no homework;
    `doubted` are the keys of subjects whose minutes wait to be confirmed."""

    report: Report | None
    mistakes: dict[str, str] = field(default_factory=dict)
    is_unread: bool = False
    doubted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Ticked:
    """What the form's ticks say of the whole day."""

    irregularities: frozenset[Irregularity]
    burdens: frozenset[Burden]
    difficulty: int | None


def read_fields(fields: Fields, grade: int, said: Said | None = None) -> Filled:
    """Read a form; `said` is what its free text was understood to say, read by the caller."""
    said = said or Said()
    mistakes: dict[str, str] = dict(said.mistakes)
    tapped = [
        each
        for subject in subjects_for(grade)
        if (each := read_row(fields, subject, grade, mistakes)) is not None
    ]
    doubted = doubt_minutes(tapped, fields.getlist("sure"), mistakes)
    ticked = _read_ticks(fields)
    if fields.get("no_homework"):
        if tapped or said.report.assignments:
            mistakes["form"] = wording.HOMEWORK_AND_NONE
        report = Report(
            no_homework=not mistakes,
            irregularities=ticked.irregularities,
            burdens=ticked.burdens,
        )
    else:
        report = _joined(tapped, ticked, said.report)
    if not mistakes and _says_nothing(report):
        mistakes["words" if said.is_unread else "form"] = (
            wording.WORDS_UNREAD if said.is_unread else wording.NOTHING_SAID
        )
    return Filled(None if mistakes else report, mistakes, said.is_unread, doubted)


def _says_nothing(report: Report) -> bool:
    # How hard it was says nothing of what it was.
    return replace(report, difficulty=None) == Report()


def _read_ticks(fields: Fields) -> _Ticked:
    difficulties = {str(each): each for each in DIFFICULTY_WORDS}
    return _Ticked(
        _chosen(fields, "irregularity", Irregularity),
        _chosen(fields, "burden", Burden),
        difficulties.get(fields.get("difficulty", "")),
    )


def _chosen(fields: Fields, name: str, known: type[Tick]) -> frozenset[Tick]:
    """The ticks of one group; a value that the form never offered is passed over."""
    ticked = set(fields.getlist(name))
    return frozenset(each for each in known if each.value in ticked)


def _joined(tapped: Sequence[Assignment], ticked: _Ticked, said: Report) -> Report:
    """Taps and words as one report: a subject that was tapped takes from the words what it lacks."""
    subjects = {each.subject for each in tapped}
    completed = [
        _completed(each, [other for other in said.assignments if other.subject is each.subject])
        for each in tapped
    ]
    added = [each for each in said.assignments if each.subject not in subjects]
    return Report(
        assignments=(*completed, *added),
        no_homework=said.no_homework and not tapped,
        stated_total=said.stated_total,
        irregularities=ticked.irregularities | said.irregularities,
        burdens=ticked.burdens | said.burdens,
        difficulty=ticked.difficulty or said.difficulty,
        unknown_minutes_accepted=said.unknown_minutes_accepted,
    )


def _completed(tapped: Assignment, said: Sequence[Assignment]) -> Assignment:
    if not said:
        return tapped
    contents = "、".join(dict.fromkeys(each.content for each in said if each.content))
    minutes = tapped.minutes
    if minutes is None and not tapped.done_at_school and len(said) == 1:
        minutes = said[0].minutes
    return replace(
        tapped,
        content=tapped.content or contents[:CONTENT_LIMIT],
        minutes=minutes,
        kind=tapped.kind or said[0].kind,
    )
