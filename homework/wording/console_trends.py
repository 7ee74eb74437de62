"""Words of the trends page (走势): spans, weeks, and what a figure is made of."""

from __future__ import annotations

from datetime import date

from homework.trends import ENOUGH_COMPARED, Bias

WHOLE = "全校"
SPANS = (("4", "近4周"), ("8", "近8周"), ("20", "近20周"), ("year", "本学年"))
ABOUT = (
    "每个数字由“班日”平均而来:一个班在一个已截止的上学日、至少5户反馈的中间值。"
    "放假前一天按假期天数布置,不进平均,只计是否超上限。"
)
SEVERAL_CAPS = "各年级上限不同,选一个年级看上限线"
NOTHING_YET = "还没有可画的数字。每天次日12:00截止后,满5户反馈的班会进入走势。"
NO_SUBJECTS = "还没有哪一科在一天里有5户写了时间。"


def week(monday: date) -> str:
    """11/23, the week's Monday."""
    return f"{monday.month}/{monday.day}"


BIAS = "登记表与家长反馈"
BIAS_ABOUT = (
    f"同一班日的登记与反馈中间值相比;满{ENOUGH_COMPARED}个班日才列出。"
    "登记长期偏少,先和年级组核对登记口径,再看作业。"
)
NO_BIAS = f"还没有哪一行满{ENOUGH_COMPARED}个可比的班日(当天有登记,且至少5户反馈)。"


def bias_percent(bias: Bias) -> str:
    """少20%: by how much the registers lie below what families say."""
    if bias.is_same:
        return "一致"
    return f"少{bias.percent}%" if bias.percent > 0 else f"多{-bias.percent}%"


def bias_band(bias: Bias) -> str:
    """The same in bands, for the class's own teachers."""
    if bias.is_same:
        return "一致"
    less = "少" if bias.percent > 0 else "多"
    for most, words in ((15, "一些"), (30, "15%–30%")):
        if abs(bias.percent) <= most:
            return f"{less}{words}"
    return f"{less}30%以上"
