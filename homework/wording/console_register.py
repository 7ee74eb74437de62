"""Words of the console's register pages (登记与对账): the sum, the hour, the gap; classes, never people."""

from __future__ import annotations

from datetime import date, datetime

from homework.days import day_words
from homework.reconciled import SEVERAL, Heard, Line, Mark, Reconciliation
from homework.registers import Register, RegisterEntry, Revision
from homework.views import FLOOR, band
from homework.wording.staff_register import sum_words

NOT_YET = "还没有登记"
SEALED = "已登记,到点后显示"
SEALED_WHY = "到点之前,班主任和年级组长还可以调整;调整好的不留超标记录,所以这里先不显示。"
DESKS = "登记页只给班级电脑用:在教室里打开一次并收藏。有地址的人就能改本班登记,请不要发到群里。"
NOT_COMPARED = "满5户反馈后,与家长反馈对账。"
OWN_NOT_COMPARED = "当天截止(次日12:00)且满5户后,显示各科与家长反馈的差别。"
NOTHING_TO_COMPARE = "班级当天没有登记,请用电话、自述或到班核实。"
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


MARK = {
    Mark.AGREES: "与反馈相近",
    Mark.LOW: "登记偏低",
    Mark.HIGH: "登记偏高",
    Mark.MISSING: "登记缺项",
    Mark.UNKNOWN: "反馈不足",
}
"""A day's register against its families, at a glance."""

_PARTLY_LOW = "部分登记偏低"

SIDES = (
    "家长反馈是中间值:低值–高值,满5户写了时间才显示。"
    "至少3户且占三分之一的家庭提到、登记表没有的,列为缺项。"
)


def minutes_words(minutes: int | None) -> str:
    """45分, or a dash where a side says nothing."""
    return "—" if minutes is None else f"{minutes}分"


def heard_words(heard: Heard) -> str:
    """The families' middle, its two ends where they differ: 30–40分, 30分以上."""
    if heard.low is None:
        return f"不足{FLOOR}户" if heard.families else "—"
    if heard.high is None:
        return f"{heard.low}分以上"
    return f"{heard.low}分" if heard.low == heard.high else f"{heard.low}–{heard.high}分"


def line_words(line: Line) -> str:
    """How one line's register stands to its families; "" where nothing can be said."""
    match line.mark:
        case Mark.MISSING:
            return f"{_named_by(line.heard.families)}登记表没有"
        case Mark.UNTOLD:
            return "没有家长提到"
        case Mark.UNKNOWN:
            return ""
        case Mark.LOW:
            return f"少登{line.bias}分钟"
        case Mark.HIGH:
            return f"多登{-(line.bias or 0)}分钟"
    return "相近"


def _named_by(families: int) -> str:
    """Who says so, in bands: where it is only a teacher, nobody is named."""
    if not families:
        return ""
    return f"{band(families)}提到," if families >= FLOOR else f"至少{SEVERAL}户提到,"


def name_words(line: Line) -> str:
    """数学, 数学“期末模拟卷”, or 合计 for the whole evening."""
    if line.subject is None:
        return "合计"
    return f"{line.subject}“{line.words}”" if line.words else str(line.subject)


def mark_words(day: Reconciliation) -> str:
    """The whole day in one word; where its sum is right, that only a part of it is too low."""
    is_part = day.whole is not None and day.whole.mark is not Mark.LOW
    return _PARTLY_LOW if day.mark is Mark.LOW and is_part else MARK[day.mark]


def glance_words(day: Reconciliation) -> str:
    """The whole day in one line for who checks: 连口头合计登记50分,反馈80分;数学少登25分钟."""
    if day.whole is None or day.mark is Mark.UNKNOWN:
        return "写了时间的不足5户,看不出一致不一致。"
    whole = f"连口头合计登记{day.whole.declared or 0}分"
    if day.whole.heard.low is not None:
        whole += f",反馈{heard_words(day.whole.heard)}"
    if day.mark is Mark.LOW and day.whole.mark is Mark.AGREES:
        whole += ",合计相近"
    named = {each.subject for each in day.pieces if each.mark is Mark.MISSING}
    lines = [
        *(each for each in day.subjects if each.mark is Mark.LOW),
        *(each for each in day.pieces if each.mark is Mark.MISSING),
        *(e for e in day.subjects if e.mark is Mark.MISSING and e.subject not in named),
    ]
    told = [f"{name_words(each)}{line_words(each)}" for each in lines]
    return ";".join([whole, *told[:_MOST_TOLD]])


_MOST_TOLD = 3


def bias_words(minutes: int) -> str:
    """More or less than was registered."""
    if minutes == 0:
        return "一致"
    return f"家长多{minutes}分钟" if minutes > 0 else f"家长少{-minutes}分钟"
