"""What whoever is on duty reads of the week before (上周交接): short, no figures, nobody's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from homework.cases import CaseState
from homework.days import day_words
from homework.handover import Handover
from homework.wording.staff import THING_LIMIT, when
from homework.wording.staff_spotcheck import FINDING_WORDS

TITLE = "上周交接"
NOTHING = "上周没有督办,也没有抽查,没有要接着办的。"
ABOUT = "每周第一个上学日早上发给值周的人。您教的班不列在内。"
UNSEEN = "没有记录"
_MOST_NAMED = 8

_STATE = {
    CaseState.SUSPECTED: "待核实",
    CaseState.CONFIRMED: "已证实",
    CaseState.PUBLIC: "已公示",
    CaseState.CLOSED: "已销号",
    CaseState.REFUTED: "不成立",
    CaseState.CORRECTED: "已更正",
    CaseState.RESOLVED: "已不超标",
}


def handover_lines(of: Handover) -> list[str]:
    """One line each of the week's cases, the classes drawn, and what waits."""
    lines = [_cases_words(of.states, of.open_count, of.closed_count)] if of.states else []
    if of.found:
        lines.append(_found_words(of.found))
    if of.waiting:
        lines.append(_waiting_words(of.waiting))
    return lines or [NOTHING]


def handover_text(school_name: str, of: Handover) -> str:
    """The push: 【上周交接】示范小学 11月16日(周一)起一周, and the lines below it."""
    head = f"【{TITLE}】{school_name} {day_words(of.monday)}起一周"
    return "\n".join([head, *handover_lines(of)])


def handover_values(school_name: str, of: Handover, at: datetime) -> dict[str, str]:
    """The same in an alert's template; each fits its typed field."""
    waiting = len(of.waiting) + len(of.unseen)
    name = school_name if len(school_name) <= THING_LIMIT else school_name[: THING_LIMIT - 1] + "…"
    return {
        "school_class": name,
        "finding": f"督办{len(of.states)}件,抽查{len(of.found)}班,{waiting}项待办",
        "stage": TITLE,
        "time": when(at),
    }


def _cases_words(states: Sequence[CaseState], still_open: int, closed: int) -> str:
    counted = Counter(states)
    parts = "、".join(
        f"{counted[state]}件{word}" for state, word in _STATE.items() if counted[state]
    )
    return f"督办{len(states)}件,{closed}件已了结,{still_open}件在办:{parts}。"


def _found_words(found: Sequence[tuple[str, str | None]]) -> str:
    """抽查3个班。与登记一致:三年级2班、四年级1班;没有记录:五年级3班。"""
    by_finding: dict[str, list[str]] = {}
    for word in (*FINDING_WORDS.values(), UNSEEN):
        by_finding[word] = []
    for name, finding in found:
        by_finding[UNSEEN if finding is None else FINDING_WORDS[finding]].append(name)
    parts = ";".join(f"{word}:{'、'.join(names)}" for word, names in by_finding.items() if names)
    return f"抽查{len(found)}个班。{parts}。"


def _waiting_words(waiting: Sequence[tuple[int, str]]) -> str:
    named = "、".join(f"{number}号{name}" for number, name in waiting[:_MOST_NAMED])
    more = f"等{len(waiting)}件" if len(waiting) > _MOST_NAMED else ""
    return f"还没有核实:{named}{more},由教导处接着办。"
