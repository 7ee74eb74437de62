"""Shapes of a clause that tell which subject its pieces belong to (小句的样子)."""

from __future__ import annotations

from homework.reading.clauses import Clause
from homework.reading.pieces import Break, Piece
from homework.report import Subject


def only_subject(clauses: list[Clause]) -> tuple[Subject, ...]:
    """读课文录视频,语文,15分钟: the one subject of a message, said by itself, is that of all of it."""
    named = [(p, c) for c in clauses for p in c if p.mention is not None]
    if len(named) != 1:
        return ()
    piece, clause = named[0]
    leading = [p for p in clause if p is not piece]
    if piece.has_content or clause[-1] is not piece or any(p.has_content for p in leading):
        return ()
    mention = piece.mention
    return mention.subjects if mention else ()


def is_turned_round(clause: Clause) -> bool:
    """7:00-7:30语文 7:30-8:10数学: minutes come first, each with its subject behind it."""
    named = [p for p in clause if p.mention is not None]
    if len(named) < 2:
        return False
    durations = [d for p in clause for d in p.durations]
    if len(durations) != len(named) or any(p.has_content for p in clause):
        return False
    return all(d.start < p.start for d, p in zip(durations, named, strict=True)) and all(
        p.start < d.start for d, p in zip(durations[1:], named, strict=False)
    )


def is_lone_action(clause: Clause, index: int) -> bool:
    """背英语单词: an action right before a subject belongs to it, not to the subject before."""
    piece, following = clause[index], clause[index + 1 : index + 2]
    if piece.mention is not None or piece.durations or not following or piece.has_detail:
        return False
    if following[0].mention is None or following[0].before is not Break.NONE:
        return False
    if len(piece.words) != 1 or not following[0].has_content:
        return False
    return (piece.words[0].start, piece.words[0].end) == (piece.start, piece.end)


def points_elsewhere(leading: Clause, named: Piece) -> bool:
    """算术题10分钟 语文写字…: what its words point to is not the subject that comes next."""
    hints = {s for p in leading for w in p.words for s in w.word.subjects}
    subjects = named.mention.subjects if named.mention else ()
    return bool(hints) and hints.isdisjoint(subjects)
