"""Register against families (对账): minutes declared too low, homework nobody did or nobody registered."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from homework.registers import Register, RegisterEntry
from homework.report import Assignment, Subject
from homework.totals import low_median
from homework.views import FLOOR

ALIKE = 0.4
"""From here two descriptions mean the same homework (bigrams they share, of those they have)."""

SEVERAL = 3
"""So many families must say a thing before it is set against the register."""

UNDER_MINUTES = 10
UNDER_FACTOR = 1.5
"""The families' middle is so far above what was declared: too low, and not a matter of slow pupils."""

_NOT_WORDS = re.compile(r"[\W_]+")

Unit = Sequence[Assignment]
"""What one family says of a day."""


@dataclass(frozen=True, slots=True)
class SubjectGap:
    """One subject of a day: minutes declared, and the families' middle where several said them.

    `families` mention the subject at all, `timed` of them said how long it took.
    """

    subject: Subject
    declared: int
    heard: int | None
    families: int
    timed: int

    @property
    def bias(self) -> int | None:
        """By how many minutes the families' middle lies above the register."""
        return None if self.heard is None or not self.declared else self.heard - self.declared

    @property
    def is_under_declared(self) -> bool:
        bias = self.bias
        return bias is not None and bias >= UNDER_MINUTES and self._is_far_above

    @property
    def _is_far_above(self) -> bool:
        return self.heard is not None and self.heard >= UNDER_FACTOR * self.declared


@dataclass(frozen=True, slots=True)
class Unregistered:
    """Homework that several families name and the register does not.

    `words` are only what all of them wrote, "" where that is nothing: one family's own words
    appear nowhere.
    """

    subject: Subject
    words: str
    families: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A day's register set against its families; below five families it says nothing."""

    families: int
    gaps: tuple[SubjectGap, ...] = ()
    unregistered: tuple[Unregistered, ...] = ()
    undone: tuple[RegisterEntry, ...] = ()

    @property
    def is_readable(self) -> bool:
        return self.families >= FLOOR


def for_own_teachers(day: Reconciliation) -> Reconciliation:
    """What the class's own teachers may read of it: middles of five families at least, by subject;
    no count and no word of a family."""
    gaps = tuple(
        replace(gap, heard=gap.heard if gap.timed >= FLOOR else None, families=0, timed=0)
        for gap in day.gaps
    )
    return Reconciliation(0, gaps)


def reconcile(register: Register, units: Iterable[Unit]) -> Reconciliation:
    """Set a register against what the families of its class say; both sides of the school only.

    Optional homework and what families added themselves are left out.
    """
    said = [_of_school(unit) for unit in units]
    if len(said) < FLOOR:
        return Reconciliation(len(said))
    required = [each for each in register.entries if not each.is_optional]
    heard = [(place, each) for place, unit in enumerate(said) for each in unit]
    matched = [(place, each, _match(each, register.entries)) for place, each in heard]
    named = {entry for _, _, entry in matched}
    return Reconciliation(
        families=len(said),
        gaps=tuple(_gaps(required, said)),
        unregistered=tuple(_unregistered([(p, each) for p, each, m in matched if m is None])),
        undone=tuple(each for each in required if each not in named),
    )


def _of_school(unit: Unit) -> list[Assignment]:
    return [each for each in unit if not (each.family_added or each.is_optional)]


def _gaps(entries: Sequence[RegisterEntry], said: Sequence[Unit]) -> Iterator[SubjectGap]:
    declared: Counter[Subject] = Counter()
    for entry in entries:
        declared[entry.subject] += entry.minutes
    mentioned = {each.subject for unit in said for each in unit}
    for subject in Subject:
        if subject not in declared and subject not in mentioned:
            continue
        sums = [minutes for unit in said if (minutes := _minutes_of(unit, subject)) is not None]
        yield SubjectGap(
            subject=subject,
            declared=declared[subject],
            heard=low_median(sums) if len(sums) >= SEVERAL else None,
            families=sum(any(each.subject is subject for each in unit) for unit in said),
            timed=len(sums),
        )


def _minutes_of(unit: Unit, subject: Subject) -> int | None:
    """A family's minutes for a subject, at the lower end; None where it left some unsaid."""
    of_subject = [each for each in unit if each.subject is subject]
    if not of_subject or any(
        each.minutes is None and not each.minutes_included for each in of_subject
    ):
        return None
    return sum(each.minutes.low for each in of_subject if each.minutes is not None)


def _match(said: Assignment, entries: Sequence[RegisterEntry]) -> RegisterEntry | None:
    """The entry a family speaks of; where either side says only the subject, that is enough."""
    of_subject = [each for each in entries if each.subject is said.subject]
    if not of_subject:
        return None
    if not plain(said.content):
        return of_subject[0]
    best = max(of_subject, key=lambda each: _likeness(each, said))
    return best if _likeness(best, said) >= ALIKE else None


def _likeness(entry: RegisterEntry, said: Assignment) -> float:
    return ALIKE if not plain(entry.content) else alike(entry.content, said.content)


def plain(text: str) -> str:
    """A description without spaces, punctuation and differences of width or case."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def alike(one: str, other: str) -> float:
    """How much two descriptions share, 0 to 1; one inside the other is the same."""
    one, other = plain(one), plain(other)
    if not one or not other:
        return 0.0
    if one in other or other in one:
        return 1.0
    a, b = Counter(_pairs(one)), Counter(_pairs(other))
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def _pairs(text: str) -> list[str]:
    return [text[place : place + 2] for place in range(len(text) - 1)]


def _unregistered(unmatched: Sequence[tuple[int, Assignment]]) -> Iterator[Unregistered]:
    groups: list[list[tuple[int, Assignment]]] = []
    for place, each in unmatched:
        group = next((known for known in groups if _belongs(each, known[0][1])), None)
        if group is None:
            groups.append([(place, each)])
        else:
            group.append((place, each))
    for group in groups:
        families = len({place for place, _ in group})
        if families >= SEVERAL:
            words = _shared([plain(each.content) for _, each in group])
            yield Unregistered(group[0][1].subject, words, families)


def _belongs(one: Assignment, other: Assignment) -> bool:
    if one.subject is not other.subject:
        return False
    if not plain(one.content) or not plain(other.content):
        return plain(one.content) == plain(other.content)
    return alike(one.content, other.content) >= ALIKE


def _shared(texts: Sequence[str]) -> str:
    """The longest words that every one of the texts holds, two characters at least."""
    shortest = min(texts, key=len)
    for length in range(len(shortest), 1, -1):
        for start in range(len(shortest) - length + 1):
            piece = shortest[start : start + length]
            if all(piece in text for text in texts):
                return piece
    return ""


def bias_by_subject(days: Iterable[Reconciliation]) -> Mapping[Subject, tuple[int, int]]:
    """By how many minutes a class's families lie above its register, on a middle day, and on how
    many days both sides spoke of the subject."""
    found: dict[Subject, list[int]] = {}
    for day in days:
        for gap in day.gaps:
            if gap.bias is not None:
                found.setdefault(gap.subject, []).append(gap.bias)
    return {
        subject: (middle, len(biases))
        for subject, biases in found.items()
        if (middle := low_median(biases)) is not None
    }
