"""Patterns that are compiled when first used (按需编译): a start need not wait for every phrase."""

from __future__ import annotations

import re
from functools import partial
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")


class _Lazy:
    """Stands for a compiled pattern; from the first use on its methods are the pattern's own.

    Slots, and no __getattr__: what is looked up a thousand times a message costs no more then.
    """

    __slots__ = ("flags", "pattern", *_METHODS)

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags
        for method in _METHODS:
            setattr(self, method, partial(self._first, method))

    def _first(self, wanted: str, *given: Any, **named: Any) -> Any:  # whatever a pattern takes
        compiled = re.compile(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, wanted)(*given, **named)


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern as `re.compile` gives it; a mistake in it shows at its first use.

    Two hundred patterns take a tenth of a second of a web worker's start, and no message needs
    them all.
    """
    # It answers to all that the reader asks of a pattern.
    return cast(re.Pattern[str], _Lazy(pattern, flags))
