"""Several alerts as one (合并提醒, 晨报): what a grouped push and the morning digest say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from homework.cases import CaseState
from homework.days import day_words
from homework.wording.staff import THING_LIMIT, when

_MOST_LINES = 8
_MIXED = "多条提醒"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the alerts that go out together: its template's values and its text."""

    template: Mapping[str, str]
    text: str


def together_values(parts: Sequence[Part], at: datetime) -> dict[str, str]:
    """The template of a grouped push: 三年级2班等3个班, 书面作业80分等4条."""
    classes = list(dict.fromkeys(part.template["school_class"] for part in parts))
    stages = {part.template["stage"] for part in parts}
    return {
        "school_class": _and_others(classes[0], len(classes), "个班"),
        "finding": _and_others(parts[0].template["finding"], len(parts), "条"),
        "stage": stages.pop() if len(stages) == 1 else _MIXED,
        "time": when(at),
    }


def _and_others(first: str, count: int, unit: str) -> str:
    if count == 1:
        return first
    tail = f"等{count}{unit}"
    whole = first + tail
    return whole if len(whole) <= THING_LIMIT else first[: THING_LIMIT - len(tail) - 1] + "…" + tail


def together_text(parts: Sequence[Part]) -> str:
    """The texts one below the other; beyond eight, how many more there are."""
    lines = [part.text for part in parts[:_MOST_LINES]]
    more = len(parts) - len(lines)
    return "\n".join([*lines, *([f"……另有{more}条,请打开链接看全部。"] if more else [])])


@dataclass(frozen=True, slots=True)
class Morning:
    """What the morning digest tells: the day, how its cases stand, and what may not have arrived."""

    school_name: str
    day: date
    states: Sequence[CaseState]
    doubtful: Sequence[int] = ()  # numbers of cases whose alert may not have reached this person

    @property
    def open_count(self) -> int:
        """How many cases nobody has checked."""
        return sum(state == CaseState.SUSPECTED for state in self.states)


def digest_values(morning: Morning, at: datetime) -> dict[str, str]:
    """The digest's template values."""
    count = len(morning.states)
    shown = f"{count}件提醒,{morning.open_count}件待核实" if count else "有提醒可能没有送到"
    return {
        "school_class": _fitted(morning.school_name),
        "finding": shown,
        "stage": "每日晨报",
        "time": when(at),
    }


def _fitted(name: str) -> str:
    return name if len(name) <= THING_LIMIT else name[: THING_LIMIT - 1] + "…"


def digest_text(morning: Morning) -> str:
    """晨报 11月23日(周一):提醒3件,1件已证实,2件待核实。"""
    lines = []
    if morning.states:
        counted = Counter(_WORDS[state] for state in morning.states)
        parts = ",".join(
            f"{counted[word]}件{word}" for word in dict.fromkeys(_WORDS.values()) if counted[word]
        )
        lines.append(
            f"【晨报】{morning.school_name} {day_words(morning.day)}:共{len(morning.states)}件,{parts}。"
        )
    if morning.doubtful:
        lines.append(may_not_have_arrived(morning.doubtful))
    return "\n".join(lines)


def may_not_have_arrived(numbers: Sequence[int]) -> str:
    """Alerts in doubt are named, never repeated: they may have been read."""
    named = sorted(set(numbers))
    shown = "、".join(f"{number}号" for number in named[:_MOST_LINES])
    more = f"等{len(named)}件" if len(named) > _MOST_LINES else ""
    return f'{shown}{more}的提醒可能没有送到您,回"今日"看待办。'


_WORDS = {
    CaseState.SUSPECTED: "待核实",
    CaseState.CONFIRMED: "已证实",
    CaseState.PUBLIC: "已公示",
    CaseState.CLOSED: "已销号",
    CaseState.REFUTED: "不成立",
    CaseState.CORRECTED: "已更正",
    CaseState.RESOLVED: "已不超标",
}
