"""The form's fields (表单): what a parent tapped and typed becomes a report, or a sentence at the field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from handlers.pages.report_words import Said
from homework.reading import read_minutes
from homework.report import (
    IMPLAUSIBLE_MINUTES,
    MAX_MINUTES,
    Assignment,
    Irregularity,
    Kind,
    Minutes,
    Report,
    Slot,
    Subject,
)
from homework.wording import pages as wording

Fields = MultiDict[str, str]

CHIPS = (10, 20, 30, 40, 60, 90)
AT_SCHOOL = "school"
MAIN_SUBJECTS = (Subject.CHINESE, Subject.MATHS, Subject.ENGLISH)
_MORE_PRIMARY = (
    Subject.ETHICS,
    Subject.SCIENCE,
    Subject.COMPUTING,
    Subject.LABOUR,
    Subject.PE,
    Subject.MUSIC,
    Subject.ART,
    Subject.OTHER,
)
_MORE_JUNIOR = (
    Subject.PHYSICS,
    Subject.CHEMISTRY,
    Subject.BIOLOGY,
    Subject.HISTORY,
    Subject.GEOGRAPHY,
    *_MORE_PRIMARY,
)
_FIRST_JUNIOR_GRADE = 7
_CONTENT_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was read: the report, or what is wrong by field. `unread` words held no homework."""

    report: Report | None
    mistakes: dict[str, str] = field(default_factory=dict)
    is_unread: bool = False
    asks_sure: bool = False


def subjects_for(grade: int) -> tuple[Subject, ...]:
    """The subjects a class of this grade may have, the main ones first."""
    more = _MORE_JUNIOR if grade >= _FIRST_JUNIOR_GRADE else _MORE_PRIMARY
    return (*MAIN_SUBJECTS, *more)


def asks_kind(grade: int) -> bool:
    """Grades 1 and 2 may have no written homework, so there the kind is never assumed."""
    return grade <= 2


def key_of(subject: Subject) -> str:
    """A subject in field names: chinese."""
    return subject.name.lower()


def read_fields(fields: Fields, grade: int, said: Said | None = None) -> Filled:
    """Read a form; `said` is what its free text was understood to say, read by the caller."""
    said = said or Said()
    mistakes: dict[str, str] = dict(said.mistakes)
    is_sure = bool(fields.get("sure"))
    tapped = [
        each
        for subject in subjects_for(grade)
        if (each := _read_row(fields, subject, grade, mistakes)) is not None
    ]
    asks_sure = _doubt_minutes(tapped, mistakes) if not is_sure else False
    ticked = frozenset(_read_irregularities(fields))
    if fields.get("no_homework"):
        if tapped or said.report.assignments:
            mistakes["form"] = wording.HOMEWORK_AND_NONE
        report = Report(no_homework=not mistakes, irregularities=ticked)
    else:
        report = _joined(tapped, ticked, said.report)
    if not mistakes and _says_nothing(report):
        mistakes["words" if said.is_unread else "form"] = (
            wording.WORDS_UNREAD if said.is_unread else wording.NOTHING_SAID
        )
    return Filled(None if mistakes else report, mistakes, said.is_unread, asks_sure)


def _says_nothing(report: Report) -> bool:
    return report == Report()


def _read_row(
    fields: Fields, subject: Subject, grade: int, mistakes: dict[str, str]
) -> Assignment | None:
    key = key_of(subject)
    chip = fields.get(f"m-{key}", "")
    ticks = fields.getlist(f"f-{key}")
    content = fields.get(f"c-{key}", "").strip()[:_CONTENT_LIMIT]
    kind = _read_kind(fields.get(f"k-{key}", ""))
    typed = fields.get(f"x-{key}", "").strip()
    if not (chip or typed or ticks or content or kind):
        return None
    exact = _read_exact(typed or (chip if chip != AT_SCHOOL else ""), f"x-{key}", mistakes)
    minutes = exact
    if "unfinished" in ticks or "part" in ticks:
        minutes = None if exact is None else Minutes(exact.low, None)
        if exact is None and f"x-{key}" not in mistakes and chip != AT_SCHOOL:
            mistakes[f"x-{key}"] = wording.UNFINISHED_NEEDS_MINUTES
    if kind is None and asks_kind(grade) and "family" not in ticks:
        mistakes[f"k-{key}"] = wording.KIND_NEEDED
    return Assignment(
        subject,
        content,
        minutes,
        kind,
        slot=Slot.NOON if "noon" in ticks else None,
        is_optional="optional" in ticks,
        done_at_school=chip == AT_SCHOOL or "part" in ticks,
        family_added="family" in ticks,
    )


def _read_exact(text: str, name: str, mistakes: dict[str, str]) -> Minutes | None:
    if not text:
        return None
    minutes = _plain_number(text) if text.isdigit() else read_minutes(text)
    if minutes is None or minutes.low == 0:
        mistakes[name] = wording.MINUTES_UNREADABLE
        return None
    return minutes


def _plain_number(text: str) -> Minutes | None:
    # isdigit also accepts ²; and a thousand digits are no number of minutes.
    number = int(text) if text.isdecimal() and len(text) <= 4 else MAX_MINUTES + 1
    return Minutes.exactly(number) if number <= MAX_MINUTES else None


def _doubt_minutes(tapped: Iterable[Assignment], mistakes: dict[str, str]) -> bool:
    doubted = [each for each in tapped if each.minutes and each.minutes.low > IMPLAUSIBLE_MINUTES]
    for each in doubted:
        assert each.minutes is not None
        mistakes[f"x-{key_of(each.subject)}"] = wording.implausible(each.minutes.low)
    return bool(doubted)


def _read_kind(value: str) -> Kind | None:
    return Kind(value) if value in set(Kind) else None


def _read_irregularities(fields: Fields) -> Iterator[Irregularity]:
    known = set(Irregularity)
    for value in fields.getlist("irregularity"):
        if value in known:
            yield Irregularity(value)


def _joined(tapped: Sequence[Assignment], ticked: frozenset[Irregularity], said: Report) -> Report:
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
        irregularities=ticked | said.irregularities,
        difficulty=said.difficulty,
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
        content=tapped.content or contents[:_CONTENT_LIMIT],
        minutes=minutes,
        kind=tapped.kind or said[0].kind,
    )
