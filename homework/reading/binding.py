"""Which subject each piece belongs to (归属): the one said last, or the one it stands before."""

from __future__ import annotations

from homework.reading.clause_shapes import (
    is_lone_action,
    is_turned_round,
    only_subject,
    points_elsewhere,
)
from homework.reading.clauses import Clause, clauses_of, drop_talk
from homework.reading.lazy import lazy
from homework.reading.pieces import Break, Piece
from homework.reading.scan import Scan
from homework.report import Subject

# 作业写了两个小时 数学卷子…: minutes said before any subject are about all of it.
ABOUT_ALL = lazy(r"作业|一共|总共|加起来")
FILLER = lazy(r"[\s,;:。、()|+&!-]|今天|今晚|作业|是|有|的|都|各|每科|分别|老师")


def bind(pieces: list[Piece], scan: Scan) -> None:
    """Drop talk, then give every remaining piece its subjects."""
    clauses = clauses_of(pieces)
    drop_talk(clauses, scan)
    _Binder(scan, only_subject(clauses)).run(clauses)


GENERIC = frozenset({"写", "看", "学习"})
BEHIND_WORDS = lazy(r"[\u4e00-\u9fff\ue002]\($")
# What English sets as well as Chinese.
ANY_LANGUAGE = frozenset("作文 日记 写日记".split())


