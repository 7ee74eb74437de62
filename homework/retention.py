"""How long what is known of people is kept (保存期限): one list for the purge and for the notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from homework.days import SchoolCalendar
from homework.school import school_year


@dataclass(frozen=True, slots=True)
class Keep:
    """A keeping time: `lasts` after what `words` say; None where an act ends it, not the clock."""

    words: str
    lasts: timedelta | None = None


WAITING = Keep("对话中断30分钟后清空", timedelta(0))  # the row itself holds the hour
REPLY = Keep("1小时", timedelta(hours=1))
ONE_DAY = Keep("1天", timedelta(days=1))
FAILED_WORDS = Keep("7天", timedelta(days=7))
DELIVERY = Keep("30天", timedelta(days=30))
FREE_TEXT = Keep("作业日后30天", timedelta(days=30))
REPORTS = Keep("学期结束后30天", timedelta(days=30))
SLIP = Keep("停用后30天,最长400天", timedelta(days=30))
SLIP_AT_MOST = Keep("发放后400天", timedelta(days=400))
SURVEY_TRACE = Keep("问卷截止后30天", timedelta(days=30))
AFTER_LEAVING = Keep("离校后30天", timedelta(days=30))
LOG = Keep("180天", timedelta(days=180))
THREE_YEARS = Keep("3年", timedelta(days=3 * 365 + 1))
WHILE_FOLLOWING = Keep("取消关注、删除或撤回同意时立即删除")
WHILE_USED = Keep("学校停用本系统时")

PUBLIC_FROM = 5
"""Families behind a class's day that is kept beyond the reports; fewer might be recognised."""


def reports_end(calendar: SchoolCalendar, today: date) -> date:
    """The last day whose reports are past their time: thirty days after their term has ended.

    In school years without terms a term ends on 31 January and on 31 July.
    """
    assert REPORTS.lasts is not None
    this_year = school_year(today)
    ends = [last for _, last in calendar.terms]
    has_terms = {school_year(first) for first, _ in calendar.terms}
    for year in {this_year - 2, this_year - 1, this_year} - has_terms:
        ends += [date(year + 1, 1, 31), date(year + 1, 7, 31)]
    over = [end for end in ends if end + REPORTS.lasts < today]
    return max(over, default=date.min)
