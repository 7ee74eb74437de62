"""A school's own words (校本词汇), added to the reader's once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from homework.plan import SchoolPlan
from homework.reading import VOCABULARY, Vocabulary
from homework.report import Kind, Subject

_Words = tuple[tuple[str, str], ...]


def vocabulary_of(plan: SchoolPlan) -> Vocabulary:
    """The reader's vocabulary with this school's private words."""
    if not plan.private_subjects and not plan.private_names:
        return VOCABULARY
    return _extended(_words(plan.private_subjects), _words(plan.private_names))


def _words(mapping: Mapping[str, str]) -> _Words:
    return tuple(sorted(mapping.items()))


@lru_cache(maxsize=256)
def _extended(subjects: _Words, names: _Words) -> Vocabulary:
    return VOCABULARY.extended(
        subjects={word: Subject(subject) for word, subject in subjects},
        contents={word: Kind(kind) for word, kind in names},
    )
