"""What the 教导处 reads when reports no longer bear out what was checked (反馈有变)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from homework.days import day_words
from homework.views import FLOOR
from homework.wording.staff import THING_LIMIT, Finding, when

STAGE = "反馈有变"


def fallen_values(about: Finding, at: datetime) -> Mapping[str, str]:
    """The push as a template's values: the class, what to reply, no figure."""
    hint = f' 回"误报{about.number} 原因"'
    return {
        "school_class": about.class_name,
        "finding": about.rule_name[: THING_LIMIT - len(hint)] + hint,
        "stage": STAGE,
        "time": when(at),
    }


def fallen_text(about: Finding, *, is_public: bool, measured: int | None, units: int) -> str:
    """The same in words: what was found, what the reports say now, how to correct it.

    `measured` and `units` are of the reports that are left; below the floor no figure is said,
    since what is missing would point at a family.
    """
    found = f"{about.class_name} {day_words(about.day)} {about.rule_name}"
    since = "公示之后" if is_public else "核实之后"
    then = "大厅随即更正" if is_public else "不再公示"
    return (
        f"【反馈有变】{found}:{since}有家庭更正或删除了反馈,{_left(about, measured, units)}。\n"
        f"仍属实的,不用处理;不成立的,回:误报{about.number} 原因,{then}。"
    )


def _left(about: Finding, measured: int | None, units: int) -> str:
    if units < FLOOR:
        return f"余下的不足{FLOOR}户,单凭反馈已不能判断"
    if measured is None or not about.has_cap:
        return "余下的已不支持这个结论"
    was = f"由{about.measured}" if about.measured != measured else ""
    return f"中间值{was}变为{measured}{about.unit}(上限{about.permitted}{about.unit})"
