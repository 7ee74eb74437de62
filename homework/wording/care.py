"""When a parent writes of a child in distress (求助卡): a way to people, told to nobody else."""

from __future__ import annotations

import re

_GRAVE = re.compile(
    r"不想活|想(?:要|去)?死(?!你)|不如死|死了算|活着?(?:得|着)?(?:好|真)?没(?:有)?意思|活不下去"
    r"|自杀|自残|割腕|割手|跳楼|轻生|伤害自己|结束生命"
)
_HARD = re.compile(
    r"崩溃|[大一直老天每]{1,2}哭|哭(?:了|着|到|闹|得)|厌学|不(?:想|愿|肯|敢)(?:意)?(?:去)?(?:上学|学校)|抑郁|焦虑"
    r"|压力.{0,3}大|睡不着|失眠|心理(?:问题|辅导|咨询|老师)"
)
_CHILD = re.compile(r"孩子|娃|小孩|宝贝|儿子|女儿|他|她|哭|厌学|抑郁")

GRAVE = (
    "请先陪在孩子身边。可以打12356(心理援助热线)或12355(青少年服务台);有危险马上打120或110。\n"
    "今晚的作业可以先放下。这里是程序自动回复,没有人值守。"
)
HARD = (
    "孩子要紧,今晚可以先停笔;没写完的照实说就行,例如:数学卷子30分钟没写完\n"
    "一直难受的话,可以找学校的心理老师,或打12355(青少年服务台)、12356(心理援助热线)。"
)


def card_for(words: str) -> str | None:
    """The card these words call for; nobody is told, and nothing is kept of it."""
    if _GRAVE.search(words):
        return GRAVE
    return HARD if _HARD.search(words) and _CHILD.search(words) else None


def beside(receipt: str, card: str) -> str:
    """A report that also spoke of distress: the people to call, below what was recorded."""
    return f"{receipt}\n{card.splitlines()[0 if card == GRAVE else 1]}"
