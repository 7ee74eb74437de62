"""The month's summary for parents (家长月报): counts and rules, no class, no person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from homework.views import FLOOR
from homework.wording.staff import THING_LIMIT, when

TITLE = "作业公示月报"
HOW_TO = (
    "想告诉学校今晚的作业量,扫班级海报上的二维码就能填:不问姓名、电话、学号,老师看不到是谁填的。"
)


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """What a month adds up to. `by_rule` are (rule's name, findings shown), most first."""

    first: date
    school_days: int
    reports: int
    classes_reported: int
    confirmed: int
    refuted: int
    shown: int
    corrected: int
    notices: int
    closed: int
    by_rule: Sequence[tuple[str, int]] = ()


def month_name(day: date) -> str:
    return f"{day.year}年{day.month}月"


def sentences(facts: MonthFacts, *, is_trial: bool) -> list[str]:
    """The month in a few sentences; what did not happen is left out."""
    said = [_reports(facts)]
    if facts.confirmed + facts.refuted:
        said.append(
            f"经人工核实,属实{facts.confirmed}件"
            + (f",不成立{facts.refuted}件" if facts.refuted else "")
            + "。"
        )
    else:
        said.append("没有需要核实的超标。")
    if is_trial:
        said.append("学校还在试运行,大厅只显示数量。")
    elif facts.shown:
        rules = "、".join(f"{name}{count}次" for name, count in facts.by_rule)
        said.append(f"在大厅公示{facts.shown}次:{rules}。")
    if facts.corrected:
        said.append(f"公示后更正{facts.corrected}次,更正同样公示,向有关班级致歉。")
    if facts.notices:
        said.append(f"发出整改通知书{facts.notices}份。")
    if facts.closed:
        said.append(f"复测合格销号{facts.closed}件。")
    return said


def _reports(facts: MonthFacts) -> str:
    days = f"{facts.first.month}月已过{facts.school_days}个上学日"
    if facts.reports < FLOOR:
        return f"{days},收到的家长反馈还很少。"
    return f"{days},{facts.classes_reported}个班的家长填了{facts.reports}份反馈。"


def article(school_name: str, facts: MonthFacts, *, is_trial: bool) -> str:
    """The same as one text for an article or a parents' meeting."""
    head = f"{school_name}{month_name(facts.first)}{TITLE}"
    return "\n".join([head, "", *sentences(facts, is_trial=is_trial), "", HOW_TO])


def draft_text(school_name: str, month: date) -> str:
    """To the 教导处: the article waits among the account's drafts."""
    return (
        f"{school_name}{month_name(month)}{TITLE}已放进公众号草稿箱,只有数字,没有班级和个人。"
        "请看过再发表。"
    )


def draft_values(school_name: str, month: date, at: datetime) -> dict[str, str]:
    """The same in an alert's template; each fits its typed field."""
    return {
        "school_class": school_name[:THING_LIMIT],
        "finding": f"{month.month}月月报已放进草稿箱",
        "stage": "请发表",
        "time": when(at),
    }
