"""Words of the console's register pages (登记与对账): the sum, the hour, the gap; classes, never people."""

from __future__ import annotations

from datetime import date, datetime

from homework.days import day_words
from homework.reconciling import SubjectGap, Unregistered
from homework.registers import Register, RegisterEntry, Revision
from homework.wording.staff_register import sum_words

NOT_YET = "还没有登记"
SEALED = "已登记,到点后显示"
SEALED_WHY = "到点之前,班主任和年级组长还可以调整;调整好的不留超标记录,所以这里先不显示。"
DESKS = "登记页只给班级电脑用:在教室里打开一次并收藏。有地址的人就能改本班登记,请不要发到群里。"
NOT_COMPARED = "满5户反馈后,与家长反馈对账。"
OWN_NOT_COMPARED = "当天截止(次日12:00)且满5户后,显示各科与家长反馈的差别。"
NO_FILE = "请选好日期和 CSV 文件。"
EMPTY_FILE = "表格里没有一行作业。"
TOO_OFTEN = "有班级这一天改得太多次了,没有导入。请和班主任核对。"
NO_OPEN_DAY = "现在没有可以补录的日子:一天的登记到次日12:00截止。"
TURNS = "先少后多:最近四周让得少的科目排在前面。"


def standing_words(revision: Revision | None) -> str:
    """What a class registered, in the list: 合计75分钟, or that it has not yet."""
    if revision is None:
        return NOT_YET
    return sum_words(revision.register, is_late=revision.is_late)


def taken_in(day: date, saved: int, same: int) -> str:
    """How many classes a table was news of."""
    tail = f",{same}个班没有变化" if same else ""
    return f"{day_words(day)}补录了{saved}个班{tail}。"


def tally_words(registered: int, late: int, missing: int) -> str:
    """18个班已登记,其中2个迟登;另有6个班未登记."""
    tail = f",其中{late}个迟登" if late else ""
    open_words = f";另有{missing}个班未登记" if missing else ""
    return f"{registered}个班已登记{tail}{open_words}"


def late_words(at: datetime, register: Register, *, stands: bool) -> str:
    """A revision after the hour; one that takes homework back does not count by itself."""
    month_day = f"{at.month}月{at.day}日 {at:%H:%M}"
    tail = "" if stands else ",比截止时少,不自动采用,请核实"
    return f"{month_day} 迟登:{sum_words(register, is_late=False)}{tail}"


def entry_words(entry: RegisterEntry) -> str:
    """What is special about an entry: 选做、中午、不在课堂布置、难度4."""
    said = [
        word
        for word, is_on in (
            ("选做", entry.is_optional),
            ("中午", entry.is_noon),
            ("不在课堂布置", not entry.set_in_class),
        )
        if is_on
    ]
    return "、".join([*said, *([f"难度{entry.difficulty}"] if entry.difficulty else [])])


def gap_words(gap: SubjectGap) -> str:
    """How the families' middle stands to the register."""
    if gap.heard is None:
        return "反馈不足"
    if not gap.declared:
        return "未登记"
    if gap.is_under_declared:
        return f"少登{gap.bias}分钟"
    return bias_words(gap.bias or 0)


def bias_words(minutes: int) -> str:
    """More or less than was registered."""
    if minutes == 0:
        return "一致"
    return f"家长多{minutes}分钟" if minutes > 0 else f"家长少{-minutes}分钟"


def unregistered_words(each: Unregistered) -> str:
    """Homework on no register: 数学"期末模拟卷"4户提到。"""
    what = f'"{each.words}"' if each.words else "的作业"
    return f"{each.subject}{what}有{each.families}户提到,登记表上没有"


def undone_words(entry: RegisterEntry) -> str:
    """An entry no family speaks of."""
    return f"{entry.name}没有一户提到"
