"""Receipts (回执): what was understood, of which class and day, and how to correct it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from homework.days import day_words
from homework.open_questions import THE_TOTAL, Question, Settled, Topic
from homework.report import Report, Subject
from homework.wording.report_lines import (
    change_words,
    outweighs_parts,
    report_lines,
    subjects_words,
    total_words,
)

CHANGE_OR_WITHDRAW = '改动直接再说,不留回"撤回"。'
NOT_TOLD = "班级老师看不到是谁反馈的。"
_TURNS = ("25", "10", "20", "15")


def receipt(
    class_name: str, day: date, settled: Settled, grade: int, *, is_late: bool = False
) -> str:
    """Reads the whole report back, then the question that is open, or the total.

    `is_late`: the day is closed; what is said of it now is kept as a lead and changes no total.
    """
    report = settled.said
    head = f"{class_name} {day_words(day)} 已记:"
    if is_late:
        said = ["没有作业"] if report.no_homework else report_lines(report, grade)
        first = [f"{head}{said[0]}。"] if len(said) == 1 else [head, *said]
        return "\n".join([*first, _late_end(day)])
    if report.no_homework:
        return f"{head}没有作业。谢谢。"
    unsure = tuple(each.index for each in settled.aside)
    lines = report_lines(report, grade, unsure)
    if settled.question is not None:
        return "\n".join([head, *lines, question_words(settled.question, report)])
    if len(lines) == 1:
        return f"{head}{lines[0]}。\n{CHANGE_OR_WITHDRAW}"
    return "\n".join([head, *lines, _with_total(report, grade)])


def _late_end(day: date) -> str:
    return (
        f"{day_words(day)}已过截止时间,这份作为线索留存,不再计入当天合计,也不能再改。"
        '要看、要删,回"我的"。'
    )


def none_of(subjects: Sequence[Subject]) -> str:
    """语文没布置: nothing is said of the evening yet."""
    names = "、".join(each.value for each in subjects)
    return f'好,{names}没有。其他科有的话,说科目和时间就行,如 数学30分钟;整天都没有的,回"今天没有作业"。'


def stands(report: Report, grade: int) -> str:
    """没有了 after a report: it stands as it is."""
    total = total_words(report, grade)
    return (
        f"好,就按说过的记{',' if total else ''}{total}。改动直接再说;"
        '整天都没有作业的,回"今天没有作业"。'
    )


def first_receipt(words: str) -> str:
    """A receipt that is also the first contact carries the promise."""
    return _before_the_end(words, NOT_TOLD)


def consent_receipt(words: str, link: str) -> str:
    """The notice is new since this person agreed to it, or was never agreed to: how to refuse."""
    return f'{words}\n继续发来,就是同意隐私说明:{link} 不同意请回"撤回"。'


def lead_receipt(words: str, class_name: str) -> str:
    """Where slips are used and this family has not scanned its own: a lead until it does."""
    return _before_the_end(
        words,
        f"已计入{class_name}的线索,学校会核实,未经人工核实不会公布。"
        "明天中午前扫一下学校发的家庭反馈条,这份就按一户一票计算;不扫也有用。",
    )


def moved_receipt(words: str, old_class: str) -> str:
    """发错班了: the report is this class's now."""
    return _before_the_end(words, f"{old_class}的那份已撤下,只记在这个班。")


def one_day_receipt(words: str, day: date) -> str:
    """Two days were said in one message: what belongs to the other is not counted here."""
    return _before_the_end(
        words, f"一句话里说了两天,这里只记{day_words(day)}的。另一天的请单独发一句。"
    )


def _before_the_end(words: str, note: str) -> str:
    """A note above the last line, which says what to do next; below where there is no such line."""
    body, _, last = words.rpartition("\n")
    return f"{body}\n{note}\n{last}" if body else f"{last}\n{note}"


def question_words(question: Question, report: Report) -> str:
    """The one question, and the answer as something to type."""
    about = [report.assignments[index] for index in question.about if index != THE_TOTAL]
    names = subjects_words(about, report)
    match question.topic:
        case Topic.MISSING_MINUTES:
            return f"{names}写了多久?{_how_to_answer(len(about))}"
        case Topic.KIND:
            return f'{names}是动笔写的,还是读和背的?回"书面"或"口头"即可。'
        case Topic.IMPLAUSIBLE_MINUTES:
            return f'{names or "一共"}写了多少分钟?超过4小时的先不计入。回分钟数即可,如 40;没写错就回"对"。'
        case _:
            return "是哪几科的?回科目即可,如 语文 数学"


def _how_to_answer(count: int) -> str:
    if count == 1:
        return '回复分钟数即可,如 30;在学校写完的回"在校写完";不清楚回"不知道",我们不替您猜。'
    turns = " ".join(_TURNS[place % len(_TURNS)] for place in range(min(count, 6)))
    return f'回"{turns}";在学校写完的回"在校写完";不清楚回"不知道",我们不替您猜。'


def completed(report: Report, grade: int) -> str:
    """An answer that left nothing open."""
    total = total_words(report, grade)
    return f"已补全{',' if total else ''}{total}。{CHANGE_OR_WITHDRAW}"


def unknown_kept(report: Report, grade: int) -> str:
    """不知道 is an answer."""
    total = total_words(report, grade)
    known = f"现在记的是{total}。" if total else ""
    return f"好,时间按不清楚记,我们不替您猜。{known}{CHANGE_OR_WITHDRAW}"


def still_open(old: Report, settled: Settled, grade: int) -> str:
    """An answer to a part of the question."""
    assert settled.question is not None
    changes = change_words(old, settled.kept, grade)
    head = f"已记:{changes}。\n" if changes else "这句没对上。"
    return f"{head}{question_words(settled.question, settled.said)}"


def corrected(old: Report, settled: Settled, grade: int) -> str:
    """已改:数学40分钟,共70分钟(书面60)。"""
    new = settled.kept
    if new.no_homework:
        return "已改:没有作业。"
    changes, total = change_words(old, new, grade), total_words(new, grade)
    words = f"已改:{changes or '按您说的'}{',' if total else ''}{total}。"
    if settled.aside and settled.question is not None:
        return question_words(settled.question, settled.said)
    return words


def _with_total(report: Report, grade: int) -> str:
    total = total_words(report, grade)
    if total and outweighs_parts(report):
        total = f"各项加起来{total},先按各项计"
    return f"{total}。{CHANGE_OR_WITHDRAW}" if total else CHANGE_OR_WITHDRAW
