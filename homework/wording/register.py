"""Words of the class register's page and sheet (作业登记页): for the class monitor, thirty seconds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from homework.days import day_words
from homework.policy.rules import Rule
from homework.registers import Excess, Register, can_be_balanced
from homework.report import Kind, Subject
from homework.wording.staff_register import excess_words

KIND_WORDS = {Kind.WRITTEN: "书面", Kind.ORAL: "口头", Kind.PRACTICAL: "实践"}
NOTHING_FILLED = '还没有填。今天各科都没有布置,就按"没有作业"。'
FILLED_ALL_THE_SAME = '表里还填着作业,没有改动。确实没有作业,请再按一次"今天没有作业"。'
NO_MINUTES = "估计要写几分钟?写整数,如 20"
BAD_MINUTES = "分钟写 1 到 480 的整数"
NO_SUBJECT = "这一行是哪一科?"
TOO_MANY = "项数太多了,同一科的写在一行里"
TOO_OFTEN = "今天改得太多次了,请告诉班主任。刚才这次没有记下。"
SAME = "和上次登记一样,没有变化。"
NOT_SAVED = "系统正忙,刚才没有记下,请再按一次保存。"
PAGE_WAITED = "这一页放得太久,刚才没有记下。填的都还在,请再按一次保存。"
NO_HOMEWORK_DAY = "今天是本校的无作业日。"
NO_DESK = "这个登记码用不了"
NO_DESK_WHY = (
    "可能抄错了一位,或者学校换过新的。请班主任到教导处要现在的登记码。这里没有保存任何内容。"
)
PROMISE = "这里登记的是班级布置了什么,不是谁写了多久;不写姓名。"


def to_mend(places: int) -> str:
    """Above a register that came back."""
    return f"有{places}处要改一下,已标出。填好的都还在。"


def too_fast(seconds: int) -> str:
    """Saved too often in a row."""
    return f"按得太快,刚才这次没有记下。填的都还在,请等{seconds}秒再按一次保存。"


def closed(day: date) -> str:
    """A day that can no longer be registered."""
    return f"{day_words(day)}的登记已经截止。"


def saved(
    register: Register, excesses: Sequence[Excess], adjust_until: time, *, is_late: bool
) -> str:
    """What was saved, and what a class that is over a cap does next."""
    total = "没有作业" if not register.entries else f"合计{register.all_minutes}分钟"
    if not excesses:
        return f"已登记:{total}。"
    over = ";".join(excess_words(each, register) for each in excesses)
    if is_late:
        return f"已登记:{over}。请告诉班主任。"
    return f"已登记:{over}。请现在就告诉班主任,{adjust_until:%H:%M}前可以改。"


def revision_line(register: Register, at: datetime, *, is_late: bool) -> str:
    """One line of the day's history: 16:05 合计55分钟(迟登)."""
    total = "没有作业" if not register.entries else f"合计{register.all_minutes}分钟"
    return f"{at:%H:%M} {total}{'(迟登)' if is_late else ''}"


def caps(rules: Sequence[Rule]) -> str:
    """The rules in a line, so that whoever fills it in knows them: 书面作业不超过60分钟."""
    shown = []
    for rule in rules:
        if not can_be_balanced(rule):
            continue
        if rule.limit == 0:
            shown.append(f"不留{rule.name}")
        else:
            shown.append(f"{rule.name}不超过{rule.limit}{rule.unit}")
    return ",".join(dict.fromkeys(shown))


def rests(resting: Iterable[Subject], register: Register | None) -> str:
    """Whose turn without homework it is, and whether the register has some of it all the same."""
    names = "、".join(sorted(resting))
    if not names:
        return ""
    declared = {each.subject for each in register.entries} if register else set()
    told = "登记里有,请告诉班主任。" if declared & set(resting) else ""
    return f"今天轮到{names}不留作业。{told}"
