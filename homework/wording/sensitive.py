"""What is said of sensitive reads (查阅原话和导出): the reason box, and the month's account of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from homework.wording.console_office import ACT
from homework.wording.staff import THING_LIMIT, when

KIND = "查阅原话和导出"
"""All of them together, in the filter of the log."""

ASK = "家长和教师写的原话要写明用途才显示,半小时内有效。谁、何时、为什么看,都记入操作记录,每月报校长。"
LABEL = "为什么要看"
BUTTON = "显示原话"
NO_REASON = "请写一句为什么要看,例如:准备听证会。"
NOT_IN_FILE = "导出的表格里,同样在写明用途后的半小时内才带原话。"


def counts_words(reads: Sequence[tuple[str, int]]) -> str:
    """查阅问卷原话3次、导出台账2次."""
    return "、".join(f"{ACT.get(act, act)}{count}次" for act, count in reads)


def month_text(month: date, reads: Sequence[tuple[str, int]]) -> str:
    """The month's account, to the principal."""
    return (
        f"【留痕月报】{month.year}年{month.month}月:{counts_words(reads)}。逐条在控制台“操作记录”。"
    )


def month_values(
    school_name: str, reads: Sequence[tuple[str, int]], at: datetime
) -> Mapping[str, str]:
    """The same as a template's values."""
    total = sum(count for _, count in reads)
    return {
        "school_class": school_name[:THING_LIMIT],
        "finding": f"上月{KIND}{total}次",
        "stage": "留痕月报",
        "time": when(at),
    }
