"""What the form and its receipt show (页面内容): every row, chip and tick as a plain value."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup

from handlers.pages.report.entrance import Entrance
from handlers.pages.report.rows import (
    AT_SCHOOL,
    CHIPS,
    MAIN_SUBJECTS,
    Fields,
    asks_kind,
    key_of,
    subjects_for,
)
from homework.days import closes_at, day_words
from homework.policy import asked_burdens, asks_difficulty, effective_rules
from homework.report import Irregularity, Kind, Subject
from homework.wording import pages as wording
from homework.wording.burdens import BURDEN_WORDS, DIFFICULTY_WORDS, asked_about

_TICKS = (
    ("unfinished", "没写完,到点停了"),
    ("part", "在校先写了一部分"),
    ("noon", "中午布置的"),
    ("optional", "选做"),
    ("family", "家里加的"),
)
_KINDS = (Kind.WRITTEN, Kind.ORAL, Kind.PRACTICAL)
_KINDS_YOUNG = (Kind.ORAL, Kind.PRACTICAL, Kind.WRITTEN)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One rendering of the form: its day, what is filled in, what is wrong by field."""

    day: date
    fields: Fields
    mistakes: Mapping[str, str] = field(default_factory=dict)
    is_edit: bool = False
    doubted: Collection[str] = ()  # keys of subjects whose minutes wait to be confirmed
    usual: Collection[Subject] = ()  # what this device reported last: offered at once
    ended: str = ""  # that the day which was asked for has ended


@dataclass(frozen=True, slots=True)
class Option:
    """One chip or tick."""

    value: str
    label: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One subject's fields."""

    key: str
    name: str
    chips: Sequence[Option]
    exact: str
    kinds: Sequence[Option]
    ticks: Sequence[Option]
    content: str
    mistake: str
    is_open: bool  # its fold holds something, or is asked for
    asks_sure: bool
    is_sure: bool
    is_blank: bool = False  # nobody has touched it: the same for everybody


@dataclass(frozen=True, slots=True)
class DayOption:
    """A day that can be reported now."""

    day: date
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the form's template shows."""

    path: str
    school_name: str
    class_name: str
    day: date
    day_words: str
    days: Sequence[DayOption]
    covers: str
    ended: str
    main: Sequence[Row]
    more: Sequence[Row]
    asks_kind: bool
    irregularities: Sequence[Option]
    burdens: Sequence[Option]  # none where the school's rules speak of none
    burdens_about: str
    difficulties: Sequence[Option]  # none where the policy does not ask
    text: str
    mistakes: Mapping[str, str]
    to_mend: str  # how many places are to be put right; empty where none is
    is_edit: bool
    editable: str


def sheet_of(entrance: Entrance, sheet: Sheet, now: datetime) -> Page:
    """Lay out the form for one class and day."""
    day, calendar = sheet.day, entrance.plan.calendar
    grade = entrance.school_class.grade(day)
    rows = {subject: _row(subject, sheet, grade) for subject in subjects_for(grade)}
    # What was filled in, or is wrong, must not hide in a fold.
    shown = {
        subject
        for subject, row in rows.items()
        if subject in MAIN_SUBJECTS or subject in sheet.usual or _is_used(row)
    }
    main = [row for subject, row in rows.items() if subject in shown]
    days, packs = entrance.open_days(now), entrance.plan.packs
    burdens = asked_burdens(effective_rules(packs, grade, day, calendar))
    return Page(
        path=entrance.path,
        school_name=entrance.plan.name,
        class_name=entrance.school_class.name(day),
        day=day,
        day_words=day_words(day),
        days=[DayOption(each, day_words(each), each == day) for each in days],
        covers=wording.covers_until(day, calendar.next_school_day(day))
        if calendar.covers_days_off(day)
        else "",
        ended=sheet.ended,
        main=main,
        more=[row for subject, row in rows.items() if subject not in shown],
        asks_kind=asks_kind(grade),
        irregularities=_irregularities(sheet.fields),
        burdens=[
            Option(each, BURDEN_WORDS[each], each in sheet.fields.getlist("burden"))
            for each in burdens
        ],
        burdens_about=asked_about(burdens),
        difficulties=_difficulties(sheet.fields) if asks_difficulty(packs, grade) else [],
        text=sheet.fields.get("words", ""),
        mistakes=sheet.mistakes,
        to_mend=_to_mend(sheet, main),
        is_edit=sheet.is_edit,
        editable=wording.editable_until(day, closes_at(day, calendar)),
    )


