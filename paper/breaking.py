"""Chinese lines (断行): full-width stops, and breaks where a reader would pause."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations, pairwise

_FULL_WIDTH = 0xFEE0  # from an ASCII stop to the one Chinese is printed with
_STOP = re.compile(
    r"(?<=[\u4e00-\u9fff\u201d\u3015])[,;:?!]"  # after a character, a quotation, a bracket of its own
    r"|(?<=\))[,;:](?=[\u4e00-\u9fff])"
)
_STOPS = ",。;:、?!"
_NAME_ENDS = "省市区县州旗镇乡校院园部"
_CLAUSE = re.compile(f"[^{_STOPS}]+[{_STOPS}]*")


def typeset(text: str) -> str:
    """The text with full-width stops after Chinese, as paper wants them."""
    return _STOP.sub(lambda stop: chr(ord(stop[0]) + _FULL_WIDTH), text)


def broken(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """The fewest and most even lines no wider than `width`, broken after stops.

    Where a clause alone is wider than a line, breaks fall between any two characters.
    """
    clauses = _CLAUSE.findall(text)
    for count in range(1, len(clauses) + 1):
        ways = [_joined(clauses, cuts) for cuts in combinations(range(1, len(clauses)), count - 1)]
        best = min(ways, key=lambda lines: max(map(measure, lines)))
        if max(map(measure, best)) <= width:
            return best
    return _anywhere(text, width, measure)


def halves(name: str) -> tuple[str, str]:
    """A long name as two lines, broken after a place or an institution where that is near the middle.

    青岛开发区实验学校 | 附属第二十六初级中学, never 实验学 | 校.
    """
    middle = len(name) / 2
    near = [at for at in range(1, len(name)) if abs(at - middle) <= len(name) / 5]
    ends = [at for at in near if name[at - 1] in _NAME_ENDS and name[at] not in _NAME_ENDS]
    at = min(ends or near, key=lambda place: abs(place - middle))
    return name[:at], name[at:]


def _joined(clauses: list[str], cuts: tuple[int, ...]) -> list[str]:
    return ["".join(clauses[a:b]) for a, b in pairwise((0, *cuts, len(clauses)))]


def _anywhere(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    lines = [""]
    for sign in text:
        if measure(lines[-1] + sign) > width and sign not in _STOPS:
            lines.append("")
        lines[-1] += sign
    return lines
