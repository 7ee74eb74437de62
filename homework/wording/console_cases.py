"""What the console says after a check (控制台 督办): the class's answer, the notice, calls, 复测, hearing."""

from __future__ import annotations

from datetime import date, datetime

from homework.days import SHANGHAI, day_words
from homework.rectifications import Progress

NO_ANSWER = "班级还没有说明。"
ANSWER_HINT = "点一项就行,以后还能改。说明和核实结果放在一起,公示时一起显示。"
CALLS_HINT = (
    "号码和名单由学校自己保管,这里只给出随机顺序(班级名单上的序号)。"
    "按顺序打,不挑人;至少3户说得清楚。"
)
CALL_SCRIPT = (
    "怎么问:“您好,我是学校教导处。想了解昨晚孩子的书面作业大约写了多久,只作统计,不记姓名。”"
)
CALLS_SAY_SO = "问够了,记为属实"
CALLS_SAY_NOT = "问够了,记为误报"
CALLS_FOUND = "电话{found}"
SAID = {
    "answer": "已记下:{words}。要改再点一次。",
    "draw": "顺序已抽好。从第一个打起。",
    "drawn_before": "顺序早已抽好,不再重抽。",
    "call": "已记下。",
    "call_out_of_turn": "请按顺序打。没接通的可以再打一次。",
    "issue": "{number}已发给相关老师,可以打印盖章。",
    "reply": "回复已记下。此后{days}个上学日复测合格即销号。",
    "reply_added": "回复已记下,共{count}条,先前的都保留。复测仍从第一条算起。",
    "talk": "座谈已记下。",
    "close": "已销号。公示过的,大厅同样显示三个上学日。",
}


def reply_said(count: int, days: int) -> str:
    """回复, done: the first one begins the count, later ones stand beside it."""
    return SAID["reply_added" if count > 1 else "reply"].format(count=count, days=days)


def void(number: int) -> str:
    """Over a notice whose case was found not to hold."""
    return f"已作废:{number}号经复核不成立,不用再整改和回复。"


def clock_words(at: datetime) -> str:
    """11月25日 16:30."""
    local = at.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def progress_words(found: Progress, *, has_begun: bool) -> str:
    """Where measuring again stands, in one line."""
    if not has_begun:
        return "收到整改回复(或记下座谈)后开始复测。"
    if found.is_cured:
        return f"已连续{found.kept}个上学日未超标,可以销号。"
    words = f"复测:已有{found.kept}个上学日未超标,满{found.needed}个即销号。"
    if found.last_over:
        words += f"{day_words(found.last_over)}又超,从头数。"
    if found.is_due_for_a_look:
        words += f"有反馈的日子太少({found.elapsed}个上学日),请到班看一次,属实未超可以直接销号。"
    return words


def relapsed(closed_on: date) -> str:
    return f"{day_words(closed_on)}刚销号,再次超过规定:原来的整改重新打开。"


def would_relapse(closed_on: date) -> str:
    return f"这个班{day_words(closed_on)}刚销号。"
