"""From one time to another (从七点写到八点半): the minutes between two times of day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from homework.reading.lazy import lazy
from homework.reading.numbers import CHINESE, read_number

LONGEST = 360
"""A longer span is a school day or a shop's hours, never one evening's homework."""


@dataclass(frozen=True, slots=True)
class ClockRange:
    """A stretch of text from one time to another, and the minutes between."""

    start: int
    end: int
    minutes: int


_PART = r"(?:早上|早晨|上午|中午|下午|傍晚|晚上|今晚|夜里|凌晨|晚饭后|晚)?"


def _time(name: str) -> str:
    return (
        rf"{_PART}\ ?(?:(?P<{name}_h>\d{{1,2}})\ ?(?::\ ?(?P<{name}_m>[0-5]\d)(?!\d)|点(?P<{name}_t>TAIL))"
        rf"|(?P<{name}_hc>[一二两三四五六七八九十]{{1,3}})点(?P<{name}_tc>TAIL))"
    ).replace("TAIL", _POINT_TAIL)


_POINT_TAIL = rf"(?:钟|整|多|半|[一三]刻|[{CHINESE}]{{2,3}}分?|[{CHINESE}]分|十(?![几来多])|[0-5]?\d分?(?!\d|页|题|道|张))?"
_TO = r"\ ?(?:到了?|至|-{1,3}|~|开始[^\d\n。;]{0,6}?|[^\d\n。;,]{0,6}?(?:写|做|弄|学|读|背|忙|抄|搞|磨|练)[^\d\n。;,:]{0,5}?到了?|写?,?[^\d\n。;]{0,4}?才?(?=\S{3,9}?(?:写完|做完|完成|结束|搞定|完事|弄完|才完|才写|才做|停笔)))\ ?"
RANGE = lazy(rf"(?<![\d:.p第]){_time('a')}{_TO}{_time('b')}")
# 写到八点,从七点十分开始: the end is said first.
REVERSED = lazy(rf"到{_time('b')}[^\d\n。;]{{0,6}}?从{_time('a')}\ ?(?:就|才)?开?始")
# 7-8点: the first time leaves its 点 to the second.
SHORT_RANGE = lazy(r"(?<![\d:.p第])(1?\d)(?:-|~|到|至)(1?\d)点(?P<half>半)?(?![\d前])")


def find_clock_ranges(matched: str) -> Iterator[ClockRange]:
    """Every pair of times that brackets at most six hours."""
    if ":" not in matched and "点" not in matched:
        return
    for found in RANGE.finditer(matched):
        start, end = _minute_of_day(found, "a"), _minute_of_day(found, "b")
        if start is not None and end is not None:
            yield from _span(found, start, end)
    for found in REVERSED.finditer(matched) if "从" in matched else ():
        start, end = _minute_of_day(found, "a"), _minute_of_day(found, "b")
        if start is not None and end is not None:
            yield from _span(found, start, end)
    for found in SHORT_RANGE.finditer(matched):
        half = 30 if found.group("half") else 0
        yield from _span(found, int(found.group(1)) * 60, int(found.group(2)) * 60 + half)


def _span(found: re.Match[str], start: int, end: int) -> Iterator[ClockRange]:
    if end <= start:
        # 11点到1点 passes noon on a twelve-hour clock, 23:30-0:10 passes midnight.
        end += 12 * 60 if start < 13 * 60 and end + 12 * 60 > start else 24 * 60
    if 0 < end - start <= LONGEST:
        at = found.start()
        if SUBJECT.search(found.group()):
            # 7点开始写数学,8点写完: only the end is taken, so that the subject is still read.
            at = max(found.start("b_h"), found.start("b_hc"))
        yield ClockRange(at, found.end(), end - start)


SUBJECT = lazy("[语数英物化生历地政道科体]")


def _minute_of_day(found: re.Match[str], name: str) -> int | None:
    hour = found.group(f"{name}_h") or found.group(f"{name}_hc")
    value = read_number(hour)
    if value is None or value > 24:
        return None
    if found.group(f"{name}_m"):
        return int(value) * 60 + int(found.group(f"{name}_m"))
    tail = (found.group(f"{name}_t") or found.group(f"{name}_tc") or "").rstrip("分")
    minutes = POINT_TAILS.get(tail)
    if minutes is None:
        minutes = int(read_number(tail.lstrip("零")) or 0)
    return int(value) * 60 + minutes


POINT_TAILS = {"": 0, "钟": 0, "整": 0, "多": 0, "半": 30, "一刻": 15, "三刻": 45}
