"""A rule with signs (线索字) is only tried where one of them was written; no match may go without."""

from __future__ import annotations

import re
from collections.abc import Collection

# The library's own parser: private, but the only exact answer to what a pattern needs.
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from homework.reading import clauses, conditions, duration_words, talk, text, when
from homework.reading.phrases import Phrases
from homework.reading.words_irregularities import WORDINGS, Wording

SIGNED = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in (clauses, conditions, talk, text)
    for name, value in vars(module).items()
    if isinstance(value, Phrases)
} | {f"when.{slot}": phrases for slot, phrases in when.SLOTS}


def needs_one_of(signs: Collection[str], parsed: object, before: str = "") -> bool:
    """True where every text that the parsed pattern matches contains one of the signs.

    `before` is what must stand right before it.
    """
    for op, value in parsed:  # type: ignore[attr-defined]
        if _needs(signs, op, value, before):
            return True
        before = before + chr(value) if op is ops.LITERAL else ""
    return False


def _needs(signs: Collection[str], op: object, value: Any, before: str) -> bool:
    if op is ops.LITERAL:
        return any(sign in before + chr(value) for sign in signs)
    if op is ops.IN:
        return all(each is ops.LITERAL and _needs(signs, each, c, before) for each, c in value)
    if op is ops.SUBPATTERN:
        return needs_one_of(signs, value[-1], before)
    if op is ops.BRANCH:
        return all(needs_one_of(signs, branch, before) for branch in value[1])
    is_repeat = op in (ops.MAX_REPEAT, ops.MIN_REPEAT)
    return is_repeat and value[0] > 0 and needs_one_of(signs, value[2], before)


@pytest.mark.parametrize("name", SIGNED)
def test_every_phrase_has_a_sign(name: str) -> None:
    phrases = SIGNED[name]

    assert unsigned(phrases.signs, phrases.pattern) == []


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda w: w.what.value)
def test_every_wording_of_an_irregularity_has_a_sign(wording: Wording) -> None:
    signs = [sign for row in wording.signs.values() for sign in row]

    assert unsigned(signs, wording.phrases) == []


def unsigned(signs: Collection[str], pattern: re.Pattern[str]) -> list[object]:
    """The alternatives that can match without a sign, one by one."""
    (first, *rest) = parser.parse(pattern.pattern)
    branches = first[1][1] if first[0] is ops.BRANCH and not rest else [[first, *rest]]
    return [branch for branch in branches if not needs_one_of(signs, branch)]


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
