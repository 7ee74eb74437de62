"""What parents ask the chat about itself (常见问题): who sees it, what for, who answers; no figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asker:
    """What an answer may name: the school, this class's page where the class is known."""

    school: str
    page: str | None


def who_sees(asker: Asker) -> str:
    """老师知道是我填的吗."""
    other = f"介意请用填报页:{asker.page}" if asker.page else "介意请扫班级码用填报页。"
    return (
        "班级老师看不到是谁填的,只看到满5户后的全班合计。不问姓名、电话、学号。\n"
        f"在这里发文字,公众号管理员可能在微信后台看到您的昵称头像;{other}"
    )


def who_answers(asker: Asker) -> str:
    """你们是谁 · 你是机器人吗."""
    return (
        f"这里是{asker.school}作业反馈,由程序自动回复。\n"
        "您说今晚的作业和时间,全班合起来超了上限,学校来核实。"
    )


def what_for(asker: Asker) -> str:
    """填了有什么用."""
    return (
        "各家说的时间合在一起,超过上限时由教导处核实;属实的在学校大厅公布,并要求调整。\n"
        '填不填都行,我们不催。本班上限回"上限"。'
    )


def of_others(asker: Asker) -> str:
    """有多少人反馈了 · 我们班超标了吗."""
    return "别家填了什么、填了几户,这里不提供。学校核实过的超标,会在大厅公布。"


def need_not(asker: Asker) -> str:
    """我不想填了."""
    return '好,不填就不用管,我们不催。要删掉自己填过的,回"我的"。'


def whom_to_ask(asker: Asker) -> str:
    """校长电话多少."""
    return (
        "这里没有老师和学校的电话,请直接联系班主任或教导处。作业太多可以在这里说:语文小练笔40分钟"
    )


def not_written(asker: Asker) -> str:
    """没写作业 · 孩子发烧了: not written is not none set."""
    return (
        '孩子没写的,不用填。老师没有布置,回"今天没有作业"。\n'
        "只写了一部分,照实说就行,例如:数学卷子30分钟没写完"
    )


def how_long(asker: Asker) -> str:
    """作业写完了 · 孩子每天写到十一点: what is still to say."""
    return "今晚哪几科,各写了多久?这样说就能记下:语文抄词20分钟 数学练习册半小时"


def noted(asker: Asker) -> str:
    """好的 · 👍."""
    return '好。有作业随时说;没有作业就说"今天没有作业"。'


def thanks(asker: Asker) -> str:
    """辛苦了."""
    return '不客气。有作业随时说;没有作业就说"今天没有作业"。'


Answer = Callable[[Asker], str]
