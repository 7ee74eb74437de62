"""A report as lines to read (作业逐项): exactly what was understood, so that a mistake is seen."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from homework.measures import measure
from homework.report import Assignment, Irregularity, Kind, Minutes, Report, Slot, Subject
from homework.wording.burdens import burden_words, difficulty_words

MAX_CONTENT = 24
MAX_LINES = 12
MAX_NAME, MAX_NAMES = 8, 6
"""In a question: so long a name, so many of them."""

_KIND_WORDS = {Kind.WRITTEN: "书面", Kind.ORAL: "口头", Kind.PRACTICAL: "实践"}
_IRREGULARITY_WORDS = {
    Irregularity.PUNITIVE_COPY: "惩罚性抄写",
    Irregularity.MECHANICAL_COPY: "机械重复抄写",
    Irregularity.PARENT_MARK: "要求家长批改",
    Irregularity.PARENT_SIGN: "要求家长签字",
    Irregularity.PARENT_HELP: "要求家长完成",
    Irregularity.GROUP_ASSIGNED: "在群里布置",
    Irregularity.GROUP_CHECKIN: "要求群里打卡",
    Irregularity.PRINT_AT_HOME: "要求在家打印",
    Irregularity.ONLINE_APP: "要求用手机或App完成",
}


def minutes_words(minutes: Minutes) -> str:
    """20分钟 · 30–60分钟 · 30分钟没写完."""
    if minutes.high is None:
        return f"{minutes.low}分钟没写完"
    if minutes.high == minutes.low:
        return f"{minutes.low}分钟"
    return f"{minutes.low}–{minutes.high}分钟"


def irregularity_words(irregularities: frozenset[Irregularity]) -> str:
    """要求家长批改、要求在家打印, in the order of Irregularity."""
    if not irregularities:
        return ""
    return "、".join(_IRREGULARITY_WORDS[each] for each in Irregularity if each in irregularities)


def assignment_line(assignment: Assignment, grade: int, is_unknown: bool = False) -> str:
    """语文 抄写第5课两遍 20分钟. `is_unknown`: the reporter said they do not know how long."""
    marks = _marks(assignment, grade)
    said = _safe(assignment.content) + (f"({'、'.join(marks)})" if marks else "")
    words = (assignment.subject.value, said, _time(assignment, is_unknown))
    return " ".join(word for word in words if word)


def _marks(assignment: Assignment, grade: int) -> list[str]:
    marks = []
    # Written is what people expect, except where it is not allowed.
    if assignment.kind is not None and (assignment.kind is not Kind.WRITTEN or grade <= 2):
        marks.append(_KIND_WORDS[assignment.kind])
    if assignment.slot is Slot.NOON:
        marks.append("中午")
    if assignment.is_optional:
        marks.append("选做")
    if assignment.family_added:
        marks.append("家里加的")
    return marks


def _time(assignment: Assignment, is_unknown: bool) -> str:
    if assignment.minutes is not None:
        return minutes_words(assignment.minutes)
    if assignment.done_at_school:
        return "在校写完"
    if assignment.minutes_included:
        return "(时间已含)"
    return "时间不清楚" if is_unknown else "时间未填"


def _safe(content: str, longest: int = MAX_CONTENT) -> str:
    """A parent's words on one line, cut, without anything that WeChat would show as a link."""
    content = " ".join(content.replace("<", "＜").split())
    return content if len(content) <= longest else content[: longest - 1] + "…"


