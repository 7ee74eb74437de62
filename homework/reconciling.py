"""Register, teachers and families (对账): minutes declared too low, homework nobody did or registered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from homework.matching import is_same_piece, meant, shared_words
from homework.reconciled import SEVERAL, Heard, Line, Mark, Reconciliation
from homework.registers import Register, RegisterEntry
from homework.report import Assignment, Subject
from homework.totals import OPEN, low_median
from homework.views import FLOOR

UNDER_MINUTES = 10
UNDER_FACTOR = 1.5
UNDER_FACTOR_WHOLE = 1.25
"""The families' middle is so far above what was declared (of a subject or piece; of the whole
evening): too low, and not a matter of slow pupils."""

Unit = Sequence[Assignment]
"""What one family says of a day."""


def reconcile(
    register: Register, units: Iterable[Unit], told: Sequence[RegisterEntry] = ()
) -> Reconciliation:
    """Set a register against its teachers' own entries and what the families of its class say.

    Optional homework and what families added themselves are left out on every side.
    """
    said = [_of_school(unit) for unit in units]
    if len(said) < FLOOR:
        return Reconciliation(len(said))
    sides = _Sides(
        [each for each in register.entries if not each.is_optional],
        [each for each in told if not each.is_optional],
        said,
        register.entries,
    )
    return Reconciliation(
        families=len(said),
        whole=sides.line(None),
        subjects=tuple(sides.line(each) for each in Subject if sides.speaks_of(each)),
        pieces=(*sides.registered(), *sides.unregistered()),
    )


def _of_school(unit: Unit) -> list[Assignment]:
    return [each for each in unit if not (each.family_added or each.is_optional)]


@dataclass(frozen=True, slots=True)
class _Sides:
    """The three sides of a day; `known` is the register with what is optional in it."""

    declared: Sequence[RegisterEntry]
    told: Sequence[RegisterEntry]
    said: Sequence[Unit]
    known: Sequence[RegisterEntry]

    def speaks_of(self, subject: Subject) -> bool:
        if any(each.subject is subject for each in (*self.declared, *self.told)):
            return True
        return any(each.subject is subject for unit in self.said for each in unit)

    def line(self, subject: Subject | None) -> Line:
        """A whole subject, or all of them together."""
        parts = [[e for e in unit if subject in (None, e.subject)] for unit in self.said]
        heard = _heard(parts)
        declared = _sum(each for each in self.declared if subject in (None, each.subject))
        told = _sum(each for each in self.told if subject in (None, each.subject))
        factor = UNDER_FACTOR_WHOLE if subject is None else UNDER_FACTOR
        mark = (
            _mark(declared, heard, factor) if declared else self._undeclared(subject, told, heard)
        )
        return Line(subject, "", declared, told, heard, mark)

    def _undeclared(self, subject: Subject | None, told: int | None, heard: Heard) -> Mark:
        is_optional = any(subject in (None, each.subject) for each in self.known)
        is_missing = told or _is_named(heard.families, len(self.said))
        return Mark.MISSING if is_missing and not is_optional else Mark.UNKNOWN

    def registered(self) -> Iterator[Line]:
        """Every piece on the register, beside what its teacher and the families say of it."""
        named = [[(each, meant(each, self.known)) for each in unit] for unit in self.said]
        teachers = [(each, meant(each, self.declared)) for each in self.told]
        for entry in self.declared:
            parts = [[each for each, of in unit if of == (entry,)] for unit in named]
            is_named = any(entry in of for unit in named for _, of in unit)
            heard = _heard(parts)
            told = _sum(each for each, of in teachers if of == (entry,))
            mark = _mark(entry.minutes, heard, UNDER_FACTOR) if is_named else Mark.UNTOLD
            yield Line(entry.subject, entry.content, entry.minutes, told, heard, mark)

    def unregistered(self) -> Iterator[Line]:
        """Pieces that several families name alike and the register does not; `words` are only what
        all of them wrote, so that one family's own words appear nowhere."""
        groups: list[list[tuple[int, Assignment]]] = []
        for place, unit in enumerate(self.said):
            for each in unit:
                if not meant(each, self.known):
                    _join(groups, place, each)
        for group in groups:
            parts = [[e for p, e in group if p == place] for place in range(len(self.said))]
            heard = _heard(parts)
            if _is_named(heard.families, len(self.said)):
                words = shared_words([each.content for _, each in group])
                told = _sum(
                    e for e in self.told if is_same_piece(e.subject, e.content, group[0][1])
                )
                yield Line(group[0][1].subject, words, None, told, heard, Mark.MISSING)


def _join(groups: list[list[tuple[int, Assignment]]], place: int, said: Assignment) -> None:
    for group in groups:
        first = group[0][1]
        if is_same_piece(first.subject, first.content, said):
            group.append((place, said))
            return
    groups.append([(place, said)])


def _is_named(families: int, of: int) -> bool:
    return families >= SEVERAL and 3 * families >= of


def _sum(entries: Iterable[RegisterEntry]) -> int | None:
    minutes = [each.minutes for each in entries]
    return sum(minutes) if minutes else None


def _heard(parts: Iterable[Sequence[Assignment]]) -> Heard:
    """What families say of one thing, each family's part of it handed in (empty: nothing)."""
    named = [part for part in parts if part]
    ends = [each for part in named if (each := _ends(part)) is not None]
    if len(ends) < FLOOR:
        return Heard(len(named), len(ends))
    high = low_median([high for _, high in ends])
    return Heard(
        len(named),
        len(ends),
        low_median([low for low, _ in ends]),
        None if high is None or high >= OPEN else high,
    )


def _ends(part: Sequence[Assignment]) -> tuple[int, int] | None:
    """A family's minutes for a part, lower and upper end; None where it left some unsaid."""
    if any(each.minutes is None and not each.minutes_included for each in part):
        return None
    known = [each.minutes for each in part if each.minutes is not None]
    highs = [each.high for each in known]
    high = OPEN if None in highs else sum(each for each in highs if each is not None)
    return sum(each.low for each in known), high


def _mark(declared: int, heard: Heard, factor: float) -> Mark:
    if heard.low is None:
        return Mark.UNKNOWN
    if heard.low - declared >= UNDER_MINUTES and heard.low >= factor * declared:
        return Mark.LOW
    # Too high is judged by the upper ends, as 未超标 is.
    high = heard.high
    if high is not None and declared - high >= UNDER_MINUTES and declared >= factor * high:
        return Mark.HIGH
    return Mark.AGREES
