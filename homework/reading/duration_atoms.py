"""The smallest phrases that say minutes (时长的基本说法): 半小时, 1小时20分, 三刻钟, 40', 二十来分钟."""

from __future__ import annotations

import re

from homework.reading.lazy import lazy
from homework.reading.numbers import CHINESE, NUMBER, read_number

Interval = tuple[float, float | None]


_MINUTE = (
    r"(?:分钟|fen(?:钟|zhong)?|mins?(?:utes?)?(?![a-wyz])|minutes?|m(?![a-z\d])|'(?![\d'])"
    # 分 alone is also a mark, a fraction and the beginning of words (十分认真, 三分之一).
    r"|分(?=$|[^\u4e00-\u9fff]|左右|上下|不到|以内|多|钱|(?:就|才|已)?(?:写|做|完成|搞定)|语|数|英|物|化|生|历|地|政|道|科|体|音|美|信|劳|和|还|没|共|的))"
)


HOUR = r"(?:小时|钟头|钟(?![头表声点])|h(?:ours?|rs?|r)?(?![a-z]|\d(?!\d))|hour)"


_TAIL = (
    rf"(?:[零又加多]?\ ?(?:(?P<tail>{NUMBER})\ ?(?P<tail_unit>{_MINUTE}|分钟?)"
    rf"|(?P<tail_half>半)(?!小时|个|钟|天)|(?P<tail_quarters>[一三])刻钟?"
    # 一小时四十, 1h30: the unit is left out; 1小时20题 is not that.
    rf"|(?P<bare_tail>[1-5]\d|[二三四五]?十五?|零?[五5])(?![\d.{CHINESE}]|\ ?[道题页遍张个篇次组首行条课单小分点月年])))?"
)


ATOM = lazy(
    # Most of a message fails at its first character, and most of the rest is plain minutes.
    rf"(?=[\d.半几个点刻{CHINESE}])(?:(?P<minutes>(?!\.){NUMBER}|(?<!好)几|十)(?P<vague>几|来|多|余|\+)?\ ?(?P<minute_unit>{_MINUTE})(?P<plus>多(?!少)|出头)?"
    rf"|(?P<fraction>(?P<over>[1-3])/(?P<under>[2-6])|(?P<under_cn>[二三四])分之(?P<over_cn>[一二三]))个?\ ?{HOUR}"
    rf"|(?P<half>半)拉?个?(?P<half_more>多|来)?(?:{HOUR}|点儿?(?=$|[^\u4e00-\u9fff])|点钟)(?P<half_more2>多(?!少))?"
    rf"|(?P<hour_or_so>个把|点把)个?(?:小时|钟头?)|(?P<quarter_or_so>刻把)钟"
    # 个半钟 leaves out its 一, as 个多小时 does.
    rf"|(?<![每这那各整哪{CHINESE}\d])(?:(?P<one_and_half>个半)|(?P<one_and_more>个多))(?:小时|钟头?|点儿?(?=$|[^\u4e00-\u9fff]))"
    # In the north-east an hour is a 点: 一个点儿, 俩点; 两点 is a time of day.
    rf"|(?<!第)(?P<points>[一二两三四俩仨1-4])(?P<points_half>个半)?(?:(?<=[俩仨])|(?<=个半)|个)点儿?(?=$|[^\u4e00-\u9fff]|[才就了多还左语数英])"
    # 化学一小时 数学一个半: the unit is left out once it was said.
    rf"|(?<!第)(?P<unitless>[一二两三俩123])个半(?=$|[^\u4e00-\u9fff])"
    rf"|(?P<quarters>[一两二三123])刻钟?"
    rf"|(?P<lessons>[一两二三123])节课(?P<lesson_end>时间|左右|$|(?=[^\u4e00-\u9fff])|(?=才|都|没|还|完))"
    rf"|(?P<hours>{NUMBER})(?P<hours_vague>多|几|来)?(?:\ ?个)?(?P<hours_vague2>多|来)?(?P<hours_half>半)?\ ?{HOUR}(?P<hours_vague3>多(?!少)|出头|来(?!了))?{_TAIL}"
    rf"|(?P<clock_hours>[12一二])时(?P<clock_minutes>{NUMBER})分)"
)


