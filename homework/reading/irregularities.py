"""Ways of setting homework that rules forbid (违规情形), told from what the message says was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from homework.reading.lazy import lazy
from homework.reading.numbers import CHINESE, NUMBER, read_number
from homework.reading.words_irregularities import (
    ASKED_TO_PRINT,
    DOUBTED,
    NEGATED_BEFORE,
    NEGATED_INSIDE,
    NOT_CHECKIN,
    NOT_PUNISHED,
    PRINTED_AFTER,
    PRINTED_BEFORE,
    TEACHER_POSTS,
    WORDINGS,
)
from homework.report import Irregularity

PUNITIVE_TIMES = 20
"""Copying something this often teaches nothing: it is a punishment, whatever it is called."""
MECHANICAL_TIMES = 8
"""From here on copying is the mechanical kind that rules discourage."""
CLAUSE_END = lazy(r"[,;。!?\n]")


@dataclass(frozen=True, slots=True)
class FoundIrregularity:
    """One irregularity at its place."""

    start: int
    end: int
    what: Irregularity


def find_irregularities(matched: str, characters: Set[str]) -> list[FoundIrregularity]:
    """Every irregularity asked for; what was not asked (不用打印), or only asked about, is none.

    `characters` are those of `matched`, or more.
    """
    found = list(_find_copying(matched))
    for wording in WORDINGS:
        if not wording.may_occur(matched, characters):
            continue
        for place in wording.phrases.finditer(matched):
            if _is_real(matched, place, wording.what):
                found.append(FoundIrregularity(place.start(), place.end(), wording.what))
    found.sort(key=lambda f: f.start)
    return found


def _is_real(matched: str, place: re.Match[str], what: Irregularity) -> bool:
    before = matched[max(0, place.start() - 8) : place.start()]
    negated = NOT_PUNISHED if what is Irregularity.PUNITIVE_COPY else NEGATED_BEFORE
    if negated.search(before) or NEGATED_INSIDE.search(place.group()):
        return False
    clause_end = CLAUSE_END.search(matched, place.end())
    end = clause_end.start() if clause_end else len(matched)
    rest = matched[place.end() : end]
    if DOUBTED.search(rest[:12]) or matched[end : end + 1] == "?":
        return False
    if what is Irregularity.PRINT_AT_HOME:
        return _must_print(before, rest, place.group())
    if what is Irregularity.GROUP_CHECKIN:
        if "发" in place.group() and TEACHER_POSTS.search(before):
            return False
        return NOT_CHECKIN.match(matched, place.start()) is None
    return True


def _must_print(before: str, rest: str, words: str) -> bool:
    if PRINTED_AFTER.match(rest):
        return False
    return bool(ASKED_TO_PRINT.search(before[-4:] + words)) or not PRINTED_BEFORE.search(before)


COPY = lazy(
    r"(?:抄|写|练|默|生字|词语|生词|单词|古诗|课文|字|词|句子)[^,;。!?\n]{0,9}?"
    rf"(?P<times>\d{{1,4}}|{NUMBER})\ ?[遍次]"
)
# Figures of 8 and more end like this; the measure word is looked for first, since it is rare.
_BIG, _TWO = "[89八九十百千玖捌拾佰廿卅]", rf"[\d{CHINESE}]{{2}}"
MANY = lazy(rf"[遍次](?:(?<={_BIG}.)|(?<={_BIG} .)|(?<={_TWO}.)|(?<={_TWO} .))")
READING = lazy(r"[读背听唱诵念跟看跳]")


def _find_copying(matched: str) -> Iterator[FoundIrregularity]:
    """抄10遍 is mechanical, 练习生字100遍 a punishment; 读10遍 is neither."""
    if ("遍" not in matched and "次" not in matched) or MANY.search(matched) is None:
        return
    for place in COPY.finditer(matched):
        times = read_number(place.group("times")) or 0
        if times < MECHANICAL_TIMES or READING.search(place.group()):
            continue
        yield FoundIrregularity(place.start(), place.end(), Irregularity.MECHANICAL_COPY)
        if times >= PUNITIVE_TIMES:
            yield FoundIrregularity(place.start(), place.end(), Irregularity.PUNITIVE_COPY)
