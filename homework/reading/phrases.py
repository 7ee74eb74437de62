"""Phrases written one beside the other (短语表) and compiled to one pattern."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass

from homework.reading.lazy import lazy


@dataclass(frozen=True, slots=True)
class Phrases:
    """A pattern with its signs (线索字): characters of which every match has at least one.

    Most messages have none of them, and a look at a message's characters costs a fiftieth of a
    search through it. tests/homework/reading/test_signs.py proves that no match goes without.
    """

    pattern: re.Pattern[str]
    signs: frozenset[str]

    def may_occur(self, characters: Set[str]) -> bool:
        """False where no text made of these characters can match."""
        return not self.signs.isdisjoint(characters)

    def search(self, text: str) -> re.Match[str] | None:
        return self.pattern.search(text)

    def is_in(self, text: str, characters: Set[str]) -> bool:
        """True where a phrase is in the text, a part of the message with these characters."""
        return not self.signs.isdisjoint(characters) and self.pattern.search(text) is not None


def signed(signs: str, pattern: re.Pattern[str]) -> Phrases:
    """A pattern with its signs, written as one string."""
    return Phrases(pattern, frozenset(signs))


def any_of(phrases: str, parts: Mapping[str, str] | None = None) -> re.Pattern[str]:
    """One pattern for phrases parted by blanks; each name of `parts` stands for its pattern.

    Names are in capitals, so that none can be part of what people write (matched text has none).
    Phrases that begin with the same names are tried together: 家长 is looked for once, not for
    each of thirty things that parents are told to do.
    """
    rests: dict[str, list[str]] = {}
    for phrase in phrases.split():
        names = LEADING_NAMES.match(phrase)
        key = names.group() if names else phrase
        rests.setdefault(key, []).append(phrase[len(key) :])
    pattern = "|".join(
        key + (f"(?:{'|'.join(group)})" if len(group) > 1 else group[0])
        for key, group in rests.items()
    )
    for name, part in (parts or {}).items():
        pattern = pattern.replace(name, part)
    return lazy(pattern)


LEADING_NAMES = lazy(r"[A-Z]{3,}")
