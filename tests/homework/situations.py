"""Situations that tests of judging begin with: the shipped packs, units that say so many minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from homework.days import SchoolCalendar
from homework.measures import Measures, measure
from homework.policy import PolicyPack, Rule, Severity, effective_rules, read_pack
from homework.report import Assignment, Irregularity, Kind, Minutes, Report, Slot, Subject
from homework.totals import UnitMeasures

PACKS = Path(__file__).resolve().parents[2] / "homework" / "policy" / "packs"
CALENDAR = SchoolCalendar(known_years=frozenset({2025, 2026, 2027}))
MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)


@cache
def pack(name: str) -> PolicyPack:
    return read_pack(name, (PACKS / f"{name}.toml").read_text(encoding="utf-8"))


def rules(*names: str, grade: int, day: date = MONDAY) -> tuple[Rule, ...]:
    return effective_rules([pack(name) for name in names], grade, day, CALENDAR)


def rule(name: str, key: str, *, grade: int, day: date = MONDAY) -> Rule:
    found = [each for each in rules(name, grade=grade, day=day) if each.key == key]
    assert len(found) == 1, f"{name} has {len(found)} rules {key} for grade {grade}"
    return found[0]


def cap(limit: int = 60, severity: Severity = Severity.HARD) -> Rule:
    """A cap on written minutes of a school's own."""
    national = rule("national-2021", "written_minutes", grade=3)
    return replace(national, limit=limit, severity=severity)


def minutes(*lows: int) -> list[UnitMeasures]:
    """One counting unit per figure, all of it written."""
    return [
        UnitMeasures(place, Measures(low, low, low, low, subjects=1, item_count=1))
        for place, low in enumerate(lows)
    ]


def interval(low: int, high: int | None, unit: str = "?") -> UnitMeasures:
    return UnitMeasures(unit, Measures(low, high, low, high, subjects=1, item_count=1))


def report(*assignments: Assignment, irregularities: Sequence[Irregularity] = ()) -> Report:
    return Report(assignments, irregularities=frozenset(irregularities))


def written(subject: Subject, low: int = 20) -> Assignment:
    return Assignment(subject, minutes=Minutes.exactly(low), kind=Kind.WRITTEN)


def oral(subject: Subject, low: int = 10) -> Assignment:
    return Assignment(subject, minutes=Minutes.exactly(low), kind=Kind.ORAL)


def at_noon(subject: Subject) -> Assignment:
    return replace(written(subject), slot=Slot.NOON)


def units_of(reports: Sequence[Report], grade: int) -> list[UnitMeasures]:
    return [UnitMeasures(place, measure(each, grade)) for place, each in enumerate(reports)]