def report_lines(report: Report, grade: int, unsure: Collection[int] = ()) -> list[str]:
    """Everything said, a line an assignment; a very long report is summed up in its last line.

    `unsure` are indexes of figures that wait to be confirmed, -1 for the stated total.
    """
    is_told = report.unknown_minutes_accepted
    lines = [
        assignment_line(each, grade, is_told) + ("(待确认)" if index in unsure else "")
        for index, each in enumerate(report.assignments)
    ]
    if report.stated_total is not None:
        # A total said for everything at once answers for each: "时间未填" would read as a question.
        lines = [line.removesuffix(" 时间未填").removesuffix(" 时间不清楚") for line in lines]
        doubt = "(待确认)" if -1 in unsure else ""
        lines.append(f"一共{minutes_words(report.stated_total)}{doubt}")
    if len(lines) > MAX_LINES:
        lines = [*lines[: MAX_LINES - 1], f"另有{len(lines) - MAX_LINES + 1}项,都已记下"]
    beside = (
        irregularity_words(report.irregularities),
        burden_words(report.burdens),
        difficulty_words(report.difficulty),
    )
    if any(beside):
        lines.append(f"另记:{'、'.join(filter(None, beside))}")
    return lines


def outweighs_parts(report: Report) -> bool:
    """Whether a total was said that is not what its parts, all of them known, add up to."""
    stated, parts = report.stated_total, [each.minutes for each in report.assignments]
    if stated is None or not parts or any(each is None for each in parts):
        return False
    known = [each for each in parts if each is not None]
    low, high = sum(each.low for each in known), sum(each.high or 480 for each in known)
    return not low <= stated.low <= high and not low <= (stated.high or stated.low) <= high


def total_words(report: Report, grade: int) -> str:
    """共55分钟(书面45), the figures that count; "" where nothing is known or one line says it all."""
    weighed = measure(report, grade)
    if weighed.all_low == 0 and weighed.all_high is None:
        return ""
    whole = _span_words(weighed.all_low, weighed.all_high)
    if (weighed.written_low, weighed.written_high) == (weighed.all_low, weighed.all_high):
        return f"共{whole}分钟"
    written = _span_words(weighed.written_low, weighed.written_high)
    return f"共{whole}分钟(书面{written})"


def _span_words(low: int, high: int | None) -> str:
    if high is None:
        return f"至少{low}"
    return str(low) if low == high else f"{low}–{high}"


def change_words(old: Report, new: Report, grade: int) -> str:
    """What a correction or an answer changed: 数学40分钟、英语10分钟、去掉语文."""
    changed = _beside(new, old)
    words = [_short_line(each, old, new, grade) for each in changed]
    kept = {each.subject for each in new.assignments}
    words += [f"去掉{each.subject}" for each in _beside(old, new) if each.subject not in kept]
    if new.stated_total is not None and new.stated_total != old.stated_total:
        words.append(f"一共{minutes_words(new.stated_total)}")
    return "、".join(words)


def _beside(report: Report, other: Report) -> list[Assignment]:
    """The assignments of `report` that `other` does not have."""
    theirs = list(other.assignments)
    own = []
    for each in report.assignments:
        if each in theirs:
            theirs.remove(each)
        else:
            own.append(each)
    return own


def _short_line(assignment: Assignment, old: Report, new: Report, grade: int) -> str:
    """Subject and time; the content only where it is new or tells two of a subject apart."""
    is_alone = sum(each.subject is assignment.subject for each in new.assignments) == 1
    is_known = any(each.content == assignment.content for each in old.assignments)
    content = "" if is_alone and is_known else _safe(assignment.content)
    marks = _marks(assignment, grade)
    said = content + (f"({'、'.join(marks)})" if marks else "")
    is_unknown = new.unknown_minutes_accepted
    return f"{assignment.subject}{said}{_time(assignment, is_unknown)}"


def _name(assignment: Assignment, count: int) -> str:
    content = _safe(assignment.content, MAX_NAME)
    if assignment.subject is Subject.OTHER and content:
        return content  # 其他 is no subject anybody set
    return f"{assignment.subject}{content}" if count > 1 else assignment.subject.value


def subjects_words(assignments: Sequence[Assignment], report: Report) -> str:
    """数学、英语; with the content where the report has a subject twice (语文抄词、语文小练笔)."""
    subjects = [each.subject for each in report.assignments]
    names = [_name(each, subjects.count(each.subject)) for each in assignments]
    more = f"等{len(names)}项" if len(names) > MAX_NAMES else ""
    return "、".join(names[:MAX_NAMES]) + more
