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
    "要我们提醒,回:提醒 20:00(15:00到22:00都行)。上学日到点您还没有反馈才提醒,一天最多一次;"
    "不要了回“不用提醒”。"
)
NO_CLASS = "先说孩子在哪个班,如 三年级2班;再回一次“提醒 20:00”。"
STOPPED = "好,不再提醒。作业随时说一句就行。"
NONE_TO_STOP = "您没有定过提醒,我们不会主动找您。"


def asked(at: time, link: str | None) -> str:
    """提醒 20:00, kept. `link`: where a parent says yes to one message out of WeChat's 48 hours."""
    lines = [
        f"好,上学日{at:%H:%M}您还没有反馈,就提醒一次;放假、无作业日不打扰。",
        f"微信只许给48小时内说过话的人发,{_more(link)}",
        "为此会加密保存您的微信编号;回“不用提醒”就停,并删掉。",
    ]
    return "\n".join(lines)


def _more(link: str | None) -> str:
    if link is None:
        return "隔久了会收不到;随便回一句,就又能收到。"
    return f"隔了周末也要,请10分钟内点开同意一次:{link}"


def how(at: str | None) -> str:
    """提醒我, tapped: how to ask, or what was asked for; `at` is the hour kept (20:00)."""
    if at is None:
        return HOW
    return f"现在定的是上学日{at}:到点您还没有反馈才提醒,一天最多一次。\n改时间回:提醒 20:30;不要了回“不用提醒”。"


def reminder(class_name: str) -> str:
    """The one message of the evening."""
    return (
        f"{class_name}今天的作业,您还没有反馈。说一句就行,例如:语文抄词20分钟\n"
        "没有作业就回“没有作业”;不想再收到,回“不用提醒”。"
    )


TITLE = "作业反馈提醒"


def one_time(class_name: str) -> str:
    """The same as a one-time message, which opens the page: one line of at most 200 characters."""
    return (
        f"{class_name}今天的作业,您还没有反馈。点这里填,或在对话里说一句;没有作业就回“没有作业”。"
        "不想再收到,回“不用提醒”;以后还要,回“提醒 20:00”再同意一次。"
    )


# ---- the pages before and after the yes ----

AGREED = ("好,已同意一次", "隔了48小时也能收到一条提醒。可以关闭本页了。")
NOT_AGREED = ("没有同意", "照旧:48小时内说过话才提醒得到您,别的什么也没有变。可以关闭本页了。")
LINK_ENDED = ("这个链接过期了", "请在公众号对话里再回一次“提醒 20:00”,点新的链接。")
