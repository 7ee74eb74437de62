"""Phrases written one beside the other (短语表) and compiled to one pattern."""

from __future__ import annotations

import re
from collections.abc import Mapping


def any_of(phrases: str, parts: Mapping[str, str] | None = None) -> re.Pattern[str]:
    """One pattern for phrases parted by blanks; each name of `parts` stands for its pattern.

    Names are in capitals, so that none can be part of what people write (matched text has none).
    """
    for name, pattern in (parts or {}).items():
        phrases = phrases.replace(name, pattern)
    return re.compile("|".join(phrases.split()))
