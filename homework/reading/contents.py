"""The words of an assignment as a receipt repeats them (作业内容): the writer's own, without the rest."""

from __future__ import annotations

import re

from homework.reading.drafts import Draft
from homework.reading.lazy import lazy
from homework.reading.phrases import Phrases
from homework.reading.pieces import Piece
from homework.reading.scan import Scan

MAX_CONTENT = 120
LONGEST_TRAIL = 24
LEAD = lazy(
    r"^(?:[\s,;:。、,.!?)】》\]|+&=*#>~-]|\d{1,2}[.、)](?!\d)|\(\d{1,2}\)|今天的?|今晚的?|作业(?![本单纸册])|是(?!否)|就是|有(?!感|理|余)|的|要求?|让|老师|布置了?|留了?|大约|大概|差不多|用了|写了|做了|花了|需要|了|和|还有|以及)+"
)
# 用了 and 需要 are 用, 了, 需 and 要 here: no row of words may be read in two ways.
TRAIL = lazy(
    r"(?:[\s,;:。、,.!?(【《\[|+&=*#<~-]|大约|大概|差不多|左右|写了|做了|花了|用时|耗时|需|要|共|一共|总共|各|每[科门样项]|都是?|分别|时间|时长|约|吧|吗|了|用|\d{1,2}[.、])+$"
)
# Said by the kind and the minutes already.
KIND_NOTE = lazy(r"\((?:口头|书面|笔头|实践|动手)(?:作业)?\)")
# 都是书面的 at the end is said of all, and by the kind already.
ALL_OF_KIND = lazy(r"[,、 ]*(?:都|全|均)是?(?:口头|书面|笔头|实践|动手)(?:作业)?的?$")
# 卷子做到十点, 写了一个半小时: the clock beside the minutes is no homework.
UNTIL = lazy(
    r"[,、 ]*(?:一直|都|才)?[写做弄搞]到(?:晚上|夜里|深夜|快)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?::\d\d|[点时](?:半|多|钟|一刻|三刻|\d{1,2}分?)?)$"
)
LAST_OF_WHO = frozenset("家的子娃定了")
LAST_OF_KIND = frozenset("的头面践手业")
UNFINISHED = lazy(r"[,、 ]*(?:但|可|还|都|就|也)*[没未]有?(?:(?:写|做|背|抄|弄|搞|完)完?成?)$")
LAST_TRAILING = frozenset(
    " \n\t,;:。、.!?(【《[|+&=*#<~-约概多右了时需要共各别间长吧吗用都是科门样项"
)
# Words that are left over where nothing else was said: they are not what the homework was.
LEFT_OVER = lazy(
    r"(?:老[大二三]|谢谢(?:老师)?|辛苦了?|其[他它]没有?了?|没看|也是?的?|也|从|係|正常|不到|一半|(?:我[操艹草去靠]|卧槽|他?妈的|tmd)(?:这个?)?(?:作业)?)"
)
WHO = lazy(r"(?:我们?家的?(?:孩子|娃)?|我家|孩子|搞定了?)$")
NOT_ENDED = lazy(
    r"[,、 ]*[没未]有?[写做弄搞]完(?!的)[,、 ]*(?:[写做]了?)?(?:到点|时间到)?[就才]?停?笔?[了的]*$"
)
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
    if draft.durations and "完" in content:
        content = _without_end(content, NOT_ENDED)
    content = _tidy(content)
    if content[-1:] in LAST_OF_KIND:
        content = _without_end(content, ALL_OF_KIND)
    if draft.durations and "到" in content[-LONGEST_TRAIL:]:
        content = _without_end(content, UNTIL)
    if content[-1:] in LAST_OF_WHO:
        content = _without_end(content, WHO).strip()
    return "" if LEFT_OVER.fullmatch(content) else content[:MAX_CONTENT]


def _without_end(content: str, trail: re.Pattern[str]) -> str:
    """Only the end is searched for what may trail: a pattern without a beginning is slow."""
    return content[:-LONGEST_TRAIL] + trail.sub("", content[-LONGEST_TRAIL:])


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
    if text[-1:] in LAST_TRAILING:
        text = _without_end(text, TRAIL)
    while text and text[0] in FORMULA:
        text = text[1:]
    return text if _balanced(text) else text.strip("()[]【】（）")


def _balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("《") == text.count("》")
