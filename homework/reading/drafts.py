"""An assignment in the making (作业项草稿): pieces of one subject, with the minutes said of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from homework.reading.duration import Duration
from homework.reading.pieces import Piece
from homework.reading.scan import Scan
from homework.report import Kind, Subject

# Whatever these set is done by hand or body, unless a word says otherwise.
BY_HAND = frozenset({Subject.ART, Subject.PE, Subject.LABOUR})
KIND_WORDS = frozenset("口头 口头作业 书面 书面作业 笔头 笔头作业 实践 实践作业 动手".split())


@dataclass(slots=True)
class Draft:
    """An assignment in the making."""

    subjects: tuple[Subject, ...]
    pieces: list[Piece] = field(default_factory=list)
    durations: list[Duration] = field(default_factory=list)
    is_included: bool = False  # its time is inside that of a later draft of the subject
    done_at_school: bool = False

    @property
    def has_content(self) -> bool:
        return any(p.has_content for p in self.pieces)

    @property
    def is_neutral(self) -> bool:
        return any(p.is_neutral for p in self.pieces)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Actions of any piece outrank the things of the others."""
        return tuple(dict.fromkeys(k for p in self.pieces for k in p.kinds))

    @property
    def kind(self) -> Kind | None:
        kinds = self.kinds
        by_hand = self.subjects[0] in BY_HAND and not any(
            w.word.kind for p in self.pieces for w in p.words
        )
        # 预习 names no kind, but 学习整理衣柜 is housework all the same.
        is_active = not self.is_neutral or self.subjects[0] is Subject.LABOUR
        if by_hand and self.has_content and is_active:
            return Kind.PRACTICAL
        if len(kinds) == 1:
            return kinds[0]
        return self._kind_said()

    def _kind_said(self) -> Kind | None:
        """口算(口头): the writer's own word for the kind outranks what the others point to."""
        said = {w.word.kind for p in self.pieces for w in p.words if w.word.text in KIND_WORDS}
        return said.pop() if len(said) == 1 else None

    def text(self, scan: Scan) -> str:
        return scan.masked[self.pieces[0].start : self.pieces[-1].end]


@dataclass(slots=True)
class Drafts:
    """All drafts of a message, the total said for everything, and the subjects said to have none."""

    drafts: list[Draft] = field(default_factory=list)
    total: Duration | None = None
    each: Duration | None = None  # 每科半小时, said before any subject
    has_shared_total: bool = False  # the total was said of several named subjects
    none_set: set[Subject] = field(default_factory=set)
