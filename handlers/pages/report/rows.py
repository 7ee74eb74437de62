"""One subject's row of the form (一科一行): what was tapped and typed becomes an assignment, or a mistake."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from werkzeug.datastructures import MultiDict

from homework.reading import read_minutes
from homework.report import (
    IMPLAUSIBLE_MINUTES,
    MAX_MINUTES,
    Assignment,
    Kind,
    Minutes,
    Slot,
    Subject,
)
from homework.wording import pages as wording

Fields = MultiDict[str, str]

CHIPS = (10, 20, 30, 40, 60, 90)
AT_SCHOOL = "school"
SURE_OF_ALL = "1"
_SPELT = re.compile(r"[一二两三四五六七八九十百]+")
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
CONTENT_LIMIT = 60


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


def read_row(
    fields: Fields, subject: Subject, grade: int, mistakes: dict[str, str]
) -> Assignment | None:
    """What a subject's row says, None where it was left alone; mistakes are added by field."""
    key = key_of(subject)
    chip = fields.get(f"m-{key}", "")
    ticks = fields.getlist(f"f-{key}")
    content = fields.get(f"c-{key}", "").strip()
    kind = _read_kind(fields.get(f"k-{key}", ""))
    typed = fields.get(f"x-{key}", "").strip()
    if not (chip or typed or ticks or content or kind):
        return None
    if len(content) > CONTENT_LIMIT:
        mistakes[f"c-{key}"] = wording.content_too_long(CONTENT_LIMIT)
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
    if _SPELT.fullmatch(text):
        text = f"{text}分钟"
    minutes = _plain_number(text) if text.isdigit() else read_minutes(text)
    if minutes is None or minutes.low == 0:
        mistakes[name] = wording.MINUTES_UNREADABLE
        return None
    return minutes


def _plain_number(text: str) -> Minutes | None:
    # isdigit also accepts ²; and a thousand digits are no number of minutes.
    number = int(text) if text.isdecimal() and len(text) <= 4 else MAX_MINUTES + 1
    return Minutes.exactly(number) if number <= MAX_MINUTES else None


def doubt_minutes(
    tapped: Iterable[Assignment], sure: Collection[str], mistakes: dict[str, str]
) -> frozenset[str]:
    """Ask about figures beyond any ordinary evening; returns the keys of the subjects asked about.

    `sure` are the keys that were confirmed, or SURE_OF_ALL.
    """
    doubted = {
        key_of(each.subject): each.minutes.low
        for each in tapped
        if each.minutes and each.minutes.low > IMPLAUSIBLE_MINUTES
    }
    if SURE_OF_ALL in sure:
        return frozenset()
    asked = doubted.keys() - set(sure)
    for key in asked:
        mistakes[f"x-{key}"] = wording.implausible(doubted[key])
    return frozenset(asked)


def _read_kind(value: str) -> Kind | None:
    return Kind(value) if value in set(Kind) else None
