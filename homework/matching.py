"""Which homework is meant (作业项配对): two descriptions of the same piece, by what they share."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from homework.registers import RegisterEntry
from homework.report import Assignment, Subject

ALIKE = 0.4
"""From here two descriptions mean the same homework (bigrams they share, of those they have)."""

_NOT_WORDS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """A description without spaces, punctuation and differences of width or case."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def alike(one: str, other: str) -> float:
    """How much two descriptions share, 0 to 1; one inside the other is the same."""
    one, other = plain(one), plain(other)
    if not one or not other:
        return 0.0
    if one in other or other in one:
        return 1.0
    a, b = Counter(_pairs(one)), Counter(_pairs(other))
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def _pairs(text: str) -> list[str]:
    return [text[place : place + 2] for place in range(len(text) - 1)]


def meant(
    said: Assignment | RegisterEntry, entries: Sequence[RegisterEntry]
) -> tuple[RegisterEntry, ...]:
    """The entries somebody speaks of: one of their subject, none, or all of it where only the
    subject was named."""
    of_subject = tuple(each for each in entries if each.subject is said.subject)
    if not of_subject or not plain(said.content):
        return of_subject
    best = max(of_subject, key=lambda each: _likeness(each, said.content))
    return (best,) if _likeness(best, said.content) >= ALIKE else ()


def _likeness(entry: RegisterEntry, content: str) -> float:
    # An entry that names only its subject stands for whatever was said of that.
    return alike(entry.content, content) if plain(entry.content) else ALIKE


def is_same_piece(subject: Subject, content: str, other: Assignment) -> bool:
    """Whether two families speak of the same piece; nothing said is like nothing said."""
    if subject is not other.subject:
        return False
    if not plain(content) or not plain(other.content):
        return plain(content) == plain(other.content)
    return alike(content, other.content) >= ALIKE


def shared_words(texts: Sequence[str]) -> str:
    """The longest words that every one of the descriptions holds, two characters at least."""
    texts = [plain(each) for each in texts]
    shortest = min(texts, key=len)
    for length in range(len(shortest), 1, -1):
        for start in range(len(shortest) - length + 1):
            piece = shortest[start : start + length]
            if all(piece in text for text in texts):
                return piece
    return ""
