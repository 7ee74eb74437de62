"""The promises of judging (门槛): cells, what is measured in them, and the limit each must keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bench.lab.families import Plan, Truth
from bench.lab.weeks import Cell, Weeks
from homework.thresholds import Thresholds

WARY = Thresholds(over_share=0.75)
"""Allows for families over the cap reporting three times as often: 3 / (1 + 3)."""

_ACCUSERS = (Plan.JUST_OVER, Plan.HALF_AGAIN, Plan.MOST, Plan.MIMIC, Plan.ALTERNATE)
_SIZES = (8, 12, 20, 30)


def licensed_weeks(result: Weeks) -> float:
    return result.licensed_week_share


def suspected_weeks(result: Weeks) -> float:
    return result.suspected_week_share


def suspected_days(result: Weeks) -> float:
    return result.suspected_day_share


@dataclass(frozen=True, slots=True)
class Gate:
    """A share that no cell may leave: at most `limit`, or at least, where `at_least`."""

    name: str
    claim: str
    cells: tuple[Cell, ...]
    share: Callable[[Weeks], float]
    limit: float
    at_least: bool = False

    def is_kept(self, share: float) -> bool:
        return share >= self.limit if self.at_least else share <= self.limit

    def cells_for(self, quick: bool) -> tuple[Cell, ...]:
        """A quick look leaves out the easiest loads and the largest classes."""
        if not quick:
            return self.cells
        return tuple(cell for cell in self.cells if cell.truth.load > 0.5 and cell.honest < 30)

    def worst(self, shares: Iterable[float]) -> float:
        return min(shares) if self.at_least else max(shares)


def _clean(loads: tuple[float, ...], sizes: tuple[int, ...], liars: tuple[int, ...]) -> list[Cell]:
    cells = []
    for load in loads:
        for size in sizes:
            for count in liars:
                plans = _ACCUSERS if count else (Plan.HALF_AGAIN,)
                cells += [Cell(Truth(load), size, count, plan) for plan in plans]
    return cells


def _third(loads: tuple[float, ...], plans: tuple[Plan, ...]) -> list[Cell]:
    return [
        Cell(Truth(load), size, liars, plan)
        for load in loads
        for size in _SIZES
        for liars in sorted({0, size // 3})
        for plan in plans
    ]


def volunteers(load: float, participation: float = 0.1, selection: float = 1.0) -> Cell:
    """45 families of whom each reports with a chance."""
    return Cell(Truth(load), class_size=45, participation=participation, selection=selection)


def wary(cell: Cell) -> Cell:
    return replace(cell, thresholds=WARY)


_CLEAN = _clean((0.5, 0.7, 0.8), _SIZES, (0, 1, 2))
_SUPPRESSED = _third((1.6, 2.0), (Plan.SUPPRESS,))
_OUTVOTED = [
    Cell(Truth(load), size, size, Plan.SUPPRESS) for load in (1.6, 2.0) for size in (12, 20, 30)
]

GATES: tuple[Gate, ...] = (
    Gate(
        "G1",
        "clean ≤ 0.8 cap, ≤ 2 liars, ≥ 8 honest: published without a person",
        tuple(_CLEAN),
        licensed_weeks,
        0.008,
    ),
    Gate(
        "G1, 12 up",
        "the same with ≥ 12 honest",
        tuple(cell for cell in _CLEAN if cell.honest >= 12),
        licensed_weeks,
        0.0005,
    ),
    Gate(
        "G2",
        "clean ≤ 0.7 cap, liars ≤ a third of the honest: published",
        tuple(_third((0.5, 0.7), _ACCUSERS)),
        licensed_weeks,
        0.0005,
    ),
    Gate(
        "G3, week",
        "overloaded ≥ 1.6, suppressors ≤ a third: suspected within five days",
        tuple(_SUPPRESSED),
        suspected_weeks,
        0.995,
        at_least=True,
    ),
    Gate(
        "G3, day",
        "the same with ≥ 12 honest: suspected the same day",
        tuple(cell for cell in _SUPPRESSED if cell.honest >= 12),
        suspected_days,
        0.95,
        at_least=True,
    ),
    Gate(
        "G4",
        "overloaded ≥ 1.3, nobody lies, ≥ 8 reporters: suspected within five days",
        tuple(Cell(Truth(load), size) for load in (1.3, 1.6, 2.0) for size in _SIZES),
        suspected_weeks,
        0.995,
        at_least=True,
    ),
    Gate(
        "G5",
        "as many suppressors as honest (≥ 12), 1.6 × cap: suspected the same day",
        tuple(_OUTVOTED),
        suspected_days,
        0.98,
        at_least=True,
    ),
    Gate(
        "V1",
        "45 families, 10 % report, 1.5 × cap: suspected within the week",
        (volunteers(1.5),),
        suspected_weeks,
        0.98,
        at_least=True,
    ),
    Gate(
        "V2",
        "45 families, 10 % report, 0.8 × cap: suspected in the week",
        (volunteers(0.8),),
        suspected_weeks,
        0.15,
    ),
    Gate(
        "V3",
        "45 families, 10 % report, 0.7 × cap: suspected in the week",
        (volunteers(0.7),),
        suspected_weeks,
        0.03,
    ),
    Gate(
        "W1",
        "wary (over_share 0.75): 1.5 × cap, 10 % report: suspected within the week",
        (wary(volunteers(1.5)),),
        suspected_weeks,
        0.98,
        at_least=True,
    ),
)
"""W2, that the wary setting halves false suspicion under self-selection, compares two cells."""

SELECTED = volunteers(0.8, selection=3.0)
