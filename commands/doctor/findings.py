"""What the doctor finds (检查结果): a line each, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """Good, worth knowing, or must be put right."""

    GOOD = "✓"
    NOTE = "!"
    BAD = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `words` say what was found and, where bad, what to do."""

    health: Health
    about: str
    words: str

    def __str__(self) -> str:
        return f"{self.health} {self.about}:{self.words}"


def good(about: str, words: str) -> Finding:
    return Finding(Health.GOOD, about, words)


def note(about: str, words: str) -> Finding:
    return Finding(Health.NOTE, about, words)


def bad(about: str, words: str) -> Finding:
    return Finding(Health.BAD, about, words)
