"""What a teacher reads after 登记 in the chat (教师登记): what was kept, and what the class has now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from homework.days import day_words
from homework.registers import Register, RegisterEntry
from homework.teaching import ToldSubject

_EXAMPLE = "登记 3-2 数学 口算20分钟"
NOT_READ = f"没有读出作业。请写明学科和分钟,例如:{_EXAMPLE}"
NO_MINUTES = f"还差分钟。请把每一项的分钟写上再发一次,例如:{_EXAMPLE}"
WHICH_CLASS = f"是哪个班?请写上班级,例如:{_EXAMPLE}"
NOT_TAUGHT = "这个班不在您任教的班级里。请核对班级,或请教导处在控制台“教职工”里改任教班级。"
NO_CLASSES = "还没有您任教的班级。请教导处在控制台“教职工”里填上任教班级。"
CLOSED = "{day}的登记已经截止(次日12:00),没有记下。"
TOO_MANY = "这一天的登记项数太多了,没有记下。请和班主任一起核对。"


def kept(
    class_name: str, day: date, entries: Sequence[RegisterEntry], register: Register | None
) -> str:
    """What was kept, and the class's sum with it; without a register the sum is yet to come."""
    lines = "、".join(f"{each.name} {each.minutes}分钟" for each in entries)
    head = f"{class_name} {day_words(day)} 已登记:{lines}。"
    if register is None:
        return f"{head}班级登记表还没有填,填时会带上您这一项。"
    return f"{head}全班合计{register.all_minutes}分钟。"


def told_words(each: ToldSubject) -> str:
    """数学 老师20分钟,登记表10分钟."""
    if not each.declared:
        return f"{each.subject} 老师登记{each.told}分钟,班级登记表没有"
    if each.told == each.declared:
        return f"{each.subject} {each.told}分钟,和登记表一致"
    return f"{each.subject} 老师登记{each.told}分钟,班级登记表{each.declared}分钟"
