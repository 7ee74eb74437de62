"""What staff read about a class's register (登记提醒): the sum, the hour, the smallest change; no blame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from homework.balancing import Change, Step, Way
from homework.days import WEEKDAY_WORDS, day_words
from homework.policy.rules import Measure
from homework.registers import Excess, Register
from homework.wording.staff import THING_LIMIT, unit_short, when

_COUNT_WORDS = ("", "", "两", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


@dataclass(frozen=True, slots=True)
class RegisterOver:
    """A register that does not keep a rule: what its class, and who balances it, should know."""

    class_name: str
    day: date
    next_day: date  # the next school day, to which homework may move
    register: Register
    excesses: Sequence[Excess]
    change: Change | None
    adjust_until: time
    is_late: bool


def over_text(about: RegisterOver) -> str:
    """三年级2班今天登记合计75分钟,超过60。16:40前可调整…少一项最省:数学练习册改到明天。"""
    said = ";".join(excess_words(each, about.register) for each in about.excesses)
    return f"{about.class_name}今天登记{said}。{_hour(about)}{change_words(about)}"


def _hour(about: RegisterOver) -> str:
    hour = f"{about.adjust_until:%H:%M}"
    if about.is_late:
        return f"已过{hour},请与各科老师核对。"
    return f"{hour}前可调整,调整好就不留超标记录。"


def excess_words(excess: Excess, register: Register) -> str:
    """合计75分钟,超过60; counts by the rule's own name."""
    rule = excess.rule
    if rule.measure in (Measure.WRITTEN_MINUTES, Measure.ALL_MINUTES):
        is_everything = excess.declared == register.all_minutes
        return f"{'' if is_everything else '书面'}合计{excess.declared}分钟,超过{rule.limit}"
    if rule.limit == 0:
        return f"有{rule.name}{excess.declared}{rule.unit},按规定不留"
    return f"{rule.name}{excess.declared}{rule.unit},最多{rule.limit}{rule.unit}"


def change_words(about: RegisterOver) -> str:
    """少一项最省:数学练习册改到明天。 Nothing where no change is known."""
    return "" if about.change is None else smallest_change(about.change, about.day, about.next_day)


def smallest_change(change: Change, day: date, next_day: date) -> str:
    """减一项最省:数学练习册从45分钟减到30分钟。 `next_day` is the school day homework may move to."""
    steps = "、".join(step_words(each, day, next_day) for each in change.steps)
    if len(change.steps) > 1:
        return f"改{_COUNT_WORDS[len(change.steps)]}项最省:{steps}。"
    word = "少" if change.steps[0].way is Way.MOVE else "减"
    return f"{word}一项最省:{steps}。"


def step_words(step: Step, day: date, next_day: date) -> str:
    """数学练习册改到明天, or 数学练习册从30分钟减到15分钟."""
    if step.way is Way.MOVE:
        return f"{step.entry.name}改到{_to(day, next_day)}"
    return f"{step.entry.name}从{step.entry.minutes}分钟减到{step.minutes}分钟"


def _to(day: date, next_day: date) -> str:
    ahead = (next_day - day).days
    if ahead == 1:
        return "明天"
    if ahead < 7:
        return f"周{WEEKDAY_WORDS[next_day.weekday()]}"
    return day_words(next_day)


def mended_text(class_name: str, register: Register) -> str:
    """The register keeps its caps again: nothing is recorded."""
    return f"{class_name}今天的登记已调整,合计{register.all_minutes}分钟,不超上限,不留超标记录。"


def over_values(about: RegisterOver, at: datetime) -> dict[str, str]:
    """The values of an alert's template; each fits its typed field."""
    first = about.excesses[0]
    shown = f"登记{first.declared}{unit_short(first.rule.unit)}(上限{first.rule.limit})"
    stage = "请核对" if about.is_late else "可调整"
    return _values(about.class_name, shown, stage, at)


def mended_values(class_name: str, register: Register, at: datetime) -> dict[str, str]:
    """The same once it is mended."""
    return _values(class_name, f"登记{register.all_minutes}分,不超上限", "已调整", at)


def _values(class_name: str, shown: str, stage: str, at: datetime) -> dict[str, str]:
    return {
        "school_class": class_name,
        "finding": shown[:THING_LIMIT],
        "stage": stage,
        "time": when(at),
    }


def sum_words(register: Register, *, is_late: bool) -> str:
    """What a register adds up to: 合计75分钟(迟登). Where not all of it is written, the written part,
    which caps count, comes first: 书面45分钟,全部合计75分钟."""
    late = "(迟登)" if is_late else ""
    if not register.entries:
        return f"没有作业{late}"
    written, everything = register.written_minutes, register.all_minutes
    if written == everything:
        return f"合计{everything}分钟{late}"
    return f"书面{written}分钟,全部合计{everything}分钟{late}"
