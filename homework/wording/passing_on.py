"""Passing a case on to the principal (转校长): what the principal reads, and who passed it on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from homework.alerts import Audience, Reason
from homework.cases import CaseState
from homework.days import day_words
from homework.wording import staff
from homework.wording.staff_chat import ROLE_WORDS, STATE_WORDS

_MOST_LETTERS = 60

NO_PRINCIPAL = "校长还没有绑定微信,没有转出。绑定码由学校管理员给:staff add --role principal"
ALREADY = "这件已经转过校长了,不重复发。"
IS_PRINCIPAL = '您就是校长,直接办就行。回"今日"看待办。'

_NEXT = {
    CaseState.SUSPECTED: "可回:核实{number} 登记表 / 核实{number} 电话 / 误报{number} 原因",
    CaseState.CONFIRMED: "可回:公示{number} 原因 / 误报{number} 原因",
    CaseState.PUBLIC: "可回:误报{number} 原因 / 整改{number} 学科",
}


def text(about: staff.Finding, state: CaseState, role: str, reason: str) -> str:
    """To the principal: who asks, what it is and where it stands, why, what to reply."""
    what = staff.finding(about.rule_name, about.measured, about.permitted, about.unit)
    why = f"原因:{reason.strip()[:_MOST_LETTERS]}。" if reason.strip() else ""
    return (
        f"【转校长】{ROLE_WORDS[role]}转来{about.number}号:{about.class_name} {day_words(about.day)} "
        f"{what},{STATE_WORDS[state]}。{why}{_NEXT[state].format(number=about.number)}"
    )


def template_values(about: staff.Finding, at: datetime) -> Mapping[str, str]:
    """The same as a template's values."""
    return staff.template_values(about, Audience.PRINCIPAL, Reason.PASSED_ON, at)


def done(number: int, class_name: str) -> str:
    """转校长 N, done."""
    return f"已转校长:{number}号 {class_name}。校长批示前仍由您办,核实、误报照常回。"
