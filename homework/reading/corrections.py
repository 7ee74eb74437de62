"""A correction of what was just recorded (改口): 数学不对,是40. Only what is named changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from homework.reading.figures import Figure, find_said_figures
from homework.reading.intents import CORRECTION
from homework.reading.irregularities import find_irregularities
from homework.reading.lazy import lazy
from homework.reading.scan import Scan, scan
from homework.reading.subjects import Mention
from homework.reading.text import normalise
from homework.reading.vocabulary import VOCABULARY, Role, Vocabulary
from homework.report import Assignment, Report, Subject

TRIGGER = lazy(
    r"不对|不是|错了|搞错|弄错|记错|说错|写错|填错|打错|改成|改为|改到|改一下|应该是|应该为|应为|更正|其实是?|实际|没有|没作业|没布置|去掉|删掉|删除|不算|取消|不要|没要求|不用|没让|只有|只用了?|只写了?|漏了|忘了说|是\d"
)
OLD_BEFORE = lazy(r"(?:不是|并非|没有|没到|从)(?:用了?|写了?|做了?|要)?\ ?$")
REMOVED = lazy(
    r"(?:没有?|无|去掉|删掉|删除|取消|不算|不要)(?:布置|留)?(?:作业)?(?:了|的|哦|啊|\s|。|!|,)*$"
)
REMOVED_BEFORE = lazy(r"(?:没有?|无|去掉|删掉|删除|取消|不要)(?:布置|留)?$")
# 是口算不是卷子, 不是卷子是口算: the first group of each is what it was, the other what it is.
CONTENT = lazy(
    r"(?:(?<!不)是(?P<new>[^,;。\n不]{1,20}?)[,;\s]*(?:而)?不是(?P<old>[^,;。\n]{1,20})|不是(?P<old2>[^,;。\n是]{1,20}?)[,;\s]*(?:而|应该)?(?<!不)是(?P<new2>[^,;。\n]{1,20}))"
)


LONGEST = 80
"""A longer message is a report of its own."""


def read_correction(
    text: str,
    report: Report,
    vocabulary: Vocabulary = VOCABULARY,
    only: tuple[int, ...] | None = None,
) -> Report | None:
    """The report with the named change; None where the text corrects nothing of it.

    A message that begins with 更正 is none: it is a report that replaces the whole day.

    `only` are the assignments a question was just asked about: a correction without a subject
    (不是,是数学) is about them.
    """
    # Looked at before the text is scanned: most messages correct nothing, and all of them ask.
    plain = normalise(text)
    if TRIGGER.search(plain.matched) is None or not report.assignments:
        return None
    if len(plain.matched) > LONGEST or CORRECTION.search(plain.matched):
        return None
    found = scan(plain, vocabulary)
    changed = _subject(report, found, only) or _contents(report, found)
    if changed is None:
        changed = _by_mention(report, found) if found.mentions else _unnamed(report, found, only)
    changed = changed or _irregularities(report, found)
    return None if changed == report else changed


def _segments(found: Scan) -> list[tuple[Mention, int]]:
    ends = [m.start for m in found.mentions[1:]] + [len(found.text.matched)]
    return list(zip(found.mentions, ends, strict=True))


def _by_mention(report: Report, found: Scan) -> Report | None:
    """数学不对,是40 · 英语不是20是30 · 语文没有: one subject after the other."""
    figures = find_said_figures(found.text.matched)
    changed = report
    for mention, end in _segments(found):
        own = [f for f in figures if mention.end <= f.start < end]
        for subject in mention.subjects:
            changed = _one_subject(changed, subject, (mention, end), found, own)
    return None if changed == report else changed


def _one_subject(
    report: Report,
    subject: Subject,
    segment: tuple[Mention, int],
    found: Scan,
    figures: Sequence[Figure],
) -> Report:
    mention, end = segment
    matched = found.text.matched
    new = [f for f in figures if not OLD_BEFORE.search(matched[: f.start])]
    if new and new[-1].minutes is not None:
        return _with_minutes(report, subject, figures, new[-1])
    before = matched[max(0, mention.start - 6) : mention.start]
    # Without a tail there is nothing to remove by: 语文没有 names it, 没有语文 does too.
    said = matched[mention.start : end]
    if REMOVED.search(said) or (REMOVED_BEFORE.search(before) and not figures):
        return _without(report, subject)
    return report


def _with_minutes(
    report: Report, subject: Subject, figures: Sequence[Figure], new: Figure
) -> Report:
    """The assignment that carried the old figure, else the subject's only or first one."""
    indexes = [i for i, a in enumerate(report.assignments) if a.subject is subject]
    if not indexes:
        return report
    old = [f.minutes for f in figures if f is not new]
    matching = [i for i in indexes if report.assignments[i].minutes in old]
    assignments = list(report.assignments)
    if matching:
        assignments[matching[0]] = _set(assignments[matching[0]], new)
        return _replaced(report, assignments)
    with_minutes = [i for i in indexes if assignments[i].minutes is not None]
    first = (with_minutes or indexes)[0]
    for i in indexes:
        if i == first:
            assignments[i] = _set(assignments[i], new)
        else:
            assignments[i] = replace(assignments[i], minutes=None, minutes_included=True)
    return _replaced(report, assignments)


