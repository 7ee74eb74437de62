"""Minutes in a short answer (回答里的数): there a bare 40 is minutes, which it never is in a report."""

from __future__ import annotations

import re
from dataclasses import dataclass

from homework.reading.duration import Duration, as_minutes
from homework.reading.durations import find_durations, find_said_durations
from homework.reading.lazy import lazy
from homework.reading.numbers import CHINESE, read_number
from homework.report import Minutes


@dataclass(frozen=True, slots=True)
class Figure:
    """Minutes at a place; None where the figure is longer than any evening."""

    start: int
    end: int
    minutes: Minutes | None
    is_total: bool = False
    is_each: bool = False


BARE = lazy(
    rf"(?<![\d.第p:a-z])(?:(\d{{1,3}})(?:\ ?(?:-|~|到|至)\ ?(\d{{1,3}}))?|([{CHINESE}]{{1,4}}))(?!\d|[.:]\d|\ ?[页题道张篇遍课班年月号日点单元个次])"
)
TOTAL_BEFORE = lazy(r"(?:总共|一共|共|合计|总计|加起来|加一起|全部|总的|一起)[^\d,;。\n]{0,6}$")
EACH_BEFORE = lazy(
    r"(?:每科|每门|每项|各自?|都是?|均|分别都)(?:是|用了?|写了?|大概|约|差不多)*\ ?$"
)


def find_figures(matched: str) -> list[Figure]:
    """Durations and bare numbers of a short answer, in order; of a slip, the figure that stands."""
    return _figures(matched, find_durations(matched))


def find_said_figures(matched: str) -> list[Figure]:
    """All that are said: a correction names the old figure with the new (不是30分钟,是25分钟)."""
    return _figures(matched, find_said_durations(matched))


def _figures(matched: str, durations: list[Duration]) -> list[Figure]:
    found = [
        Figure(d.start, d.end, as_minutes(d.low, d.high), d.is_total, d.is_each) for d in durations
    ]
    for place in BARE.finditer(matched):
        if not any(f.start < place.end() and place.start() < f.end for f in found):
            figure = _bare(matched, place)
            if figure is not None:
                found.append(figure)
    return sorted(found, key=lambda f: f.start)


def _bare(matched: str, place: re.Match[str]) -> Figure | None:
    low = read_number(place.group(1) or place.group(3) or "")
    if low is None or (place.group(3) and len(place.group(3)) == 1 and low != 10):
        return None  # 一 and 两 are in every other sentence
    high = read_number(place.group(2)) if place.group(2) else low
    before = matched[max(0, place.start() - 10) : place.start()]
    return Figure(
        place.start(),
        place.end(),
        as_minutes(low, max(low, high or low)),
        TOTAL_BEFORE.search(before) is not None,
        EACH_BEFORE.search(before) is not None,
    )
