"""Where a school's packs disagree or leave a grade without a rule (规则冲突)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from homework.policy.rules import Bound, Level, Measure, PolicyPack, Rule
from homework.school import grade_name


class ConflictKind(StrEnum):
    """`laxer`: a pack allows more than another; `silent`: no pack caps a grade's minutes."""

    LAXER = "laxer"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One disagreement; `sentence` says it to a school. A silent one has neither rule."""

    kind: ConflictKind
    grades: tuple[int, ...]
    sentence: str
    lax: Rule | None = None
    strict: Rule | None = None


_AUTHORITY = (Level.NATIONAL, Level.REGIONAL, Level.SCHOOL)
_MINUTE_CAPS = (Measure.WRITTEN_MINUTES, Measure.ALL_MINUTES)


def conflicts(
    packs: Sequence[PolicyPack], grades: Iterable[int], day: date
) -> tuple[Conflict, ...]:
    """Every rule that is laxer than another pack's on `day`, then grades without any cap.

    The stricter rule is the one that is applied; this says so aloud.
    """
    shorts = {pack.name: pack.short for pack in packs}
    taught = tuple(sorted(set(grades)))
    rules = [rule for pack in packs for rule in pack.rules if rule.is_valid_on(day)]
    found = []
    for lax in rules:
        stricter = _groups_of_stricter(lax, rules, taught)
        for strict, shared in stricter:
            sentence = _laxer_sentence(lax, strict, shared, shorts)
            found.append(Conflict(ConflictKind.LAXER, shared, sentence, lax, strict))
    return (*found, *_silent(rules, taught))


def _groups_of_stricter(
    lax: Rule, rules: Sequence[Rule], taught: Sequence[int]
) -> list[tuple[Rule, tuple[int, ...]]]:
    """The strictest contradicting rule of each grade, grades with the same one together."""
    per_rule: dict[str, tuple[Rule, list[int]]] = {}
    for grade in taught:
        if grade not in lax.grades:
            continue
        others = [other for other in rules if grade in other.grades and _is_laxer(lax, other)]
        if others:
            strict = min(others, key=lambda rule: _tightness(lax, rule))
            per_rule.setdefault(f"{strict.pack}/{strict.id}", (strict, []))[1].append(grade)
    return [(strict, tuple(shared)) for strict, shared in per_rule.values()]


def _tightness(lax: Rule, strict: Rule) -> tuple[int, bool]:
    tight = strict.limit if strict.bound is Bound.AT_MOST else -strict.limit
    return tight, strict.key != lax.key


def _is_laxer(lax: Rule, strict: Rule) -> bool:
    if lax.pack == strict.pack or lax.bound is not strict.bound or lax.days is not strict.days:
        return False
    # A school that is stricter than the state is no conflict; one that is laxer is.
    if _AUTHORITY.index(lax.level) < _AUTHORITY.index(strict.level):
        return False
    if not _is_comparable(lax, strict):
        return False
    return lax.limit > strict.limit if lax.bound is Bound.AT_MOST else lax.limit < strict.limit


def _is_comparable(lax: Rule, strict: Rule) -> bool:
    # Written homework is part of all homework: a written cap above the cap for everything is void.
    both_minutes = (lax.measure, strict.measure) == _MINUTE_CAPS
    return lax.key == strict.key or both_minutes


def _laxer_sentence(lax: Rule, strict: Rule, grades: Sequence[int], shorts: dict[str, str]) -> str:
    names = "、".join(grade_name(grade) for grade in grades)
    word = "宽于" if lax.bound is Bound.AT_MOST else "低于"
    return (
        f"{names} {lax.name} {shorts[lax.pack]} {limit_words(lax)}"
        f"{word}{shorts[strict.pack]} {limit_words(strict)},按{shorts[strict.pack]}执行"
    )


def limit_words(rule: Rule) -> str:
    """60 分钟, 2 科, 21:20."""
    if rule.unit == "时刻":
        return f"{rule.limit // 60}:{rule.limit % 60:02}"
    return f"{rule.limit} {rule.unit}"


def _silent(rules: Sequence[Rule], taught: Sequence[int]) -> list[Conflict]:
    bare = tuple(grade for grade in taught if not any(_limits(rule, grade) for rule in rules))
    if not bare:
        return []
    names = "、".join(grade_name(grade) for grade in bare)
    return [Conflict(ConflictKind.SILENT, bare, f"{names}没有作业时间上限,请加一个政策包")]


def _limits(rule: Rule, grade: int) -> bool:
    is_cap = rule.measure in _MINUTE_CAPS or (rule.measure, rule.limit) == (
        Measure.WRITTEN_ITEMS,
        0,
    )
    return is_cap and rule.bound is Bound.AT_MOST and grade in rule.grades
