"""Figures that belong to one duration (连着说的数): 20到30分钟, 20+15分钟, 2×10分钟, 分别30,40,20分钟."""

from __future__ import annotations

import re
from dataclasses import replace

from homework.reading.duration import Duration
from homework.reading.duration_atoms import HOUR, figures
from homework.reading.lazy import lazy
from homework.reading.numbers import NUMBER, read_number

FIRST = lazy(
    rf"(?P<number>{NUMBER}|半(?=个))多?\ ?(?P<unit>个|分钟?|{HOUR})?\ ?(?P<join>到|至|to|或者?|[-~、/+x*加])\ ?$"
)


LIST = lazy(rf"(?:分别|各是|依次|各自)[是用了为约:\ ]*((?:{NUMBER}(?:分钟?)?[,、 /和]+){{1,5}})$")


TIMES_BEFORE = lazy(r"(\d{1,2})\ ?[x*×]\ ?$")


# What a list, a factor or a first figure may end with; most atoms stand alone.
LAST_BEFORE = frozenset(" ,、/和x*×到至o或者-~+加几")
# 十几二十分钟: the first figure of a range that needs no word between.
TEENS = lazy(r"(?<![二三四五六七八九])十几[到、,]?\ ?$")


def with_first_figures(window: str, found: Duration, atom: re.Match[str]) -> Duration:
    """Take in what stands before the atom: a list, a first figure of a range or sum, a factor."""
    if window[-1:] not in LAST_BEFORE:
        return found
    listed = LIST.search(window)
    if listed:
        return _listed(listed, found, atom)
    times = TIMES_BEFORE.search(window)
    if times:
        return replace(found, start=found.start - len(times.group())).times(int(times.group(1)))
    teens = TEENS.search(window)
    if teens and found.high == found.low and found.low in (15, 20):
        return replace(found, start=found.start - len(teens.group()), low=11)
    first = FIRST.search(window)
    if first is None or re.search(r"第|p\.?$", window[: first.start()][-1:]):
        return found
    joined = _joined(first, found, atom)
    if first.group("join") in "+加" and joined != found:
        # 20+20+10分钟: a sum goes on to the left.
        return with_first_figures(window[: first.start()], joined, atom)
    return joined


def _listed(listed: re.Match[str], found: Duration, atom: re.Match[str]) -> Duration:
    values = [read_number(n) for n in re.findall(NUMBER, listed.group(1))]
    factor = 60 if atom.group("hours") else 1
    shares = [f * factor for f in values if f is not None] + [found.low]
    start = found.start - len(listed.group())
    return Duration(start, found.end, sum(shares), sum(shares), shares=tuple(shares))


def _joined(first: re.Match[str], found: Duration, atom: re.Match[str]) -> Duration:
    value = (0.5, 0.5) if first.group("number") == "半" else figures(first.group("number"), False)
    if value is None:
        return found
    in_hours = bool(atom.group("hours") or atom.group("half"))
    unit = first.group("unit")
    if unit and unit.startswith("分"):
        in_hours = False
    low, high = (v * (60 if in_hours else 1) for v in value)
    start = found.start - len(first.group())
    if first.group("join") in "+加":
        end = None if found.high is None else high + found.high
        return replace(found, start=start, low=low + found.low, high=end)
    if found.high is None or not low < found.high:
        return found
    return replace(found, start=start, low=low)


def join_neighbours(matched: str, found: list[Duration]) -> list[Duration]:
    """20分钟+15分钟 is one figure of 35; 半小时到一小时 one range; 各15分钟、25分钟 two shares."""
    joined: list[Duration] = []
    for duration in found:
        between = matched[joined[-1].end : duration.start] if joined else "\n"
        if joined and len(between) <= 4 and joined[-1].high is not None:
            merged = _join(joined[-1], between.strip(" "), duration)
            if merged is not None:
                joined[-1] = merged
                continue
        joined.append(duration)
    return joined


def _join(first: Duration, between: str, second: Duration) -> Duration | None:
    if between in ("+", "加", "加上", "又") and second.high is not None:
        return replace(
            first, end=second.end, low=first.low + second.low, high=(first.high or 0) + second.high
        )
    if first.is_each and not first.count_of and between in ("、", ",", "和", ""):
        shares = (*(first.shares or (first.low,)), second.low)
        return replace(first, end=second.end, low=sum(shares), high=sum(shares), shares=shares)
    if between in ("到", "至", "-", "~", "或", "或者", "/") and second.high is not None:
        if first.low < second.high:
            return replace(first, end=second.end, high=second.high)
    return None
