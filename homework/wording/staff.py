"""What staff read (对教职工的措辞): short, exact, with what to reply; counts only to the leading group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from homework.alerts import Audience, Reason
from homework.days import day_words

THING_LIMIT = 20
"""Characters of a template's `thing` field; what is longer is refused or cut on the phone."""

_STAGES = {
    Reason.PLEASE_COMPARE: "请核对",
    Reason.RESOLVED: "已解除",
    Reason.CORRECTED: "已更正",
    Reason.UNHANDLED: "仍待核实",
    Reason.PASSED_ON: "请您定",
    Reason.PUBLISHED: "已公示",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What an alert is about. `measured` is None where nothing is measured (a ban); counts are of
    families; `unit` is the rule's (分钟, 科, 项, 次)."""

    number: int
    class_name: str
    day: date
    rule_name: str
    measured: int | None
    permitted: int
    unit: str
    units: int = 0
    units_over: int = 0

    @property
    def has_cap(self) -> bool:
        """Whether a figure stands against a limit; a ban has none."""
        return self.measured is not None and self.permitted > 0


def stage_words(reason: Reason) -> str:
    """The state in a template's `phrase` field: at most five Chinese characters."""
    return _STAGES.get(reason, "待核实")


def template_values(
    about: Finding, audience: Audience, reason: Reason, at: datetime
) -> dict[str, str]:
    """The values of an alert's template, by our names; each fits its typed field.

    The class's own teachers read the rule's name and no figure. Before it stands the number that
    is typed to act (收到3, 说明3), where it fits.
    """
    is_own = audience in (Audience.OWN_TEACHERS, Audience.GRADE_LEADER)
    shown = about.rule_name[:THING_LIMIT] if is_own else fitted_finding(about)
    numbered = f"{about.number}号 {shown}"
    shown = numbered if len(numbered) <= THING_LIMIT else shown
    return {
        "school_class": about.class_name,
        "finding": shown,
        "stage": stage_words(reason),
        "time": when(at),
    }


def alert_text(about: Finding, audience: Audience, reason: Reason) -> str:
    """The same in words, for chats, robots and mail."""
    match reason:
        case Reason.RESOLVED:
            return resolved(about.class_name, about.day, about.rule_name, about.number)
        case Reason.CORRECTED:
            return corrected(about.class_name, about.day, about.rule_name)
        case Reason.UNHANDLED:
            return f"{suspected(about)}昨天起还没有人核实。"
        case Reason.ESCALATED:
            return f"{suspected(about)}还没有人接手,请您核实。"
    if audience in (Audience.OWN_TEACHERS, Audience.GRADE_LEADER):
        return please_compare(about)
    return suspected(about)


def unit_short(unit: str) -> str:
    """分 for 分钟 where space is dear; other units stay."""
    return "分" if unit == "分钟" else unit


def finding(rule_name: str, measured: int | None, permitted: int, unit: str) -> str:
    """书面作业80分(上限60), or the rule's name alone where nothing is measured (a ban)."""
    if measured is None or permitted == 0:
        return rule_name
    return f"{rule_name}{measured}{unit_short(unit)}(上限{permitted})"


def fitted_finding(about: Finding) -> str:
    """The same within a template field: the rule's name gives way, never the figures."""
    whole = finding(about.rule_name, about.measured, about.permitted, about.unit)
    if len(whole) <= THING_LIMIT:
        return whole
    if not about.has_cap:
        return whole[: THING_LIMIT - 1] + "…"
    room = len(about.rule_name) - (len(whole) - THING_LIMIT) - 1
    short = about.rule_name[: max(2, room)] + "…"
    return finding(short, about.measured, about.permitted, about.unit)


def when(at: datetime) -> str:
    """2026年11月23日 20:15, the form the platform's time field takes."""
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def suspected(about: Finding) -> str:
    """The leading group's alert: class, day, rule, how many families, the figure between them."""
    cap = f"超过{about.permitted}{about.unit}" if about.has_cap else "提到"
    tail = f",中间值{about.measured}{about.unit}" if about.has_cap else ""
    return (
        f"【待核实】{about.class_name} {day_words(about.day)} {about.rule_name}:"
        f"{about.units}户反馈,{about.units_over}户{cap}{tail}。"
    )


def please_compare(about: Finding) -> str:
    """What the class's own teachers read: no count, no figure of any family; how to answer."""
    return (
        f"{about.class_name} {day_words(about.day)} {about.rule_name}请核对。"
        "与各科老师对一下当天合计,教导处会来核实。"
        f'回"说明{about.number}"可一键说明。'
    )


def resolved(class_name: str, day: date, rule_name: str, number: int) -> str:
    """An alerted class is no longer over: later or corrected reports changed the figure."""
    return f"{number}号不用再查:{class_name} {day_words(day)} {rule_name}按最新反馈已不超标。"


def corrected(class_name: str, day: date, rule_name: str) -> str:
    """A published finding did not hold."""
    return f"【更正】{class_name} {day_words(day)} {rule_name}经核实不成立,公示已撤下并更正。"


def published(class_name: str, day: date, what: str) -> str:
    """A finding stands in the hall now."""
    return f"已公示:{class_name} {day_words(day)} {what}。"


def band(count: int) -> str:
    """How many families, for readers who may not know exactly: 3–5户, 6–10户 …"""
    for low, high in ((3, 5), (6, 10), (11, 20)):
        if low <= count <= high:
            return f"{low}–{high}户"
    return "不足3户" if count < 3 else "20户以上"
