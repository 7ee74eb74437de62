"""What staff read when an act is refused for what stands already: the register, a notice sent before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from homework.wording.staff_cases import clock_words

PAPER_REGISTER = "核实人看过纸质登记表(系统里当天没有登记)"


def register_says_not(rule_name: str, says: str, limit: str) -> str:
    """核实 N 登记表, where the register does not show it: what it says, against what; no `limit`
    where the rule permits none at all."""
    if not limit:
        return f"当天登记表({says})上没有{rule_name}这一项,不能凭登记表证实。"
    return f"当天登记表:{says};{rule_name}上限{limit},登记的没有超过,不能凭登记表证实。"


def other_ways(number: int) -> str:
    """How else the case may be checked, or found not to hold."""
    return (
        f"属实的可回:核实{number} 电话 / 核实{number} 自述 / 核实{number} 到班;"
        f"不成立的回:误报{number} 原因"
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """A notice that went out: its number, who sent it ("" where gone), when."""

    file_number: str
    by: str
    at: datetime


def issued_before(sent: Sent, subjects: Sequence[str], until: datetime) -> str:
    """整改 N, a second time: nothing went out; what did, and to whom."""
    return (
        f"没有再发:{clock_words(sent.at)}{sent.by}已发{sent.file_number},"
        f"{'、'.join(subjects)},{clock_words(until)}前回复。任教本班的老师、班主任和年级组长都已通知。"
    )


def ways_to_change(number: int) -> str:
    """How more is said about a notice that went out."""
    return f"要加学科,请那位老师也回:回复{number} 措施;商定了什么,回:座谈{number} 要点;要作废,回:误报{number} 原因"
