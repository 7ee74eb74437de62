"""How a class's day is shown to staff (查看): one state a class, bands for small counts, floors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from homework.cases import CaseState
from homework.outcomes import Outcome
from homework.totals import low_median

FLOOR = 5
"""Fewer units than this are never summed up for a class's own teachers."""

_BANDS = ((5, 10), (11, 20))
_FOUND = frozenset({CaseState.CONFIRMED, CaseState.PUBLIC, CaseState.CLOSED})
_CLEARED = frozenset({CaseState.REFUTED, CaseState.CORRECTED})


class CellState(StrEnum):
    """What a class's cell says: 超标, 核实中, 未超标, 样本不足, 盲区; WAITING until the day closes."""

    OVER = "over"
    CHECKING = "checking"
    WITHIN = "within"
    NEAR = "near"  # enough reports, too near the cap to tell
    UNDECIDED = "undecided"
    BLIND = "blind"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a class stands under one rule on one day; `case` is the state of its case, if any."""

    rule_name: str
    unit: str
    outcome: Outcome
    is_lead: bool
    measured: int | None
    permitted: int
    units: int
    units_over: int
    case: CaseState | None = None


@dataclass(frozen=True, slots=True)
class SubjectShare:
    """One subject's part in a day: units naming it, the low median of those that know minutes."""

    subject: str
    units: int
    minutes: int | None


def cell_state(standings: Sequence[Standing], *, quorum: int, is_blind: bool) -> CellState:
    """The one state of a class's day. A person's check outweighs what the reports say; a blind spot
    is never "within"."""
    cases = {each.case for each in standings}
    if cases & _FOUND:
        return CellState.OVER
    if CaseState.SUSPECTED in cases:
        return CellState.CHECKING
    if is_blind:
        return CellState.BLIND
    if max((each.units for each in standings), default=0) < quorum:
        return CellState.UNDECIDED
    unsettled = [each for each in standings if each.case not in _CLEARED]
    is_within = all(each.outcome is Outcome.WITHIN for each in unsettled)
    return CellState.WITHIN if is_within else CellState.NEAR


def floored(state: CellState, units: int) -> CellState:
    """The same for a class's own teachers: a handful of families is nothing to go by."""
    is_from_reports = state in {CellState.WITHIN, CellState.NEAR}
    return CellState.UNDECIDED if is_from_reports and units < FLOOR else state


def readable(standings: Iterable[Standing]) -> list[Standing]:
    """Those whose figure may be printed: from the floor up, or once a case has been opened."""
    return [each for each in standings if each.units >= FLOOR or each.case is not None]


def headline(standings: Iterable[Standing]) -> Standing | None:
    """The minutes figure worth printing in a cell: the one nearest to, or farthest over, its cap."""
    measured = [
        each
        for each in standings
        if each.unit == "分钟" and each.measured is not None and each.permitted > 0
    ]
    return max(measured, key=lambda each: (each.measured or 0) / each.permitted, default=None)


def band(count: int) -> str:
    """How many families, for readers who may not know exactly.

    The lowest band is the whole floor: 5 could be read off a narrower one.
    """
    if count < FLOOR:
        return f"不足{FLOOR}户"
    for low, high in _BANDS:
        if low <= count <= high:
            return f"{low}–{high}户"
    return "20户以上"


def subject_split(
    assignments: Iterable[tuple[int, str, int | None]],
) -> tuple[SubjectShare, ...]:
    """Split a day by subject out of (unit, subject, minutes or None); the heaviest first."""
    sums: dict[str, dict[int, int | None]] = {}
    for unit, subject, minutes in assignments:
        units = sums.setdefault(subject, {})
        known = units.get(unit)
        if minutes is None:
            units.setdefault(unit, None)
        else:
            units[unit] = minutes + (known or 0)
    shares = [
        SubjectShare(
            subject,
            len(units),
            low_median([minutes for minutes in units.values() if minutes is not None]),
        )
        for subject, units in sums.items()
    ]
    return tuple(sorted(shares, key=lambda share: (-(share.minutes or 0), share.subject)))


def by_tens(lows: Iterable[int], cap: int) -> tuple[tuple[str, int, bool], ...]:
    """Units in steps of ten minutes: (words, how many, whether the step lies over the cap).

    The step that holds the cap is split there, so that no row is half over.
    """
    counts: dict[tuple[int, int], int] = {}
    for low in lows:
        start = low // 10 * 10
        end = start + 9
        if start <= cap < end:
            start, end = (start, cap) if low <= cap else (cap + 1, end)
        counts[start, end] = counts.get((start, end), 0) + 1
    return tuple(
        (f"{start}" if start == end else f"{start}–{end}", count, start > cap)
        for (start, end), count in sorted(counts.items())
    )
