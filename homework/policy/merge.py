"""The rules that hold for a grade on a day (生效规则): of every pack, the strictest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from homework.days import SchoolCalendar
from homework.policy.rules import (
    Bound,
    DayKind,
    Measure,
    PolicyPack,
    Rule,
    Severity,
    Statistic,
)

_SEVERITY_RANK = {
    Severity.RECORD: 0,
    Severity.PRINCIPLE: 1,
    Severity.GRADE_LEADER_FIRST: 2,
    Severity.HARD: 3,
    Severity.CONFIDENTIAL: 4,
}
_STATISTIC_RANK = {Statistic.TYPICAL: 0, Statistic.CEILING: 1, Statistic.ANY: 2}
_MEASURE_ORDER = {measure: index for index, measure in enumerate(Measure)}


def effective_rules(
    packs: Iterable[PolicyPack], grade: int, day: date, calendar: SchoolCalendar
) -> tuple[Rule, ...]:
    """The rules for `grade` on the homework day `day`, limits resolved for that day.

    Where packs speak of the same thing the strictest rule stands, with the others' sources in
    `also`. Two rules stand side by side only where neither is stricter in every respect. The
    answer is kept, so that a tick may ask again for every class.
    """
    return _effective(tuple(packs), grade, day, calendar)


@lru_cache(maxsize=16384)
def _effective(
    packs: tuple[PolicyPack, ...], grade: int, day: date, calendar: SchoolCalendar
) -> tuple[Rule, ...]:
    groups: dict[str, list[Rule]] = {}
    for pack in packs:
        for rule in pack.rules:
            if grade in rule.grades and rule.is_valid_on(day):
                holding = _for_day(rule, day, calendar)
                if holding is not None:
                    groups.setdefault(f"{rule.key}|{rule.bound}", []).append(holding)
    merged = [rule for group in groups.values() for rule in strictest(group)]
    return tuple(sorted(merged, key=lambda rule: _MEASURE_ORDER[rule.measure]))


def strictest(rules: list[Rule]) -> list[Rule]:
    """The rules of one subject that no other makes superfluous; of equals the first stands."""
    standing = [
        rule
        for index, rule in enumerate(rules)
        if not any(
            is_as_strict(other, rule) and (place < index or not is_as_strict(rule, other))
            for place, other in enumerate(rules)
            if other is not rule
        )
    ]
    needs_person = any(rule.needs_person for rule in rules)
    return [
        replace(
            rule,
            needs_person=needs_person,
            also=tuple(other.provenance for other in rules if other is not rule),
        )
        for rule in standing
    ]


def is_as_strict(one: Rule, other: Rule) -> bool:
    """True where whoever keeps `one` keeps `other` too, and breaching it weighs no less."""
    if one.bound is Bound.AT_MOST:
        tight = one.limit <= other.limit
    else:
        tight = one.limit >= other.limit
    return (
        tight
        and _SEVERITY_RANK[one.severity] >= _SEVERITY_RANK[other.severity]
        and _STATISTIC_RANK[one.statistic] >= _STATISTIC_RANK[other.statistic]
    )


def _for_day(rule: Rule, day: date, calendar: SchoolCalendar) -> Rule | None:
    evenings = calendar.evenings_covered(day)
    if rule.days is DayKind.EVENING and evenings > 1:
        return None
    if rule.days is DayKind.DAYS_OFF and evenings == 1:
        return None
    if rule.days is DayKind.NO_HOMEWORK_DAY and not calendar.is_no_homework_day(day):
        return None
    if not rule.per_evening:
        return rule
    if evenings > rule.most_evenings:
        return None
    return replace(rule, limit=rule.limit * evenings)
