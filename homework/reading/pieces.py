"""A message cut into pieces (切分): the smallest stretches that can be one assignment, or part of one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum

from homework.reading.duration import Duration
from homework.reading.lazy import lazy
from homework.reading.scan import DURATION_MARK, TITLE_MARK, Scan
from homework.reading.subjects import Mention
from homework.reading.vocabulary import Found, Role
from homework.report import Kind, Subject


class Break(IntEnum):
    """How strongly a piece is parted from the one before."""

    NONE = 0  # a subject or the end of a duration parts them
    JOINT = 1  # 、 和 blank
    COMMA = 2
    ITEM = 3  # 1. 2)
    SENTENCE = 4
    LINE = 5


@dataclass(slots=True)
class Piece:
    """One stretch of the message and what lies in it; `subjects` is filled in by `binding`."""

    start: int
    end: int
    before: Break
    mention: Mention | None = None
    durations: list[Duration] = field(default_factory=list)
    words: list[Found] = field(default_factory=list)
    subjects: tuple[Subject, ...] = ()
    has_detail: bool = False  # pages, counts, units, titles
    has_pages: bool = False  # pages and exercises: done with a pen
    is_dropped: bool = False
    is_inferred: bool = False  # its subject was not said
    kinds: tuple[Kind, ...] = ()  # that its words point to
    is_neutral: bool = False  # preview, review, reading: nobody can tell the kind

    @property
    def has_content(self) -> bool:
        return bool(self.words) or self.has_detail


_COUNTED = "页张篇遍道题个首课套组次行本单种号分小元年月日班级项科门样份字句段词条天时点节"
SEPARATOR = lazy(
    # The first characters of all that follow: most of a message fails here at once.
    r"(?=[\n;。!?…., 、+&|(\d一二三四五六七八九十以还并然另外加接和及再])"
    r"(?:(?P<line>\n+)|(?P<sentence>[;。!?…]+|(?<=[\u4e00-\u9fff])\.{1,3}(?!\d))"
    rf"|(?P<item>\(\d{{1,2}}\)(?=[\u4e00-\u9fff《])(?![题页班道])|(?:(?<=[\n ,;。:|])|^)\(\d{{1,2}}\)|(?<![\d第p.\-:(x])\d{{1,2}}(?:[.、](?!\d)|\))|(?:(?<=\n)|^)\d{{1,2}}\ ?(?=[\u4e00-\u9fff])(?![{_COUNTED}])|(?:(?<=[\n ,;。:])|^)[一二三四五六七八九十]{{1,2}}、)"
    r"|(?P<comma>,)|(?P<joint>[、+&| ]+|以及|还有|并且|然后|另外|外加|加上|加(?=背|抄|读|听|默|做|写)|接着|和|并|及(?!格|时)|再(?=[抄背读写默听做完练预复订朗])))"
)
DETAIL = lazy(
    rf"(?=[{TITLE_MARK}p\d第共前后一二三四五六七八九十两几半ulmta-z])(?:[{TITLE_MARK}]|(?<![a-z])p\.?\ ?\d|\d+页|[第共前后]?[\d一二三四五六七八九十两几半]{{1,4}}(?:[-~、到至][\d一二三四五六七八九十]{{1,4}})?[页面版道题张篇遍课单套首组个段行词句字本]|unit\ ?\d|(?<![a-z])[ulmt]\d|第\ ?[\d一二三四五六七八九十]|\d+[-~]\d+|\d+\.\d|\d+期|ab篇|[a-z]本)"
)

# A title with a place in it is a workbook (《伴你学》第7课): a book to read has pages only.
PAGES = lazy(
    rf"(?<![a-z])p\.?\ ?\d|\d\ ?[页题张道套]|[一二两三四五六七八九十半][页题张道套]|[\d一二两三四五六七八九十]行|{TITLE_MARK}\ ?(?:第?\ ?\d|u(?:nit)?\ ?\d|l(?:esson)?\ ?\d|第[一二三四五六七八九十])|第\ ?[\d一二三四五六七八九十]+[题页]|(?<!\d)\d{{1,3}}[-~]\d|\d+\.\d|\d+期|(?<![a-z])t\d|[a-z]本"
)

# 阅读两篇, 复习题5道: counted, it is an exercise, not the reading of a book.
EXERCISES = lazy(r"[\d一二两三四五六]\ ?[篇道](?!章)|[a-d]篇")


MAX_PIECES = 64
"""More than any evening holds; what follows stays one piece."""


def cut(scan: Scan) -> list[Piece]:
    """Cut a scanned message into pieces and hand each its words, durations and mention."""
    pieces = _bounds(scan)
    _hand_out(pieces, scan)
    return [
        p for p in pieces if p.mention or p.durations or scan.masked[p.start : p.end].strip(" |:()")
    ]


def _bounds(scan: Scan) -> list[Piece]:
    cuts: list[tuple[int, int, Break]] = [(m.start, m.start, Break.NONE) for m in scan.mentions]
    cuts += [(d.end, d.end, Break.NONE) for d in scan.durations]
    cuts += _separators(scan)
    cuts.sort()
    del cuts[MAX_PIECES:]
    pieces: list[Piece] = []
    at, before = 0, Break.LINE
    for start, end, strength in cuts:
        if start < at:
            continue
        if start > at:
            pieces.append(Piece(at, start, before))
            before = strength
        else:
            before = max(before, strength)
        at = end
    if at < len(scan.masked):
        pieces.append(Piece(at, len(scan.masked), before))
    return pieces


NAMES = {
    "line": Break.LINE,
    "sentence": Break.SENTENCE,
    "item": Break.ITEM,
    "comma": Break.COMMA,
    "joint": Break.JOINT,
}


def _separators(scan: Scan) -> list[tuple[int, int, Break]]:
    taken = sorted(
        [(m.start, m.end) for m in scan.mentions] + [(w.start, w.end) for w in scan.words]
    )
    taken.reverse()
    inside_until = 0
    found: list[tuple[int, int, Break]] = []
    last_item = 0
    for place in SEPARATOR.finditer(scan.masked):
        at = place.start()
        while taken and taken[-1][0] <= at:
            inside_until = max(inside_until, taken.pop()[1])
        if at < inside_until:
            continue
        strength = NAMES[place.lastgroup or "joint"]
        if strength is Break.ITEM:
            digits = re.sub(r"\D", "", place.group())
            number = int(digits) if digits else last_item + 1
            # Markers count up; the 20、 of 口算20、练习册 is a figure.
            if not (number <= 2 or last_item < number <= last_item + 2):
                continue
            last_item = number
        found.append((at, place.end(), strength))
    return found


def _hand_out(pieces: list[Piece], scan: Scan) -> None:
    words, durations = scan.words[::-1], scan.durations[::-1]
    mentions = {m.start: m for m in scan.mentions}
    for piece in pieces:
        end = piece.end
        piece.mention = mentions.get(piece.start)
        while words and words[-1].start < end:
            piece.words.append(words.pop())
        while durations and durations[-1].start < end:
            piece.durations.append(durations.pop())
        body = scan.masked[piece.mention.end if piece.mention else piece.start : end]
        if piece.durations:
            body = body.replace(DURATION_MARK, "")
        piece.has_detail = DETAIL.search(body) is not None
        piece.has_pages = piece.has_detail and PAGES.search(body) is not None
        _judge_words(piece, body)


def _judge_words(piece: Piece, body: str) -> None:
    if Role.NEUTRAL in [w.word.role for w in piece.words]:
        piece.is_neutral = EXERCISES.search(body) is None
        piece.has_pages = piece.has_pages or not piece.is_neutral
    piece.kinds = _kinds(piece)


# 养蚕日记: what was done only gives the writing its subject.
WRITINGS = frozenset(
    "日记 观察日记 周记 作文 小作文 读后感 观后感 实验报告 记录单 记录表 观察记录".split()
)


def _writes_about_it(piece: Piece) -> bool:
    """写做菜过程: what is done is only what the writing is about."""
    first, second = (w.word for w in piece.words[:2])
    return first.text in ("写", "写一写", "记录") and second.kind is Kind.PRACTICAL


def _kinds(piece: Piece) -> tuple[Kind, ...]:
    """Actions before things: 背诵练习册上的古诗 is oral."""
    actions: dict[Kind, None] = {}
    things: dict[Kind, None] = {}
    for found in piece.words:
        word = found.word
        if word.kind is not None:
            (actions if word.role is Role.ACTION else things)[word.kind] = None
    if Kind.PRACTICAL in actions and any(w.word.text in WRITINGS for w in piece.words):
        del actions[Kind.PRACTICAL]
        things = {Kind.WRITTEN: None}
    elif len(actions) > 1 and _writes_about_it(piece):
        return (Kind.WRITTEN,)
    if actions or things:
        return tuple(actions or things)
    # A page or a numbered exercise is done with a pen, unless it is only previewed.
    return (Kind.WRITTEN,) if piece.has_pages and not piece.is_neutral else ()
