"""The words of an assignment as a receipt repeats them (作业内容): the writer's own, without the rest."""

from __future__ import annotations

import re

from homework.reading.drafts import Draft
from homework.reading.phrases import Phrases
from homework.reading.pieces import Piece
from homework.reading.scan import Scan

MAX_CONTENT = 120
LONGEST_TRAIL = 24
LEAD = re.compile(
    r"^(?:[\s,;:。、,.!?)】》\]|+&=*#>~-]|\d{1,2}[.、)](?!\d)|\(\d{1,2}\)|今天的?|今晚的?|作业(?![本单纸册])|是(?!否)|就是|有(?!感|理|余)|的|要求?|让|老师|布置了?|留了?|大约|大概|差不多|用了|写了|做了|花了|需要|了|和|还有|以及)+"
)
# 用了 and 需要 are 用, 了, 需 and 要 here: no row of words may be read in two ways.
TRAIL = re.compile(
    r"(?:[\s,;:。、,.!?(【《\[|+&=*#<~-]|大约|大概|差不多|左右|写了|做了|花了|用时|耗时|需|要|共|一共|总共|各|分别|时间|时长|约|吧|吗|了|用|\d{1,2}[.、])+$"
)
# Said by the kind and the minutes already.
KIND_NOTE = re.compile(r"\((?:口头|书面|笔头|实践|动手)(?:作业)?\)")
UNFINISHED = re.compile(
    r"[,、 ]*(?:但|可|还|都|就|也)*[没未]有?(?:(?:写|做|背|抄|弄|搞|完)完?成?)$"
)
LAST_TRAILING = frozenset(" \n\t,;:。、.!?(【《[|+&=*#<~-约概多右了时需要共各别间长吧吗用")
# A figure that begins with one of these is run by a spreadsheet when a list is exported.
FORMULA = "=+-@\t"


def content_of(draft: Draft, scan: Scan, without: Phrases | None = None) -> str:
    """What the pieces say, but for subject, minutes, filling words and what is said elsewhere."""
    first, *others = draft.pieces
    content = _words(first, scan)
    for piece in others:
        content += _separator(piece, scan) + _words(piece, scan)
    if "(" in content:
        content = KIND_NOTE.sub("", content)
    if without is not None:
        content = without.pattern.sub("", content).replace("()", "")
    if draft.durations and content[-1:] in ("完", "成"):
        content = UNFINISHED.sub("", content)
    return _tidy(content)[:MAX_CONTENT]


def _words(piece: Piece, scan: Scan) -> str:
    shown = scan.text.shown
    at = piece.mention.end if piece.mention else piece.start
    kept = ""
    for duration in piece.durations:
        if duration.start > at:
            kept += shown[at : duration.start]
        if duration.end > at:
            at = duration.end
    kept += shown[at : piece.end]
    return kept.replace("\n", " ")


def _separator(piece: Piece, scan: Scan) -> str:
    """What stands before a piece: it lies between the pieces and belongs to neither."""
    at = piece.start
    while at > 0 and scan.masked[at - 1] in " ,;。、+&\n":
        at -= 1
    separator = scan.text.shown[at : piece.start]
    return " " if "\n" in separator else separator


def _tidy(text: str) -> str:
    text = LEAD.sub("", text)
    # Only the end is searched for what may trail: a pattern without a beginning is slow.
    if text[-1:] in LAST_TRAILING:
        text = text[:-LONGEST_TRAIL] + TRAIL.sub("", text[-LONGEST_TRAIL:])
    while text and text[0] in FORMULA:
        text = text[1:]
    return text if _balanced(text) else text.strip("()[]【】（）")


def _balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("《") == text.count("》")
