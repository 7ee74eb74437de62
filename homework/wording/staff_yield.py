"""What a homeroom teacher reads when a subject is asked to yield (请学科让一让): a request, no blame."""

from __future__ import annotations

from datetime import date, datetime

from homework.balancing import Step
from homework.wording.staff import THING_LIMIT, when
from homework.wording.staff_register import step_words

ASKED = "已请班主任和{subject}老师商量,消息已发出。"
REFUSAL = {
    "not_allowed": "请学科让一让,由本年级组长来点。",
    "too_late": "今天的登记已经不能再调整。",
    "not_over": "登记已经调整过,这一科不用再让。",
    "no_teacher": "这个班的班主任还没有绑定微信,请当面说一声。",
    "already": "今天已经请过这一科,不重复发。",
}


def button(subject: str) -> str:
    """请数学让一让。"""
    return f"请{subject}让一让"


def ask_text(class_name: str, step: Step, day: date, next_day: date) -> str:
    """What is asked, in minutes: 数学练习册45分钟,可否改到明天。"""
    entry = step.entry
    return (
        f"【请商量】{class_name}今天作业偏多,年级组长请{entry.subject}让一让"
        f"(登记{entry.minutes}分钟):{step_words(step, day, next_day)}。"
        "请和学科老师商量,调整好就不留超标记录。"
    )


def ask_values(class_name: str, subject: str, at: datetime) -> dict[str, str]:
    """The same in an alert's template; each fits its typed field."""
    return {
        "school_class": class_name[:THING_LIMIT],
        "finding": button(subject),
        "stage": "请商量",
        "time": when(at),
    }
