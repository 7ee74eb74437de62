"""Subjects and bare figures (数学30): too little to believe anywhere but in a chat about time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from homework.reading.class_names import distinct
from homework.reading.figures import Figure, find_figures
from homework.reading.lazy import lazy
from homework.reading.reader import read_report
from homework.reading.scan import Scan, scan
from homework.reading.text import normalise
from homework.reading.values import Intent, Reading
from homework.reading.vocabulary import VOCABULARY, Role, Vocabulary, Word
from homework.report import Assignment, Report, Subject

# What may stand beside figures and subjects; anything else makes it another message.
FILLER = lazy(
    r"大概|大约|差不多|左右|上下|分钟?|小时|吧|了|的|是|有|写|做|用|花|约|都|各|每科|每门|一共|总共|合计|加起来|总计|共|和|完|全部|孩子|娃|时间|时长|应该|可能|估计|就|也|才|还|没|嗯|哦|好|作业|回|答|老师|要|得|它|这|个|多|分别|到|今天|晚上|弄|搞定|背|抄|读|听|我|们|家|他|她|需|耗|,|。|、|;|:|!|~|\+|-|\s|\(|\)|/"
)
# Beside a subject with nothing else these few say nothing; 没, 多 and 还 would.
JOINS = lazy(
    r"大概|大约|差不多|左右|分|吧|了|是|约|和|作业|今天|今晚|老大|老二|孩子|[,。、;:!~+|()\s-]"
)
# What minutes look like where no unit is said; 第15, p20 and 3-15 are no minutes.
ENDS_IN_FIGURE = lazy(r"(?:^|[^\d第p.~\-到至])[1-7]?[05]$")
LAST_OF_THING = lazy(r"(?<![\d第p.~\-到至])([1-7]?[05])(?=\s*(?:[,;。、\n]|$))")
LONGEST = 40
LEAST, MOST = 5, 75
"""Beside a subject, a smaller figure counts pages as often as minutes, a larger one marks unless it
is round: the first is asked about, the second is no report."""
MARKS_FROM = 60


def is_short(found: Scan, figures: Sequence[Figure], most_left: int) -> bool:
    """True where nothing but figures, subjects and filling words was said."""
    if any(_is_homework(each.word) for each in found.words):
        return False
    return len(FILLER.sub("", _beside(found, figures, found.text.matched))) <= most_left


def _is_homework(word: Word) -> bool:
    """听写 and 阅读 are homework of their own; 写 and 读 beside a figure are not."""
    return len(word.text) > 1 and (word.kind is not None or word.role is Role.NEUTRAL)


def _beside(found: Scan, figures: Sequence[Figure], text: str) -> str:
    letters = list(text)
    for start, end in [(f.start, f.end) for f in figures] + [
        (m.start, m.end) for m in found.mentions
    ]:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def read_chat(text: str, vocabulary: Vocabulary = VOCABULARY) -> Reading:
    """The same as `read_report`; where that reads no report, subjects with bare figures are one."""
    reading = read_report(text, vocabulary)
    if reading.intent in (Intent.OTHER, Intent.NOTICE) or _is_figure_a_content(reading):
        return _read_short(text, reading, vocabulary) or reading
    return _with_units(text, reading, vocabulary) or reading


def _with_units(text: str, reading: Reading, vocabulary: Vocabulary) -> Reading | None:
    """语文抄词20,数学口算15: of several things, each without minutes ends in a round figure."""
    said = reading.report.assignments
    untimed = [a for a in said if a.minutes is None]
    if len(said) < 2 or not untimed or not all(ENDS_IN_FIGURE.search(a.content) for a in untimed):
        return None
    again = read_report(LAST_OF_THING.sub(r"\1分钟", normalise(text).shown), vocabulary)
    is_whole = len(again.report.assignments) == len(said)
    return again if is_whole and all(a.minutes for a in again.report.assignments) else None


def subjects_named(text: str, vocabulary: Vocabulary = VOCABULARY) -> tuple[Subject, ...]:
    """The subjects a message names, each once."""
    found = scan(normalise(text), vocabulary)
    return tuple(dict.fromkeys(each for mention in found.mentions for each in mention.subjects))


def _is_figure_a_content(reading: Reading) -> bool:
    """英语作业20: the figure was taken for a page or a number of things."""
    said = reading.report.assignments
    return bool(said) and all(a.minutes is None and a.content.isdecimal() for a in said)


def _read_short(text: str, reading: Reading, vocabulary: Vocabulary) -> Reading | None:
    """数学30 · 数学20+语文15 · 数学, alone: the receipt reads it back, and asks for what is missing."""
    plain = normalise(text)
    if len(plain.matched) > LONGEST:
        return None
    found = scan(plain, vocabulary)
    figures = find_figures(found.masked)
    if not found.mentions or any(each.is_teacher for each in found.mentions) or found.words:
        return None
    if JOINS.sub("", _beside(found, figures, found.masked)):
        return None
    assignments = tuple(_assignments(found, figures))
    if len(assignments) < len(figures) or any(_is_mark(each, found) for each in figures):
        return None
    return replace(
        reading,
        report=Report(assignments),
        is_report=True,
        class_names=distinct(found.classes),
        intent=Intent.REPORT,
    )


def _is_mark(figure: Figure, found: Scan) -> bool:
    """数学95, 数学80分: what an exam gave."""
    low = figure.minutes.low if figure.minutes else 0
    has_unit = "分" in found.masked[figure.start : figure.end + 1]
    return low > MOST and low % 10 != 0 or low >= MARKS_FROM and has_unit


def _assignments(found: Scan, figures: Sequence[Figure]) -> list[Assignment]:
    """One a subject, with the one figure right behind it."""
    assignments: list[Assignment] = []
    for place, mention in enumerate(found.mentions):
        later = found.mentions[place + 1 :]
        until = later[0].start if later else len(found.masked)
        own = [f.minutes for f in figures if mention.end <= f.start < until]
        minutes = own[0] if len(own) == 1 and own[0] and own[0].low >= LEAST else None
        assignments += [Assignment(subject, minutes=minutes) for subject in mention.subjects]
    return list(dict.fromkeys(assignments))
