"""Pieces joined to drafts of assignments (拼成作业项), each with the minutes that are about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from homework.reading.clauses import says_none
from homework.reading.drafts import Draft, Drafts
from homework.reading.duration import Duration
from homework.reading.lazy import lazy
from homework.reading.pieces import Break, Piece
from homework.reading.scan import Scan
from homework.reading.sharing import (
    drop_sums,
    include_earlier,
    merge_split_mentions,
    spread_each,
    spread_shares,
)


def draft(pieces: list[Piece], scan: Scan) -> Drafts:
    """Join bound pieces to drafts, and hand each duration to the draft it is about."""
    result = Drafts()
    for piece in pieces:
        if says_none(piece, scan) and piece.mention:
            result.none_set.update(piece.subjects or piece.mention.subjects)
        elif not piece.is_dropped:
            _take(result, piece, scan)
    if result.each is not None:
        _give_each(result.drafts, result.each)
    spread_each(result.drafts)
    spread_shares(result.drafts)
    _give_total_to_only_subject(result)
    drop_sums(result.drafts)
    merge_split_mentions(result.drafts)
    include_earlier(result.drafts)
    return result


def _give_each(drafts: list[Draft], each: Duration) -> None:
    for subjects in dict.fromkeys(d.subjects for d in drafts):
        own = [d for d in drafts if d.subjects == subjects]
        if not any(d.durations for d in own):
            own[0].durations = [each]


def _give_total_to_only_subject(result: Drafts) -> None:
    """从六点写到八点,数学卷子: what was said of everything is that of the one subject there is."""
    subjects = {d.subjects for d in result.drafts}
    untimed = not any(d.durations for d in result.drafts)
    if result.total is not None and len(subjects) == 1 and untimed:
        if len(result.drafts[0].subjects) == 1:
            result.drafts[-1].durations = [replace(result.total, is_total=True)]
            result.total = None


def _take(result: Drafts, piece: Piece, scan: Scan) -> None:
    if not piece.subjects:
        _keep_unnamed(result, piece.durations)
        return
    if _corrects(result.drafts, piece, scan):
        return
    totals = [d for d in piece.durations if d.is_total or _is_shared(piece, d)]
    if totals and _is_about_everything(result, piece, scan):
        _keep_total(result, totals)
        piece.durations = [d for d in piece.durations if d not in totals]
        result.has_shared_total = result.has_shared_total or len(piece.subjects) > 1
        if not piece.has_content and piece.mention is None and not piece.durations:
            return
    last = result.drafts[-1] if result.drafts else None
    if last is not None and _continues(last, piece, scan):
        last.pieces.append(piece)
        last.durations.extend(piece.durations)
    elif piece.mention or piece.has_content or piece.durations or _is_listed(piece, scan):
        result.drafts.append(Draft(piece.subjects, [piece], list(piece.durations)))


# 改一下,数学是35分钟: what the subject had before no longer holds.
CORRECTION_BEFORE = lazy(r"(?:改一下|更正一?下?|纠正一?下?|[说写打]错了|不对|[哦噢]不)[ ,。:]*$")


def _corrects(drafts: list[Draft], piece: Piece, scan: Scan) -> bool:
    """True where the piece only gave an earlier draft of its subject other minutes."""
    if not drafts or piece.mention is None or not piece.durations or piece.has_content:
        return False
    if CORRECTION_BEFORE.search(scan.masked[max(0, piece.start - 8) : piece.start]) is None:
        return False
    timed = [d for d in drafts if d.subjects == piece.subjects and d.durations]
    for earlier in timed[-1:]:
        earlier.durations = list(piece.durations)
    return bool(timed)


def _is_shared(piece: Piece, duration: Duration) -> bool:
    """语文数学40分钟: one figure for two subjects is a total of both."""
    return len(piece.subjects) > 1 and not duration.is_each and not duration.shares


def _keep_unnamed(result: Drafts, durations: list[Duration]) -> None:
    """Minutes before any subject: 每科半小时 is for each that follows, all else for everything."""
    for duration in durations:
        if duration.is_each and duration.count_of in ("科", "门"):
            result.each = duration
        else:
            _keep_total(result, [duration])


def _keep_total(result: Drafts, durations: Iterable[Duration]) -> None:
    for duration in durations:
        if result.total is None:
            result.total = duration


def _is_about_everything(result: Drafts, piece: Piece, scan: Scan) -> bool:
    """一共40分钟 is about all subjects, unless it stands with one of them: 数学2套卷子共3个小时."""
    said = [d for d in result.drafts if d.subjects != piece.subjects]
    later = any(m.start >= piece.end and m.subjects != piece.subjects for m in scan.mentions)
    if not said:
        return len(piece.subjects) > 1 and not later
    others_have_minutes = any(d.durations for d in said)
    if later:
        return False
    own = [d for d in result.drafts if d.subjects == piece.subjects]
    if others_have_minutes:
        own_has_minutes = any(d.durations for d in own)
        stands_apart = piece.mention is None and piece.before >= Break.SENTENCE
        return own_has_minutes or stands_apart or _covers(said, own, piece)
    return True


def _covers(said: list[Draft], own: list[Draft], piece: Piece) -> bool:
    """语文抄写20分钟,数学练习册,一共40分钟: said after one thing, it is the sum of them all."""
    if piece.mention is not None or piece.has_content or piece.before < Break.COMMA:
        return False
    if sum(p.has_content for d in own for p in d.pieces) > 1:
        return False
    parts = sum(d.low for each in said for d in each.durations)
    return all(total.low >= parts for total in piece.durations if total.is_total)


def _is_listed(piece: Piece, scan: Scan) -> bool:
    """An item of a list is homework even where no word of it is known: 2.百词."""
    text = scan.masked[piece.start : piece.end].strip()
    return piece.before is Break.ITEM and len(text) >= 2


def _continues(last: Draft, piece: Piece, scan: Scan) -> bool:
    if last.subjects != piece.subjects:
        return False
    if piece.mention is not None:
        return _begins(last, piece)
    if _is_note(piece, scan):
        return True
    if not piece.has_content:
        return _plain_text_continues(last, piece, scan)
    if not last.has_content:
        # 数学 40' 练习册: the minutes came first, and wait for their homework.
        return (
            not (last.durations and piece.durations)
            and piece.before < Break.LINE
            or not last.durations
        )
    if last.durations:
        return not piece.words and not piece.durations and piece.before < Break.ITEM
    if piece.before >= Break.ITEM:
        return False
    return _same_kind(last, piece)


def _begins(last: Draft, piece: Piece) -> bool:
    """抄语文生字, 罚抄语文课文: a verb right before its subject is the beginning of one thing."""
    first = last.pieces[0]
    is_verb = len(last.pieces) == 1 and first.mention is None and first.end - first.start <= 3
    return (
        is_verb and not last.durations and first.end == piece.start and piece.before is Break.NONE
    )


def _is_note(piece: Piece, scan: Scan) -> bool:
    """口算10分钟(口头): what stands in brackets says something of what came before."""
    text = scan.masked[piece.start : piece.end].strip(" ,;。")
    return (
        piece.before < Break.LINE and text.startswith("(") and text.find(")") in (-1, len(text) - 1)
    )


def _plain_text_continues(last: Draft, piece: Piece, scan: Scan) -> bool:
    if piece.durations:
        return True
    if piece.before is Break.ITEM and _is_listed(piece, scan):
        return False
    return piece.before < Break.SENTENCE


def _same_kind(last: Draft, piece: Piece) -> bool:
    if not piece.kinds:
        return not piece.is_neutral or last.is_neutral and not last.kinds
    if not last.kinds:
        return not last.is_neutral
    return set(piece.kinds) == set(last.kinds)
