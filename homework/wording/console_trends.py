"""Words of the trends page (走势): spans, weeks, and what a figure is made of."""

from __future__ import annotations

from datetime import date

WHOLE = "全校"
SPANS = (("4", "近4周"), ("8", "近8周"), ("20", "近20周"), ("year", "本学年"))
ABOUT = (
    "每个数字由“班日”平均而来:一个班在一个已截止的上学日、至少5户反馈的中间值。"
    "放假前一天按假期天数布置,不进平均,只计是否超上限。"
)
NOTHING_YET = "还没有可画的数字。每天次日12:00截止后,满5户反馈的班会进入走势。"
NO_SUBJECTS = "还没有哪一科在一天里有5户写了时间。"


def week(monday: date) -> str:
    """11/23, the week's Monday."""
    return f"{monday.month}/{monday.day}"
