"""One pass over a message (扫描): everything that is recognised by itself, before anything is joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from homework.reading.class_names import FoundClass, find_class_names
from homework.reading.duration import Duration
from homework.reading.durations import find_durations
from homework.reading.irregularities import FoundIrregularity, find_irregularities
from homework.reading.lazy import lazy
from homework.reading.numbers import read_number
from homework.reading.subjects import Mention, find_mentions
from homework.reading.talk import MARKS
from homework.reading.text import Text
from homework.reading.vocabulary import Found, Role, Vocabulary
from homework.reading.when import When, find_slots, find_when
from homework.report import Slot

# Private-use characters stand for what was recognised, so that no later rule reads it again.
TITLE_MARK, CLASS_MARK, DURATION_MARK = "\ue000", "|", "\ue002"
TITLE = lazy(r"《[^《》\n]{1,60}》?|\"[^\"\n]{1,40}\"|“[^”\n]{1,40}”")

# In quotes people put the names of apps and whatever a form copied (“10分钟”), as well as titles.
QUOTED_FACT = lazy(r"^[\"“](?:[^\"”]{0,6}(?:分钟|小时)|[^\"”]{1,6}班|[^\"”]{0,3}作业日)[\"”]")
WORKBOOK = lazy(
    r"^[\"“](?:语文|数学|英语|物理|化学|科学|道法|历史|地理|生物)|"
    r"练习|习题|训练|作业|卷》|单[》\"”]|试卷|同步|^《(?:口算|字帖|学案|导学案|伴你学|学法|默写|大册|小册|校本|写字|周报|一课一练|天天练|课课练|黄冈|典中点|基训|学霸|五三|5·3)"
)


@dataclass(frozen=True, slots=True)
class Scan:
    """The text and what was found in it; `masked` is the matched text with the finds blanked out."""

    text: Text
    masked: str
    characters: frozenset[str]  # of `masked`
    classes: list[FoundClass]
    when: When
    slots: list[tuple[int, Slot]]
    durations: list[Duration]
    irregularities: list[FoundIrregularity]
    words: list[Found]
    mentions: list[Mention]
    has_bare_figures: bool = False  # 语文30 数学25: the unit was not said


def scan(normal: Text, vocabulary: Vocabulary) -> Scan:
    """Recognise titles, classes, days, durations, irregularities, words and subjects."""
    titles = _titles(normal.matched)
    masked = _mask(normal.matched, titles, TITLE_MARK)
    classes = find_class_names(masked)
    masked = _mask(masked, [(c.start, c.end) for c in classes], CLASS_MARK)
    when = find_when(masked, normal.characters)
    masked = _mask(masked, when.spans, " ")
    slots = find_slots(normal.matched, normal.characters)
    durations = find_durations(masked)
    irregularities = find_irregularities(_with_quotes(masked, titles, normal), normal.characters)
    masked = _mask(masked, [(d.start, d.end) for d in durations], DURATION_MARK)
    words = vocabulary.find(masked)
    mentions = find_mentions(masked, words, vocabulary)
    words = _outside(words, mentions)
    bare = _bare_figures(masked, mentions)
    masked = _mask(masked, [(d.start, d.end) for d in bare], DURATION_MARK)
    return Scan(
        text=normal,
        masked=masked,
        characters=frozenset(masked),
        classes=classes,
        when=when,
        slots=slots,
        durations=sorted(durations + bare, key=lambda d: d.start),
        irregularities=irregularities,
        words=words,
        mentions=mentions,
        has_bare_figures=bool(bare),
    )


def _titles(matched: str) -> list[tuple[int, int]]:
    """Titles of books and poems; 《口算》 and 《同步练习》 are workbooks, whose names say something."""
    return [t.span() for t in TITLE.finditer(matched) if not _says_something(t.group())]


def _with_quotes(masked: str, titles: list[tuple[int, int]], normal: Text) -> str:
    """What stands in quotes put back: a poem's title as often as an app's name (“小猿口算”)."""
    for start, end in titles:
        if normal.matched[start] != "《":
            masked = masked[:start] + normal.matched[start:end] + masked[end:]
    return masked


def _says_something(title: str) -> bool:
    return WORKBOOK.search(title) is not None or QUOTED_FACT.match(title) is not None


def _mask(text: str, spans: Sequence[tuple[int, int]], mark: str) -> str:
    if not spans:
        return text
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if start >= at:
            parts += (text[at:start], mark * (end - start))
            at = end
    return "".join(parts) + text[at:]


# 语文30 数学25: bare figures after a subject are minutes if two subjects or more are followed by a
# figure and every figure looks like minutes; marks are rarely round and mostly above 75.
BARE_FIGURE = lazy(
    r"(?:作业)?(?:用时|用了|时间|时长|写了|做了)?\ ?:?\ ?(?P<low>[1-6]?[05]|7[05]|[一二三四五六]?十五?|五)(?:[-~到](?P<high>[1-6]?[05]|7[05]))?"
)
# 语文一课一练20 数学卷子25 单位分钟: once the unit is said, the last figure of each counts.
UNIT_SAID = lazy(r"都是分钟?|单位(?:是|为|:)?\ ?分|\(分钟?\)")
LAST_FIGURE = lazy(r"(?<![\d第p])(?P<low>\d{1,3})(?P<high>(?!))?(?=[ ,;、。\n|]*$)")
AFTER_BARE = lazy(r"$|[ ,;、。\n|]|都是分钟?|\(?单位|\(分")


def _has_minutes(masked: str, start: int, end: int) -> bool:
    """True where minutes follow a subject, or it is named to say that nothing was set."""
    return DURATION_MARK in masked[start:end] or NOTHING_SET.match(masked, start) is not None


NOTHING_SET = lazy(r"\ ?:?\ ?(?:没|无)")


def _bare_figures(masked: str, mentions: list[Mention]) -> list[Duration]:
    if len(mentions) < 2:
        return []
    found: list[Duration] = []
    unit = UNIT_SAID.search(masked)
    ends = [m.start for m in mentions[1:]] + [len(masked)]
    for mention, end in zip(mentions, ends, strict=True):
        figure = BARE_FIGURE.match(masked, mention.end)
        if unit and figure is None:
            figure = LAST_FIGURE.search(masked, mention.end, min(end, unit.start()))
        if figure and (figure.end() == end or AFTER_BARE.match(masked, figure.end())):
            low = read_number(figure["low"]) or 0
            high = read_number(figure["high"] or "") or low
            found.append(Duration(figure.start("low"), figure.end(), low, max(low, high)))
        elif not _has_minutes(masked, mention.end, end):
            return []
    if not found or MARKS.search(masked):
        return []
    return [d for d in found if d.high]


CONTENT_ROLES = (Role.ACTION, Role.THING, Role.NEUTRAL)


def _outside(words: list[Found], mentions: list[Mention]) -> list[Found]:
    """Words of homework that are not part of a subject's heading."""
    taken = {at for m in mentions for at in range(m.start, m.end)}
    return [w for w in words if w.word.role in CONTENT_ROLES and w.start not in taken]
