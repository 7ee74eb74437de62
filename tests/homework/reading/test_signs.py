"""A rule with signs (线索字) is only tried where one of them was written; no match may go without."""

from __future__ import annotations

import re

# The library's own parser: private, but the only exact answer to what a pattern needs.
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

import pytest

from homework.reading import clauses, conditions, duration_words, talk, text, when
from homework.reading.phrases import Phrases

SIGNED = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in (clauses, conditions, talk, text)
    for name, value in vars(module).items()
    if isinstance(value, Phrases)
} | {f"when.{slot}": phrases for slot, phrases in when.SLOTS}


def needs_one_of(signs: frozenset[str], parsed: object) -> bool:
    """True where every text that the parsed pattern matches contains one of the signs."""
    for op, value in parsed:  # type: ignore[attr-defined]
        if op is ops.LITERAL and chr(value) in signs:
            return True
        if op is ops.IN and all(_is_sign(signs, each) for each in value):
            return True
        if op is ops.SUBPATTERN and needs_one_of(signs, value[-1]):
            return True
        if op is ops.BRANCH and all(needs_one_of(signs, branch) for branch in value[1]):
            return True
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT) and value[0] and needs_one_of(signs, value[2]):
            return True
    return False


def _is_sign(signs: frozenset[str], member: tuple[object, int]) -> bool:
    return member[0] is ops.LITERAL and chr(member[1]) in signs


@pytest.mark.parametrize("name", SIGNED)
def test_every_phrase_has_a_sign(name: str) -> None:
    phrases = SIGNED[name]

    # Alternatives one by one, so that a failure names the phrase whose sign is missing.
    (first, *rest) = parser.parse(phrases.pattern.pattern)
    branches = first[1][1] if first[0] is ops.BRANCH and not rest else [[first, *rest]]
    assert [b for b in branches if not needs_one_of(phrases.signs, b)] == []


@pytest.mark.parametrize(
    ("signs", "rules"),
    [
        (
            duration_words.SIGNS_BEFORE,
            [pattern for pattern, _ in duration_words.BEFORE_RULES],
        ),
        (duration_words.SIGNS_AROUND, [duration_words.TOTAL_BEFORE, duration_words.EACH_BEFORE]),
        (
            duration_words.SIGNS_BEHIND,
            [duration_words.TOTAL_AFTER, duration_words.UNFINISHED_AFTER],
        ),
    ],
)
def test_words_around_a_figure_have_a_sign(
    signs: frozenset[str], rules: list[re.Pattern[str]]
) -> None:
    assert [r for r in rules if not needs_one_of(signs, parser.parse(r.pattern))] == []
