"""What families are asked beside homework (加问): only what the school's own rules speak of."""

from __future__ import annotations

from collections.abc import Iterable

from homework.policy.rules import Measure, PolicyPack, Rule
from homework.report import Burden

EXAM_MEASURES = frozenset({Measure.FINAL_EXAMS, Measure.MIDTERM_EXAMS, Measure.OTHER_EXAMS})


def asked_burdens(rules: Iterable[Rule]) -> tuple[Burden, ...]:
    """The burdens that a class living by these rules is asked about; exams where any rule counts them."""
    held = tuple(rules)
    named = {rule.breach for rule in held}
    if any(rule.measure in EXAM_MEASURES for rule in held):
        named.add(Burden.EXAM)
    return tuple(each for each in Burden if each in named)


def asks_difficulty(packs: Iterable[PolicyPack], grade: int) -> bool:
    """Whether any pack with rules for this grade wants to know how hard homework is."""
    return any(
        pack.asks_difficulty and any(grade in rule.grades for rule in pack.rules) for pack in packs
    )
