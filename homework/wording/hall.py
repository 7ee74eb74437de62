"""What everyone in the hall reads (大厅公示的措辞): classes, rules and figures; never a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from homework.board import Board, Finding, MonthDay, Standing
from homework.days import day_words

TITLE = "作业公示"
TRIAL = "试运行"
TRIAL_HINT = "试运行期间只显示数目,不公示班级"
PRINCIPLE = "只公示经人工核实的班级,不涉及任何个人"
NOTHING_FOUND = "没有需要公示的班级"
NO_DATA = "数据正在恢复"
NO_DATA_HINT = "暂时没有最新的统计,恢复后自动显示"
STALE = "数据更新暂停,显示的是较早统计"
STANDING_WORDS = {
    Standing.CHECKED: "教导处已核实",
    Standing.CORRECTED: "更正",
    Standing.CLOSED: "已整改 销号",
}


def figure(finding: Finding) -> str:
    """书面作业约80分钟 · 作业科目3科 · 中午作业."""
    if finding.measured is None or finding.permitted == 0:
        return finding.rule_name
    about = "约" if finding.unit == "分钟" else ""
    return f"{finding.rule_name}{about}{finding.measured}{finding.unit}"


def permitted(finding: Finding) -> str:
    """本校上限60分钟, or that the rule allows none."""
    if finding.measured is None or finding.permitted == 0:
        return "按规定不应有"
    return f"本校上限{finding.permitted}{finding.unit}"


def remarks(finding: Finding) -> str:
    """What stands beside a finding: the class's answer, and that it is a relapse; "" for neither."""
    parts = []
    if finding.relapsed_from is not None:
        parts.append(f"{_short_day(finding.relapsed_from)}销号后再次超标")
    if finding.answer:
        parts.append(f"班级说明:{finding.answer}")
    return " · ".join(parts)


def correction(finding: Finding) -> str:
    """What a correction says of the finding it takes back."""
    return f"{finding.rule_name}超标不成立"


def apology(finding: Finding) -> str:
    """Who is owed an apology for it."""
    return f"原公示已撤下,向{finding.label.name}师生致歉"


def cured(finding: Finding) -> str:
    """What a closed finding says."""
    return f"{finding.rule_name}复测合格"


def place(number: int, of: int) -> str:
    """Which of the screens this is; "" where there is only one."""
    return f"第{number}页 共{of}页" if of > 1 else ""


def counts(board: Board) -> str:
    """另有1个班级正在核实 · 5个班级未超标 · 17个班级反馈不足,不作判断."""
    also = "另有" if board.findings else ""
    parts = [
        (board.checking_count, f"{also}{board.checking_count}个班级正在核实"),
        (board.kept_count, f"{board.kept_count}个班级未超标"),
        (board.undecided_count, f"{board.undecided_count}个班级反馈不足,不作判断"),
    ]
    return " · ".join(words for count, words in parts if count)


def kept_title(board: Board) -> str:
    """The heading over classes that kept every rule."""
    return f"{day_words(board.day)} 未超标的班级"


def practical_title(board: Board) -> str:
    """The heading over those of the kept classes whose register names practical homework."""
    return f"{day_words(board.day)} 有实践作业的班级"


def month_words(month: Sequence[MonthDay]) -> str:
    """The month in one line."""
    findings = sum(each.findings for each in month)
    if not month:
        return ""
    days = f"{month[0].day.month}月已过{len(month)}个上学日"
    return f"{days},公示{findings}次" if findings else f"{days},没有公示超标"


def led_line(school_name: str, board: Board) -> str:
    """One line for an LED strip; no line break, no half sentence."""
    if board.is_trial or not (board.findings or board.corrections or board.closed):
        return f"{school_name}{TITLE}:{day_words(board.day)} {counts(board) or NOTHING_FOUND}。"
    said = [
        f"{each.label.name}{_short_day(each.day)}{figure(each)}({permitted(each)}),教导处已核实"
        + (f",班级说明:{each.answer}" if each.answer else "")
        for each in board.findings
    ]
    said += [
        f"更正:{each.label.name}{_short_day(each.day)}{correction(each)}"
        for each in board.corrections
    ]
    said += [f"{each.label.name}{_short_day(each.day)}{cured(each)},销号" for each in board.closed]
    return f"{school_name}{TITLE}:{';'.join(said)}。"


def _short_day(day: date) -> str:
    return f"{day.month}月{day.day}日"