def interval_of(atom: re.Match[str]) -> tuple[float, float | None] | None:
    if atom.group("minutes"):
        return _minutes(atom)
    if atom.group("fraction"):
        over = read_number(atom.group("over") or atom.group("over_cn"))
        under = read_number(atom.group("under") or atom.group("under_cn"))
        exact = 60 * (over or 0) / (under or 1)
        return exact, exact
    if atom.group("unitless") or atom.group("points"):
        return _spoken_hours(atom)
    for name, interval in SPOKEN.items():
        if atom.group(name):
            return interval
    if atom.group("half"):
        return _half(atom)
    if atom.group("quarters"):
        exact = 15 * (read_number(atom.group("quarters")) or 0)
        return exact, exact
    if atom.group("lessons"):
        count = read_number(atom.group("lessons")) or 0
        return 40 * count, 45 * count
    if atom.group("clock_hours"):
        return _sum_of(atom.group("clock_hours"), atom.group("clock_minutes"))
    return _hours(atom)


SPOKEN: dict[str, Interval] = {
    "hour_or_so": (50, 70),
    "quarter_or_so": (12, 20),
    "one_and_half": (90, 90),
    "one_and_more": (61, 89),
}


def _spoken_hours(atom: re.Match[str]) -> Interval | None:
    """一个点儿 and 两个半, whose unit is left out: it must have been said, or what was done."""
    unitless = atom.group("unitless")
    if unitless and UNIT_SAID.search(atom.string, 0, atom.start()) is None:
        return None
    hours = read_number(unitless or atom.group("points")) or 0
    exact = 60 * hours + (30 if unitless or atom.group("points_half") else 0)
    return exact, exact


UNIT_SAID = lazy(r"小时|钟头|[写做弄花用磨忙]了$")


def _half(atom: re.Match[str]) -> Interval:
    more = atom.group("half_more") or atom.group("half_more2")
    if more == "来":
        return 25, 35
    return (31, 45) if more else (30, 30)


def _sum_of(hours: str, minutes: str) -> tuple[float, float] | None:
    h, m = read_number(hours), read_number(minutes)
    return None if h is None or m is None or m >= 60 else (60 * h + m, 60 * h + m)


def _hours(atom: re.Match[str]) -> tuple[float, float | None] | None:
    said = figures(atom.group("hours"), bool(atom.group("hours_vague") == "几"))
    if said is None:
        return None
    low, high = (60 * f for f in said)
    if atom.group("hours_half"):
        low, high = low + 30, high + 30
    tail = _tail(atom)
    if atom.group("hours_vague") in ("多", "来") or atom.group("hours_vague2"):
        return low + 1, high + 29
    if atom.group("hours_vague3") and not tail:
        return low + 1, high + (15 if atom.group("hours_vague3") == "出头" else 29)
    return low + tail, high + tail


def _tail(atom: re.Match[str]) -> float:
    if atom.group("tail_half"):
        return 30
    if atom.group("tail_quarters"):
        return 15 * (read_number(atom.group("tail_quarters")) or 0)
    return read_number(atom.group("tail") or atom.group("bare_tail") or "零") or 0


def _minutes(atom: re.Match[str]) -> tuple[float, float | None] | None:
    figure, vague = atom.group("minutes"), atom.group("vague")
    if figure == "几":
        return 3, 9
    said = figures(figure, vague == "几")
    if said is None:
        return None
    low, high = said
    if vague == "+":
        return low, None
    if vague == "来":
        return max(low - 2, 0), high + 5
    if vague in ("多", "余") or atom.group("plus"):
        return low + 1, high + 9
    return low, high


NEIGHBOURS = lazy(
    r"^([二三四五六七八九]?十)?([一二两三四五六七八俩])([二两三四五六七八九仨])(十|百)?$"
)


def figures(text: str, is_vague: bool) -> tuple[float, float] | None:
    """One figure, or the two of 四五十, 七八, 十五六, 两三: neighbours said together are a range."""
    pair = None if text[0].isdecimal() else NEIGHBOURS.match(text)
    if pair:
        low, high = (_neighbour(pair, g) for g in (2, 3))
        if low < high <= low + (2 if pair.group(1) is None else 1) * (10 if pair.group(4) else 1):
            return low, high
    value = read_number(text)
    if value is None:
        return None
    if is_vague:  # 十几, 二十几
        return value + 1, value + 9
    return value, value


def _neighbour(pair: re.Match[str], group: int) -> float:
    return read_number((pair.group(1) or "") + pair.group(group) + (pair.group(4) or "")) or 0