class _Binder:
    """Walks the clauses from left to right with the subject said last."""

    def __init__(self, scan: Scan, current: tuple[Subject, ...]) -> None:
        self.scan = scan
        self.current = current
        self.last: tuple[Subject, ...] = ()  # of the piece before, current or not
        self.is_heading = False
        self.open_group: Piece | None = None  # 语文、 of 语文、数学各一张
        self.line_has_subject = False
        self.has_minutes = False  # said of the current subject
        self.is_from_talk = False  # the current subject was named in a dropped clause

    def run(self, clauses: list[Clause]) -> None:
        for clause, following in zip(clauses, [*clauses[1:], None], strict=False):
            if clause[0].before is Break.LINE:
                self.line_has_subject = False
            if all(p.is_dropped for p in clause):
                self._pass_over(clause)
                continue
            self._drop_connectives(clause)
            if is_turned_round(clause):
                self._bind_to_next(clause)
                continue
            heads_list = following is not None and following[0].before is Break.ITEM
            forward = self._belongs_forward(clause, heads_list)
            for index, piece in enumerate(clause):
                if index < forward:
                    piece.subjects = self._mention_of(clause, forward)
                    self.open_group = None
                elif is_lone_action(clause, index):
                    piece.subjects = self._mention_of(clause, index + 1)
                elif not piece.is_dropped:
                    self._bind(piece, clause)
            if any(p.durations for p in clause[:forward]):
                self.has_minutes = True

    def _bind_to_next(self, clause: Clause) -> None:
        durations = [d for p in clause for d in p.durations]
        named = [p for p in clause if p.mention is not None]
        for piece in clause:
            piece.is_dropped, piece.durations = piece.mention is None, []
        for piece, duration in zip(named, durations, strict=True):
            assert piece.mention is not None
            piece.subjects, piece.durations = piece.mention.subjects, [duration]
        self.current = self.last = clause[-1].subjects
        self.line_has_subject = self.has_minutes = True

    @staticmethod
    def _drop_connectives(clause: Clause) -> None:
        """今天 or 晚上 before the subject of a clause belongs to no homework said before."""
        for piece in clause:
            if piece.mention is not None:
                return
            says_little = piece.has_detail is False and all(
                w.word.text in GENERIC for w in piece.words
            )
            if says_little and not piece.durations and any(p.mention for p in clause):
                piece.is_dropped = True

    def _pass_over(self, clause: Clause) -> None:
        """A dropped clause still says whose homework is spoken of next: 数学考砸了,订正卷子."""
        named = [p for p in clause if p.mention is not None]
        self.open_group = None
        if named and named[-1].mention:
            self.current = self.last = named[-1].mention.subjects
            self.is_heading = self.has_minutes = False
            self.is_from_talk = True

    @staticmethod
    def _mention_of(clause: Clause, index: int) -> tuple[Subject, ...]:
        mention = clause[index].mention
        return mention.subjects if mention else ()

    def _belongs_forward(self, clause: Clause, heads_list: bool) -> int:
        """How many leading pieces belong to the subject that follows them (10分钟口算数学)."""
        index = next((i for i, p in enumerate(clause) if p.mention is not None), 0)
        leading = clause[:index]
        if not leading or not any(p.durations or p.has_content for p in leading):
            return 0
        named = clause[index]
        rest = clause[index:]
        only_minutes = not any(p.has_content for p in leading)
        said = self.scan.masked[leading[0].start : named.start]
        if only_minutes and not self.current and ABOUT_ALL.search(said):
            return 0
        has_own_minutes = heads_list or any(
            p.durations for p in rest if p.mention is None or p is named
        )
        if self._is_in_brackets(named):
            return index
        # 数学 before 1. 2. 3. is a heading of what follows, not the end of what came before.
        heads_list = heads_list or bool(named.mention and named.mention.is_heading)
        is_bare = not named.has_content and not named.durations and len(rest) == 1
        is_bare = is_bare and not heads_list
        if is_bare:
            return index
        if has_own_minutes and points_elsewhere(leading, named):
            return 0
        if not self.line_has_subject:
            return 0 if has_own_minutes and self.current else index
        starts_with_minutes = only_minutes or bool(leading[0].durations)
        return index if starts_with_minutes and self.has_minutes and not has_own_minutes else 0

    def _bind(self, piece: Piece, clause: Clause) -> None:
        if piece.mention is not None:
            self._enter(piece)
        elif piece.has_content:
            piece.subjects = self._governing(piece, clause)
        else:
            piece.subjects = self.last or self.current
        if piece.has_content or piece.durations:
            if piece.mention is None:
                self.open_group = None
            self.last = piece.subjects
            self.has_minutes = self.has_minutes or bool(piece.durations)

    def _enter(self, piece: Piece) -> None:
        assert piece.mention is not None
        subjects = piece.mention.subjects
        if self.open_group is not None and piece.before <= Break.COMMA:
            self.open_group.is_dropped = True
            # 今天生物和地理有作业 生物…: what was announced is now said one by one.
            is_announced = set(subjects) < set(self.open_group.subjects)
            subjects = (
                subjects
                if is_announced
                else tuple(dict.fromkeys(self.open_group.subjects + subjects))
            )
        piece.subjects = self.current = self.last = subjects
        self.is_heading = piece.mention.is_heading
        self.line_has_subject, self.has_minutes, self.is_from_talk = True, False, False
        rest = FILLER.sub("", self.scan.masked[piece.mention.end : piece.end])
        is_bare = not rest and not piece.durations and not piece.mention.is_heading
        self.open_group = piece if is_bare else None

    def _governing(self, piece: Piece, clause: Clause) -> tuple[Subject, ...]:
        first = piece.words[0].word if piece.words else None
        self.open_group = None
        if self.current:
            leaves = first is not None and first.is_exclusive and not self.is_heading
            leaves = leaves and not (first and first.text in ANY_LANGUAGE and self._is_english())
            if first is not None and leaves and first.subjects[0] not in self.current:
                piece.is_inferred = True
                return first.subjects
            piece.is_inferred = self.is_from_talk
            return self.current
        piece.is_inferred = True
        if first is not None and first.is_exclusive:
            return first.subjects
        # After minutes something new begins: 口算5分钟 写话15分钟.
        return self._inferred([piece] if self.has_minutes else clause)

    def _is_in_brackets(self, named: Piece) -> bool:
        """三角函数专项卷(数学)一小时: the subject in brackets is that of what stands before it."""
        masked, mention = self.scan.masked, named.mention
        if mention is None or masked[mention.end : mention.end + 1] != ")":
            return False
        is_round = self.scan.text.shown[mention.start - 1] == "("  # 【数学】 is a heading
        return is_round and BEHIND_WORDS.search(masked[: mention.start][-2:]) is not None

    def _is_english(self) -> bool:
        return self.current == (Subject.ENGLISH,)

    def _inferred(self, clause: Clause) -> tuple[Subject, ...]:
        hints = [s for p in clause for w in p.words for s in w.word.subjects]
        if hints:
            return (max(dict.fromkeys(hints), key=hints.count),)
        return self.last or (Subject.OTHER,)
