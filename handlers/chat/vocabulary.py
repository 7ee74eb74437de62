"""What is typed, as the chat reads it: with the school's own words (校本词汇), added to the reader's once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from homework.plan import SchoolPlan
from homework.reading import VOCABULARY, Reading, Vocabulary, read_chat
from homework.report import Kind, Subject

REPLACES_ALL = re.compile(r"^(?:更正|重报|重新报|重填)[一下::,,。\s]*")
"""How a message begins that takes the place of everything said before of its day."""
_Words = tuple[tuple[str, str], ...]


def vocabulary_of(plan: SchoolPlan) -> Vocabulary:
    """The reader's vocabulary with this school's private words."""
    if not plan.private_subjects and not plan.private_names:
        return VOCABULARY
    return _extended(_words(plan.private_subjects), _words(plan.private_names))


def read_words(words: str, vocabulary: Vocabulary = VOCABULARY) -> Reading:
    """What was typed, without the word that only says what becomes of the rest."""
    return read_chat(REPLACES_ALL.sub("", words), vocabulary)


def _words(mapping: Mapping[str, str]) -> _Words:
    return tuple(sorted(mapping.items()))


@lru_cache(maxsize=256)
def _extended(subjects: _Words, names: _Words) -> Vocabulary:
    return VOCABULARY.extended(
        subjects={word: Subject(subject) for word, subject in subjects},
        contents={word: Kind(kind) for word, kind in names},
    )
