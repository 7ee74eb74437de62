"""Burdens beside homework (其他负担) and difficulty (难度), as people read them everywhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from homework.policy import Rule
from homework.report import Burden
from homework.totals import low_median
from homework.wording.pages import IRREGULARITY_WORDS

BURDEN_WORDS = {
    Burden.NOT_MARKED: "作业没批改或只打勾",
    Burden.TOO_HARD: "孩子不会做",
    Burden.SET_OUTSIDE_CLASS: "不是在课堂上布置的",
    Burden.OVERTIME_CLASS: "提前上课或拖堂",
    Burden.LESSON_GRAB: "音体美等课被占",
    Burden.HOLIDAY_CLASS: "节假日集体补课",
    Burden.PAID_TUTORING: "老师有偿补课",
    Burden.RANKING: "公布成绩或排名",
    Burden.EXTRA_WORKBOOK: "多订教辅",
    Burden.EXAM: "今天考试了",
}
_SHORT = {
    Burden.NOT_MARKED: "没批改",
    Burden.TOO_HARD: "不会做",
    Burden.SET_OUTSIDE_CLASS: "课外布置",
    Burden.OVERTIME_CLASS: "拖堂",
    Burden.LESSON_GRAB: "占课",
    Burden.HOLIDAY_CLASS: "补课",
    Burden.PAID_TUTORING: "有偿补课",
    Burden.RANKING: "排名",
    Burden.EXTRA_WORKBOOK: "教辅",
    Burden.EXAM: "考试",
}
DIFFICULTY_WORDS = {1: "1 容易", 2: "2", 3: "3 合适", 4: "4", 5: "5 太难"}


def burden_words(burdens: Collection[Burden]) -> str:
    """音体美等课被占、今天考试了, in the order of Burden."""
    return "、".join(BURDEN_WORDS[each] for each in Burden if each in burdens) if burdens else ""


def difficulty_words(difficulty: int | None) -> str:
    """难度4(1容易,5太难); "" where nobody said."""
    return f"难度{difficulty}(1容易,5太难)" if difficulty else ""


def asked_about(burdens: Collection[Burden]) -> str:
    """拖堂、占课、考试…: what the fold of the form is about, in a few words."""
    short = [_SHORT[each] for each in Burden if each in burdens]
    return "、".join(short[:4]) + ("…" if len(short) > 4 else "")


def named_words(named: Mapping[str, int], count_words: Callable[[int], str]) -> str:
    """音体美等课被占 3户、今天考试了 5户: what families named, the most often named first."""
    words: dict[str, str] = {each.value: said for each, said in IRREGULARITY_WORDS.items()}
    words |= {each.value: said for each, said in BURDEN_WORDS.items()}
    often = sorted(words, key=lambda kind: -named.get(kind, 0))
    return "、".join(
        f"{words[kind]} {count_words(named[kind])}" for kind in often if named.get(kind)
    )


def typical_difficulty(difficulties: Sequence[int]) -> str:
    """难度4(1容易,5太难): the middle of what families gave; "" of nothing."""
    return difficulty_words(low_median(difficulties))


def exam_words(days: Sequence[date], rules: Sequence[Rule]) -> str:
    """How often a term families spoke of an exam, beside what the rules allow; "" where no rule counts them
    or nobody spoke of one."""
    if not (rules and days):
        return ""
    allowed = "、".join(f"{rule.name}{rule.limit}{rule.unit}" for rule in rules)
    told = "、".join(f"{day.month}月{day.day}日" for day in days)
    return f"本学期多户家庭说有考试:{len(days)}天({told})。规定每学期最多:{allowed}。"
