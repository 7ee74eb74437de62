"""What a reconciliation says (对账结果): lines of a day with three sides, and what each reader may see.

Middles are of five families at least, for whoever reads them; what fewer say is counted, not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from homework.report import Subject
from homework.totals import low_median
from homework.views import FLOOR

SEVERAL = 3
"""So many families, and a third of those that reported, must name what is on no register."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What families say of one thing: the middles of their lower and upper ends, None below five
    that know; `high` is None too where the middle family did not finish. `families` mention it,
    `timed` of them said how long it took."""

    families: int = 0
    timed: int = 0
    low: int | None = None
    high: int | None = None


class Mark(StrEnum):
    """How a declared figure stands to what families say."""

    AGREES = "agrees"
    LOW = "low"  # under-declared
    HIGH = "high"
    MISSING = "missing"  # families name it, the register does not
    UNTOLD = "untold"  # registered, and no family names it
    UNKNOWN = "unknown"  # too few said how long


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a day: the whole evening (no subject), a subject, or a piece of it (`words`).

    `declared` is the register's sum, `told` the teachers' own, both None where they say nothing.
    """

    subject: Subject | None
    words: str
    declared: int | None
    told: int | None
    heard: Heard
    mark: Mark

    @property
    def bias(self) -> int | None:
        """By how many minutes the families' middle lies above the register."""
        if self.heard.low is None or not self.declared:
            return None
        return self.heard.low - self.declared


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A day's register set against its families; below five families it says nothing.

    `subjects` are whole subjects, `pieces` the single ones, those on no register last.
    """

    families: int
    whole: Line | None = None
    subjects: tuple[Line, ...] = ()
    pieces: tuple[Line, ...] = ()

    @property
    def is_readable(self) -> bool:
        return self.families >= FLOOR

    def pieces_of(self, subject: Subject) -> tuple[Line, ...]:
        """The pieces of one subject."""
        return tuple(each for each in self.pieces if each.subject is subject)

    @property
    def mark(self) -> Mark:
        """The whole day in one word: does the register agree with what families say?"""
        if not self.is_readable or self.whole is None:
            return Mark.UNKNOWN
        marks = {each.mark for each in (self.whole, *self.subjects, *self.pieces)}
        if Mark.LOW in marks:
            return Mark.LOW
        if Mark.MISSING in marks:
            return Mark.MISSING
        return self.whole.mark


def for_own_teachers(day: Reconciliation) -> Reconciliation:
    """What the class's own teachers may read of it: the middles, by subject; no count and no word
    of a family, and nothing that hangs on one family's word."""
    return Reconciliation(0, subjects=tuple(_own(day.subjects)))


def _own(lines: Iterable[Line]) -> Iterator[Line]:
    for line in lines:
        bare = replace(line, heard=replace(line.heard, families=0, timed=0))
        if line.heard.low is not None:
            yield bare
        elif line.declared or line.told:
            yield replace(bare, mark=Mark.UNKNOWN)


def bias_by_subject(days: Iterable[Reconciliation]) -> Mapping[Subject, tuple[int, int]]:
    """By how many minutes a class's families lie above its register, on a middle day, and on how
    many days both sides spoke of the subject."""
    found: dict[Subject, list[int]] = {}
    for day in days:
        for line in day.subjects:
            if line.bias is not None and line.subject is not None:
                found.setdefault(line.subject, []).append(line.bias)
    return {
        subject: (middle, len(biases))
        for subject, biases in found.items()
        if (middle := low_median(biases)) is not None
    }
