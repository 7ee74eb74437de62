"""Which day and which part of it a message speaks of (作业日、时段)."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from homework.reading.lazy import lazy
from homework.reading.phrases import Phrases, signed
from homework.reading.values import SaidDate
from homework.report import Slot


@dataclass(frozen=True, slots=True)
class When:
    """What was said of the day: an offset in days, a weekday, or a date; and the places it was said."""

    day_offset: int = 0
    weekday: int | None = None
    date: SaidDate | None = None
    spans: tuple[tuple[int, int], ...] = ()


WEEKDAYS = {c: n for n, c in enumerate("一二三四五六", 1)} | {"日": 7, "天": 7, "末": 6}
WEEKDAY = lazy(r"(?:周|星期|礼拜)(?P<day>[一二三四五六日天])(?:(?<=六)[日天])?")
# 周五交 and 周三要考 are deadlines; the homework is today's.
DEADLINE = lazy(
    r"(?:早上|上午|中午|下午|晚上|早读|一早|放学|\d{1,2}[点:]\d{0,2})?(?:之?前|要?交|上交|要?检查|要?考|测|带|收|默|听写|抽查|抽背|评讲|讲评|上课|反馈|返校|早|背|过关|提交|完成|截止|开学|班会|体检|升旗)"
)
LEAD_IN = lazy(r"(?:到|至|每|每逢|下|下个|上次|截止|等)$")
YESTERDAY = lazy(r"昨[天日晚儿](?:晚上)?")
BEFORE_YESTERDAY = lazy(r"大?前[天日](?!交|早)")
# 明天 alone is when it is due, or what is previewed; only 明天的作业 says which day's homework it is.
TOMORROW = lazy(r"明[天日](?:的)?(?:家庭|回家)?作业(?!要交|交|带)")
DATE = lazy(
    r"(?<![\dp.~\-])(?:(?P<year>20\d\d)[\-/.年]\ ?)?(?P<month>1[0-2]|0?[1-9])(?:月(?P<day>3[01]|[12]\d|0?[1-9])[日号]?|(?P<mark>[\-/.])(?P<day2>3[01]|[12]\d|0?[1-9]))(?![\d.:/\-]|\ ?[页题课道米小分个hm])(?:\ ?(?:星期|周)?[一二三四五六日](?=[\n ,;]|$))?"
)
# A bare 3.6 is a section of a book as often as a day: it must stand where a heading has its date.
DATE_HEADING = lazy(r"\ ?(?:[::\n(]|日|$|的?作业|的?[语数英]|[周星今])")
SLOTS: tuple[tuple[Slot, Phrases], ...] = (
    (
        Slot.WEEKEND,
        signed(
            "末双休六日天",
            lazy(
                r"周末(?!卷)|双休日?|(?:周|星期|礼拜)(?:六日|六[、和,]?\ ?(?:周|星期|礼拜)?[日天](?!交))|周日作业|周六作业|(?:星期|礼拜)[六日天]的?作业"
            ),
        ),
    ),
    (
        Slot.NOON,
        signed(
            "午",
            lazy(r"中午(?!\ ?(?:1[12]|十[一二]|\d)[点:])|午休|午间|午自习|午饭|午托|午睡|午自修"),
        ),
    ),
    (
        Slot.EVENING,
        signed(
            "晚夜",
            lazy(
                r"今晚|(?:今天|今|当|每天|本|昨天|昨|前天)?晚(?:上|间)?(?:的?(?:回家|家庭)?作业|回家|要做|写|做了|布置|(?<=今晚)|(?<=昨晚)|(?<=晚上)|(?<=晚间)|(?<=当晚))(?!\ ?(?:\d|[一二三四五六七八九十]{1,3}点))|夜里|今夜"
            ),
        ),
    ),
)
EVENING_NOT = lazy(r"早晚$|到了?$|直到$|前$")


def find_when(matched: str, characters: Set[str]) -> When:
    """What the message says of its day; the plain When() where it says nothing.

    `characters` are those of `matched`, or more.
    """
    spans: list[tuple[int, int]] = []
    offset = 0 if DAY_SIGNS.isdisjoint(characters) else _offset(matched, spans)
    has_weekday = not offset and not WEEKDAY_SIGNS.isdisjoint(characters)
    weekday = _weekday(matched, spans) if has_weekday else None
    date = None if DATE_SIGNS.isdisjoint(characters) else _date(matched, spans)
    return When(offset, weekday, date, tuple(spans))


def find_slots(matched: str, characters: Set[str]) -> list[tuple[int, Slot]]:
    """The parts of the day that are said, with their places."""
    found = [
        (place.start(), slot)
        for slot, phrases in SLOTS
        if phrases.may_occur(characters)
        for place in phrases.pattern.finditer(matched)
        if not EVENING_NOT.search(matched[: place.start()][-2:])
    ]
    return sorted(found)


# What each day word has in it.
DAY_SIGNS = frozenset("前昨明")
WEEKDAY_SIGNS = frozenset("周期拜")
DATE_SIGNS = frozenset("月-/.")


def _offset(matched: str, spans: list[tuple[int, int]]) -> int:
    for pattern, offset in ((BEFORE_YESTERDAY, -2), (YESTERDAY, -1), (TOMORROW, 1)):
        place = pattern.search(matched)
        if place is None:
            continue
        spans.append(place.span())
        # 昨天语文40分钟 今天语文20分钟: today is what the report is about.
        if offset < 0 and "今天" in matched[place.end() :]:
            return 0
        if place.group().startswith("大前"):
            return -3
        return offset
    return 0


def _weekday(matched: str, spans: list[tuple[int, int]]) -> int | None:
    for place in WEEKDAY.finditer(matched):
        before = matched[max(0, place.start() - 3) : place.start()]
        after = matched[place.end() : place.end() + 8]
        if LEAD_IN.search(before) or DEADLINE.match(after):
            continue
        if before.endswith(("今天", "今日")):
            continue
        # Inside a list of homework a weekday is a due day or part of a name; a heading says the day.
        if place.start() > 12 and not re.match(r"的?(?:家庭|回家)?作业", after):
            continue
        spans.append(place.span())
        return WEEKDAYS[place.group("day")]
    return None


def _date(matched: str, spans: list[tuple[int, int]]) -> SaidDate | None:
    for place in DATE.finditer(matched):
        marked = place.group("mark") and not place.group("year")
        if marked and not _is_heading(matched, place):
            continue
        if DEADLINE.match(matched[place.end() : place.end() + 8]):
            continue
        spans.append(place.span())
        year = place.group("year")
        day = int(place.group("day") or place.group("day2"))
        return SaidDate(int(place.group("month")), day, int(year) if year else None)
    return None


def _is_heading(matched: str, place: re.Match[str]) -> bool:
    if place.group("mark") == "-" or place.group("day2").startswith("0") is None:
        return False
    before = matched[: place.start()].rsplit("\n", 1)[-1]
    return (
        len(before) <= 4 and DATE_HEADING.match(matched[place.end() : place.end() + 3]) is not None
    )
