"""The single fields of a policy pack's TOML table, each refused with a reason where it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from homework.measures import BREACH_BIT
from homework.policy.rules import Measure
from homework.report import Subject
from homework.school import LAST_GRADE

Choice = TypeVar("Choice", bound=StrEnum)
Table = Mapping[str, object]  # what TOML holds is only known once it has been looked at


class RefusedField(Exception):
    """A mistake under one key; the line is found by whoever knows the text."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key
        self.reason = reason


def refuse_unknown(table: Table, known: frozenset[str]) -> None:
    for key in table:
        if key not in known:
            raise RefusedField(key, f"不认识的设置 {key}")


def read_text(table: Table, key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise RefusedField(key, f"缺少 {key},或不是文字")
    return value.strip()


def read_choice(table: Table, key: str, choices: type[Choice], default: Choice | None) -> Choice:
    """One of a closed set; without a default the key must be there."""
    if key not in table and default is not None:
        return default
    value = read_text(table, key)
    try:
        return choices(value)
    except ValueError:
        known = "、".join(choices)
        raise RefusedField(key, f"{key} 不能是 {value},只能是 {known}") from None


def read_whole(table: Table, key: str, default: int | None) -> int:
    """A whole number from 0; TOML's true is Python's 1, and is no number here."""
    value = table.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise RefusedField(key, f"{key} 要写成不小于 0 的整数")
    return value


def read_flag(table: Table, key: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise RefusedField(key, f"{key} 只能是 true 或 false")
    return value


def read_day(table: Table, key: str) -> date | None:
    value = table.get(key)
    if value is None:
        return None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise RefusedField(key, f"{key} 要写成日期,如 2026-09-01,不加引号")
    return value


def read_grades(table: Table) -> tuple[int, ...]:
    grades = table.get("grades")
    if not isinstance(grades, list) or not grades:
        raise RefusedField("grades", "缺少 grades,如 grades = [3, 4, 5]")
    for grade in grades:
        if type(grade) is not int or not 1 <= grade <= LAST_GRADE:
            raise RefusedField("grades", f"年级只能是 1 到 {LAST_GRADE} 的整数,不能是 {grade}")
    return tuple(sorted(set(grades)))


def read_strings(table: Table, key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise RefusedField(key, f"{key} 要写成一组文字")
    return tuple(value)


def read_subjects(table: Table, measure: Measure) -> tuple[Subject, ...]:
    """The group a group rule counts in; any other rule must not name subjects."""
    names = read_strings(table, "subjects")
    if (measure is Measure.GROUP_SUBJECTS) != bool(names):
        raise RefusedField("subjects", "只有 group_subjects 规则要写 subjects,而且必须写")
    try:
        return tuple(sorted({Subject(name) for name in names}, key=list(Subject).index))
    except ValueError as error:
        raise RefusedField("subjects", f"不认识的学科:{error}") from None


def read_breach(table: Table, measure: Measure) -> str:
    """The irregularity a ban is about; any other rule must not name one."""
    if measure is not Measure.BREACH:
        if "breach" in table:
            raise RefusedField("breach", "只有 breach 规则要写 breach")
        return ""
    value = read_text(table, "breach")
    if value not in BREACH_BIT:
        raise RefusedField("breach", f"breach 不能是 {value},只能是 {'、'.join(BREACH_BIT)}")
    return value
