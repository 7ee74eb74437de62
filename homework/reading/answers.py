"""An answer to the question asked back (回答追问), merged into the report it completes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from homework.reading.class_names import read_class_names
from homework.reading.conditions import DONE_AT_SCHOOL
from homework.reading.corrections import read_correction
from homework.reading.figures import Figure, find_figures
from homework.reading.lazy import lazy
from homework.reading.questions import ask_about
from homework.reading.scan import Scan, scan
from homework.reading.short import is_short
from homework.reading.text import normalise
from homework.reading.values import Answer, Ask
from homework.reading.vocabulary import VOCABULARY, Vocabulary
from homework.report import Assignment, Minutes, Report, Subject

UNKNOWN = lazy(
    r"不知道|不清楚|不晓得|不确定|不太清楚|没注意|没留意|没看(?:时间|表)|没统计|没计时|没算|记不清|记不得|不记得|忘了|忘记了|说不准|说不好|没问|不了解|没数|跳过|算了|随便"
)
YES = lazy(
    r"^(?:对|对的|是|是的|是啊|没错|确实|真的|嗯+|没写错|就是|就这么多|没打错|yes|准确|不错|属实)[的了啊呀\s,。!]*(?:就是|真|确实|写了|这么久)*[^\d]{0,4}$"
)
MAX_LEFT = 2


def read_answer(
    text: str,
    open_report: Report,
    asked_about: tuple[int, ...],
    ask: Ask,
    vocabulary: Vocabulary = VOCABULARY,
) -> Answer | None:
    """Take `text` as the answer to `ask`; None where it is no answer (a new report, small talk).

    The answer's `ask` and `asked_about` are what is still open: a reply that fills only part of the
    question leaves the rest asked.
    """
    if open_report.no_homework:
        return None  # nothing can be open in it; homework after all is a report of its own
    asked = tuple(i for i in asked_about if i < len(open_report.assignments))
    found = scan(normalise(text), vocabulary)
    matched = found.text.matched
    if ask is Ask.TWO_CLASSES:
        return _open(open_report) if len(read_class_names(text)) == 1 else None
    if UNKNOWN.search(matched) and len(matched) <= 20:
        return Answer(replace(open_report, unknown_minutes_accepted=True))
    if ask is Ask.IMPLAUSIBLE_MINUTES and YES.match(matched):
        return _confirmed(open_report, asked)
    corrected = _corrected(text, open_report, asked, vocabulary)
    if corrected is not None:
        return _open(corrected)
    if ask is Ask.SUBJECT and found.mentions and not find_figures(found.masked):
        return _open(_with_subject(open_report, found))
    if DONE_AT_SCHOOL.search(matched) and not found.durations:
        return _open(_done_at_school(open_report, asked, found))
    described = _described(open_report, asked, found)
    if described is not None:
        return _open(described)
    return _figures(open_report, asked, found, ask)


def _open(report: Report) -> Answer:
    ask, asked_about = ask_about(report, ())
    return Answer(report, ask, asked_about)


def _confirmed(report: Report, asked: tuple[int, ...]) -> Answer:
    """是的 to an implausible figure: it stands, and only what is missing is still open."""
    ask, missing = ask_about(report, ())
    if ask is not Ask.IMPLAUSIBLE_MINUTES:
        return Answer(report, ask, missing)
    open_still = tuple(i for i in asked if report.assignments[i].minutes is None)
    return Answer(report, Ask.MISSING_MINUTES if open_still else None, open_still)


def _corrected(
    text: str, report: Report, asked: tuple[int, ...], vocabulary: Vocabulary
) -> Report | None:
    return read_correction(text, report, vocabulary, only=asked)


def _with_subject(report: Report, found: Scan) -> Report:
    """数学和语文 said of homework without a subject: one assignment each, the total stays stated."""
    subjects = list(dict.fromkeys(s for m in found.mentions for s in m.subjects))
    unnamed = [a for a in report.assignments if a.subject is Subject.OTHER]
    if len(subjects) == 1 and unnamed:
        named = tuple(
            replace(a, subject=subjects[0]) if a.subject is Subject.OTHER else a
            for a in report.assignments
        )
        return replace(report, assignments=named)
    if len(subjects) == 1 and not report.assignments:
        return Report((Assignment(subjects[0], minutes=report.stated_total),))
    added = tuple(Assignment(s) for s in subjects)
    return replace(report, assignments=report.assignments + added)


def _done_at_school(report: Report, asked: tuple[int, ...], found: Scan) -> Report:
    named = {s for m in found.mentions for s in m.subjects}
    assignments = list(report.assignments)
    for i in asked:
        if not named or assignments[i].subject in named:
            assignments[i] = replace(assignments[i], done_at_school=True, minutes=None)
    return replace(report, assignments=tuple(assignments))


LONGEST_CONTENT = 12


def _described(report: Report, asked: tuple[int, ...], found: Scan) -> Report | None:
    """听写, 听读10分, after 英语 alone: what it was, with how long it took or before."""
    if len(asked) != 1 or found.mentions or len(found.durations) > 1:
        return None
    shown, minutes = found.text.shown, None
    for said in found.durations:
        shown = shown[: said.start] + shown[said.end :]
        minutes = said.minutes
    shown = shown.strip(" ,。、")
    asked_about = report.assignments[asked[0]]
    words = any(len(each.word.text) > 1 for each in found.words)
    if (
        asked_about.content
        or not words
        or len(shown) > LONGEST_CONTENT
        or any(map(str.isdigit, shown))
    ):
        return None
    kinds = {each.word.kind for each in found.words if each.word.kind}
    kind = kinds.pop() if len(kinds) == 1 else None
    assignments = list(report.assignments)
    assignments[asked[0]] = replace(asked_about, content=shown, kind=kind, minutes=minutes)
    return replace(report, assignments=tuple(assignments))


def _figures(report: Report, asked: tuple[int, ...], found: Scan, ask: Ask) -> Answer | None:
    figures = find_figures(found.text.matched)
    if not figures or not is_short(found, figures, MAX_LEFT):
        return None
    if any(f.minutes is None for f in figures):
        return Answer(report, Ask.IMPLAUSIBLE_MINUTES, asked)
    if found.mentions:
        filled = _by_subject(report, found, figures)
        return None if filled is None else _open(filled)
    if len(figures) == 1 and figures[0].is_total and len(asked) != 1:
        return _open(replace(report, stated_total=figures[0].minutes))
    filled = _in_order(report, asked, figures)
    return Answer(report, ask, asked) if filled is None else _open(filled)


def _by_subject(report: Report, found: Scan, figures: Sequence[Figure]) -> Report | None:
    """数学20 英语10: each figure goes to the subject said before it."""
    assignments = list(report.assignments)
    for place, mention in enumerate(found.mentions):
        later = found.mentions[place + 1 :]
        until = later[0].start if later else len(found.text.matched)
        own = [f for f in figures if mention.end <= f.start < until]
        for subject in mention.subjects:
            if own:
                _fill_subject(assignments, subject, own[0].minutes)
    filled = tuple(assignments)
    return None if filled == report.assignments else replace(report, assignments=filled)


def _fill_subject(assignments: list[Assignment], subject: Subject, minutes: Minutes | None) -> None:
    """The first open assignment of a subject takes its minutes; the others are included in them."""
    indexes = [i for i, a in enumerate(assignments) if a.subject is subject]
    open_ones = [i for i in indexes if assignments[i].minutes is None] or indexes
    if not indexes:
        assignments.append(Assignment(subject, minutes=minutes))
        return
    for order, i in enumerate(open_ones):
        if order == 0:
            assignments[i] = replace(assignments[i], minutes=minutes, done_at_school=False)
        else:
            assignments[i] = replace(assignments[i], minutes=None, minutes_included=True)


def _in_order(report: Report, asked: tuple[int, ...], figures: Sequence[Figure]) -> Report | None:
    """25 10: one figure for each assignment asked about, or for each subject; None if they do not fit."""
    assignments = list(report.assignments)
    subjects = list(dict.fromkeys(assignments[i].subject for i in asked))
    minutes = [f.minutes for f in figures]
    if len(minutes) == 1 and figures[0].is_each:
        minutes = minutes * len(subjects)
    if len(minutes) == len(asked):
        for i, said in zip(asked, minutes, strict=True):
            assignments[i] = replace(assignments[i], minutes=said, done_at_school=False)
    elif len(minutes) == len(subjects):
        for subject, said in zip(subjects, minutes, strict=True):
            _fill_subject(assignments, subject, said)
    else:
        return None
    return replace(report, assignments=tuple(assignments))