def _set(assignment: Assignment, figure: Figure) -> Assignment:
    return replace(assignment, minutes=figure.minutes, done_at_school=False, minutes_included=False)


def _replaced(report: Report, assignments: Sequence[Assignment]) -> Report:
    """A total said for everything no longer holds once one figure of it has changed."""
    return replace(report, assignments=tuple(assignments), stated_total=None)


def _without(report: Report, subject: Subject) -> Report:
    kept = [a for a in report.assignments if a.subject is not subject]
    if len(kept) == len(report.assignments):
        return report
    return _replaced(report, kept)


def _unnamed(report: Report, found: Scan, only: tuple[int, ...] | None) -> Report | None:
    """是20不是30: the assignment that had 30, else the only one there is."""
    matched = found.text.matched
    figures = find_said_figures(matched)
    old = [f.minutes for f in figures if OLD_BEFORE.search(matched[: f.start])]
    new = [f for f in figures if not OLD_BEFORE.search(matched[: f.start])]
    if not new or new[-1].minutes is None:
        return None
    indexes = [i for i, a in enumerate(report.assignments) if a.minutes in old and a.minutes]
    indexes = _of_this_content(report, indexes, found) or indexes
    if not indexes and len(report.assignments) == 1:
        indexes = [0]
    if not indexes and only is not None and len(only) == 1:
        indexes = list(only)
    if not indexes:
        return _total(report, new[-1])
    assignments = list(report.assignments)
    assignments[indexes[0]] = _set(assignments[indexes[0]], new[-1])
    return _replaced(report, assignments)


def _of_this_content(report: Report, indexes: Sequence[int], found: Scan) -> list[int]:
    """订正不是10分钟是15: of several that took 10 minutes, the one with that content."""
    words = [each.word.text for each in found.words]
    return [i for i in indexes if any(word in report.assignments[i].content for word in words)]


def _total(report: Report, new: Figure) -> Report | None:
    if report.stated_total is None and not new.is_total:
        return None
    return replace(report, stated_total=new.minutes)


def _subject(report: Report, found: Scan, only: tuple[int, ...] | None) -> Report | None:
    """不是,是数学 · 不是语文是数学: the subject was misread, everything else stays."""
    match = SUBJECT_CHANGE.search(found.text.matched)
    if match is None or find_said_figures(found.text.matched):
        return None
    subjects = [s for m in found.mentions for s in m.subjects]
    if not subjects or len(subjects) > 2 or any(w.word.kind for w in found.words):
        return None
    new = subjects[0] if match.group("first") else subjects[-1]
    old = next((s for s in subjects if s is not new), None)
    indexes = [i for i, a in enumerate(report.assignments) if a.subject is old]
    if old is None:
        indexes = list(only or ()) or list(range(len(report.assignments)))
        if len(indexes) != 1:
            return None
    if not indexes:
        return None
    assignments = list(report.assignments)
    for i in indexes:
        assignments[i] = replace(assignments[i], subject=new)
    return replace(report, assignments=tuple(assignments))


SUBJECT_CHANGE = lazy(
    r"^(?:刚才|刚刚|我)?(?:(?:不是|不对|错了|说错了?|写错了?)[^\d,;。]{0,4}[,;。\s]*(?:应该)?是|(?P<first>是)[^\d,;。]{2,6}[,\s]*不是|[^\d,;。]{2,5}(?:应该是|改成|改为|(?:错了?|不对)[,\s]*(?:应该)?是))"
)


def _contents(report: Report, found: Scan) -> Report | None:
    """数学是口算不是卷子: only the content and its kind change."""
    match = CONTENT.search(found.text.matched)
    if match is None or not any(w.word.role is not Role.NEUTRAL for w in found.words):
        return None
    group = "new" if match.group("new") else "new2"
    start, end = match.span(group)
    words = [w.word for w in found.words if start <= w.start < end]
    if not words or find_said_figures(match.group(group)):
        return None
    shown = found.text.shown[start:end].strip(" 的了,。")
    index = _content_index(report, found, (match.group("old") or match.group("old2")).strip())
    if index is None:
        return None
    kind = next((w.kind for w in words if w.kind), None)
    assignments = list(report.assignments)
    assignments[index] = replace(assignments[index], content=shown, kind=kind)
    return replace(report, assignments=tuple(assignments))


def _content_index(report: Report, found: Scan, old: str) -> int | None:
    subjects = {s for m in found.mentions for s in m.subjects}
    indexes = [i for i, a in enumerate(report.assignments) if not subjects or a.subject in subjects]
    containing = [i for i in indexes if old and old in report.assignments[i].content]
    if containing:
        return containing[0]
    return indexes[0] if len(indexes) == 1 else None


def _irregularities(report: Report, found: Scan) -> Report | None:
    """没要求签字 takes the irregularity back: without its "not", the sentence would name it."""
    said = re.sub(r"没有?(?:要求|让)?|不用|不需要|不是|并非|取消|去掉", "", found.text.matched)
    kinds = {i.what for i in find_irregularities(said, frozenset(said))} - {
        i.what for i in found.irregularities
    }
    if not kinds & report.irregularities:
        return None
    return replace(report, irregularities=report.irregularities - kinds)