_PARTS = "mxkcf"
"""The first letters of a row's fields: chip, typed minutes, kind, content, ticks."""


def _row(subject: Subject, sheet: Sheet, grade: int) -> Row:
    key = key_of(subject)
    touched = (*sheet.mistakes, *sheet.fields)
    is_blank = key not in sheet.doubted and key not in sheet.fields.getlist("sure")
    if is_blank and not any(f"{part}-{key}" in touched for part in _PARTS):
        return _blank_row(subject, asks_kind(grade))
    return _filled_row(subject, sheet, grade)


@lru_cache(maxsize=64)
def _blank_row(subject: Subject, is_young: bool) -> Row:
    empty = Sheet(date.min, Fields())
    return replace(_filled_row(subject, empty, 1 if is_young else 3), is_blank=True)


def draw(row: Row, is_young: bool) -> Markup:
    """A subject's row as HTML; one that nobody has touched is drawn once for everybody."""
    return _draw_blank(row.key, is_young) if row.is_blank else _draw(row, is_young)


@lru_cache(maxsize=64)
def _draw_blank(key: str, is_young: bool) -> Markup:
    return _draw(_blank_row(Subject[key.upper()], is_young), is_young)


def _draw(row: Row, is_young: bool) -> Markup:
    rows: Any = current_app.jinja_env.get_template("parent/rows.html").module  # has its macros
    return Markup(rows.subject(row, is_young))


def _filled_row(subject: Subject, sheet: Sheet, grade: int) -> Row:
    key, fields = key_of(subject), sheet.fields
    chip, ticks = fields.get(f"m-{key}", ""), fields.getlist(f"f-{key}")
    kind, content = fields.get(f"k-{key}", ""), fields.get(f"c-{key}", "")
    mistakes = (sheet.mistakes.get(f"{name}-{key}", "") for name in "xkc")
    kinds = _KINDS_YOUNG if asks_kind(grade) else _KINDS
    is_sure = key in fields.getlist("sure")
    return Row(
        key=key,
        name=subject.value,
        chips=[Option(str(each), str(each), chip == str(each)) for each in CHIPS]
        + [Option(AT_SCHOOL, "在校写完", chip == AT_SCHOOL)],
        exact=fields.get(f"x-{key}", ""),
        kinds=[Option(each, wording.KIND_WORDS[each], kind == each) for each in kinds],
        ticks=[Option(name, label, name in ticks) for name, label in _TICKS],
        content=content,
        mistake=" ".join(filter(None, mistakes)),
        is_open=bool(ticks or content or (kind and not asks_kind(grade))),
        asks_sure=is_sure or key in sheet.doubted,
        is_sure=is_sure,
    )


def _to_mend(sheet: Sheet, rows: Iterable[Row]) -> str:
    if "form" in sheet.mistakes or not sheet.mistakes:
        return ""
    return wording.to_mend(sum(bool(row.mistake) for row in rows) + ("words" in sheet.mistakes))


def _is_used(row: Row) -> bool:
    if row.is_blank:
        return False
    is_chosen = any(option.is_on for option in (*row.chips, *row.kinds))
    return bool(row.is_open or row.exact or row.mistake or is_chosen)


def _irregularities(fields: Fields) -> list[Option]:
    ticked = fields.getlist("irregularity")
    return [Option(each, wording.IRREGULARITY_WORDS[each], each in ticked) for each in Irregularity]


def _difficulties(fields: Fields) -> list[Option]:
    chosen = fields.get("difficulty", "")
    return [
        Option(str(each), words, chosen == str(each)) for each, words in DIFFICULTY_WORDS.items()
    ]
