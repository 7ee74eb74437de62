"""What staff read about spot checks (抽查): which classes were drawn, what to look at, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from homework.wording.staff import THING_LIMIT, when

FINDING_WORDS = {"agrees": "与登记一致", "differs": "与登记不一致", "over": "现场超标"}
NOTHING_DRAWN = "今天还没有抽签:种子在 12:00 公布,12:30 抽签。"
SEED_STANDS = "今天的种子已经公布,12:30 用它抽签。"
NOT_YOURS = "抽到哪些班,由教导处和值周教师看;种子和算法对所有人公开。"
NO_SCHOOL = "今天不上学,不抽查。"
DRAWN_OPENLY = "按公开的种子抽签,谁都可以重算"
NEEDS_NOTE = "与登记不一致或超标,请写一句看到了什么。"
RECORDED = "已记下。"
NO_DRAW = "今天的抽签(12:30)之后才能加临时抽查。"
ON_THE_LIST = "这个班已经在今天的名单里。"
ADDED = "已加到今天的名单最后。"
BY_HAND = "临时"
ADD_HINT = (
    "不定期检查:不经抽签,领导小组当天加一个班,和抽到的一样记结果、一样可以立案,操作记录里有。"
)
ALREADY = "这个班已经有人记过了。"
TEACHES = "您教这个班,抽查要由不教本班的老师来做。"
HOW_TO = "看作业登记表、问几个学生今天布置了什么,和登记对一下。只看班级,不记学生姓名。"


def drawn_text(names: Sequence[str]) -> str:
    """The duty teacher's list."""
    return (
        f"【抽查】今天抽到{'、'.join(names)}。放学前到班看登记表、问几个学生,结果在控制台点一下。"
    )


def drawn_values(names: Sequence[str], at: datetime) -> dict[str, str]:
    """The same in an alert's template; each fits its typed field."""
    shown = names[0] if len(names) == 1 else f"{names[0]}等{len(names)}个班"
    return {
        "school_class": shown[:THING_LIMIT],
        "finding": f"今天抽查{len(names)}个班",
        "stage": "待抽查",
        "time": when(at),
    }


def case_later(hour: time) -> str:
    """Before the hour a class may still put its day right."""
    return f"{hour:%H:%M}前班级还能调整,到点后仍超标再立案。"


NEEDS_FIGURE = "有上限的那一条,请填看到的数,要大于上限。"


def opened(number: int, *, is_confirmed: bool) -> str:
    """A case was made of what was seen."""
    if is_confirmed:
        return f"已立为{number}号,按到班所见证实。班级可以说明,之后按学校的公示时间公布。"
    return f"已立为{number}号。先抽电话顺序,问过至少3户再定。"
