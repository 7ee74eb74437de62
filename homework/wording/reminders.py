"""Reminders (提醒) in the chat: what was asked for, what WeChat allows, how to stop it."""

from __future__ import annotations

from datetime import time

EARLIEST, LATEST = time(15, 0), time(22, 0)

CANNOT = (
    "这个公众号没有主动发消息的权限,提醒不了您。可以在手机上设个闹钟;"
    "想起来随时说一句就行,没有作业就说“今天没有作业”。"
)
OTHER_HOUR = "提醒的时间请定在15:00到22:00之间,例如:提醒 20:00"
HOW = (
    "要我们提醒,回:提醒 20:00(15:00到22:00都行)。上学日到点您家还没有反馈才提醒,一天最多一次;"
    "不要了回“不用提醒”。"
)
NO_CLASS = "先说孩子在哪个班,如 三年级2班;再回一次“提醒 20:00”。"
STOPPED = "好,不再提醒。作业随时说一句就行。"
NONE_TO_STOP = "您没有定过提醒,我们不会主动找您。"


def asked(at: time) -> str:
    """提醒 20:00, kept."""
    return (
        f"好,上学日{at:%H:%M}您家还没有反馈,就提醒一次;放假、无作业日和已反馈的不打扰。\n"
        "微信只让我们给48小时内说过话的人发,隔久了会收不到。\n"
        "为了发给您,会加密保存您的微信编号;回“不用提醒”就停,并删掉。"
    )


def reminder(class_name: str) -> str:
    """The one message of the evening."""
    return (
        f"{class_name}今天的作业,您家还没有反馈。说一句就行,例如:语文抄词20分钟\n"
        "没有作业就回“没有作业”;不想再收到,回“不用提醒”。"
    )
