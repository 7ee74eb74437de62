"""Two days in one message (一句说两天): 昨天语文抄写20分钟,今天数学口算10分钟 is not one evening's homework."""

from __future__ import annotations

from dataclasses import dataclass

from homework.reading.lazy import lazy
from homework.reading.scan import Scan
from homework.reading.when import WEEKDAYS

# Without one of these there is no day but today.
SIGNS = frozenset("昨前周期拜")
# A day that heads a subject; 周三交语文 is a deadline, 昨天的卷子今天写的 one report.
HEAD = lazy(
    r"(?:(?P<today>今[天日晚])|(?P<yesterday>昨[天日晚])|(?P<before>前[天日])|(?:周|星期|礼拜)(?P<weekday>[一二三四五]))"
    r"(?:晚上|的|是|家庭|回家|作业|[就也都又是 :,])*$"
)
# 昨天语文20分钟,今天没有作业: nothing is homework as well.
NONE_TODAY = lazy(r"今[天日晚](?:就|也|都|又|是)*(?P<none>(?:没有?|无)(?:布置|留)?作业)")
LONGEST_HEAD = 14


@dataclass(frozen=True, slots=True)
class SaidDay:
    """A day that heads what follows it in the message; an offset from today, or a weekday."""

    at: int
    offset: int
    weekday: int | None

    def is_same(self, other: SaidDay) -> bool:
        return (self.offset, self.weekday) == (other.offset, other.weekday)


@dataclass(frozen=True, slots=True)
class DayOrder:
    """The days of a message that speaks of several, and the one it reports."""

    days: tuple[SaidDay, ...]
    reported: SaidDay

    def is_reported(self, at: int) -> bool:
        """False where another day was said last before this place."""
        before = [day for day in self.days if day.at <= at]
        return not before or before[-1].is_same(self.reported)


def find_days(scan: Scan) -> DayOrder | None:
    """None unless two days or more are said. Today is reported, else the day said last."""
    if not scan.mentions or SIGNS.isdisjoint(scan.text.characters):
        return None
    starts = [m.start for m in scan.mentions]
    starts += [none.start("none") for none in NONE_TODAY.finditer(scan.text.matched)]
    said = (_day_before(scan, at) for at in sorted(starts))
    days = tuple(day for day in said if day is not None)
    if all(day.is_same(days[0]) for day in days):
        return None
    today = [day for day in days if day.offset == 0 and day.weekday is None]
    return DayOrder(days, today[0] if today else days[-1])


def _day_before(scan: Scan, at: int) -> SaidDay | None:
    said = HEAD.search(scan.text.matched[max(0, at - LONGEST_HEAD) : at])
    if said is None:
        return None
    if said["weekday"]:
        return SaidDay(at, 0, WEEKDAYS[said["weekday"]])
    return SaidDay(at, -2 if said["before"] else -1 if said["yesterday"] else 0, None)
