"""What each setting a school can choose costs and finds (各种设置的代价)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bench.lab.families import Plan, Truth
from bench.lab.gates import volunteers
from bench.lab.weeks import Cell, Panel, Weeks
from homework.thresholds import DEFAULTS, Thresholds

CLEAN_SCHOOL = ((0.6, 8), (0.7, 6), (0.8, 6), (0.9, 2))
"""Clean classes of a school of 24, as (load, how many): what they cost in checks a week."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A choice of a school's, by the name it has in docs/verdicts.md."""

    name: str
    thresholds: Thresholds = DEFAULTS
    panel: Panel | None = None
    days_needed: int = 1

    def applied(self, cell: Cell) -> Cell:
        return replace(
            cell, thresholds=self.thresholds, panel=self.panel, days_needed=self.days_needed
        )


SETTINGS = (
    Setting("half (default)"),
    Setting("two thirds", Thresholds(over_share=2 / 3)),
    Setting("three quarters", Thresholds(over_share=0.75)),
    Setting("half, on two days", days_needed=2),
    Setting("half + panel of 8", panel=Panel()),
    Setting("half, strong ≥ 25 %", Thresholds(strong_share=0.25)),
)
PARTICIPATION = (0.05, 0.1, 0.2, 0.3, 0.6)
SELECTION = (1.0, 2.0, 3.0)
LOADS = (*[load for load, _ in CLEAN_SCHOOL], 1.1, 1.2, 1.3, 1.5)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table of settings: a setting under a kind of participation."""

    setting: Setting
    participation: float
    selection: float

    def cell(self, load: float) -> Cell:
        return self.setting.applied(volunteers(load, self.participation, self.selection))


@dataclass(frozen=True, slots=True)
class Costs:
    """What a line comes to; shares are of 1, `checks` are a week in a school of 24 classes."""

    clean_week: float
    checks: float
    missed_day: float
    missed_week: float
    missed_near: float
    published: float
    asked: float


def lines(quick: bool) -> list[Line]:
    """Every line of the table; a quick look leaves out the middle."""
    shares = (0.1, 0.3) if quick else PARTICIPATION
    selections = (1.0, 3.0) if quick else SELECTION
    return [Line(setting, p, s) for s in selections for p in shares for setting in SETTINGS]


def costs(line: Line, results: dict[Cell, Weeks]) -> Costs:
    """Fold the cells of a line: clean ones into checks, overloaded ones into misses."""

    def of(load: float) -> Weeks:
        return results[line.cell(load)]

    return Costs(
        clean_week=of(0.8).suspected_week_share,
        checks=sum(count * of(load).suspected_week_share for load, count in CLEAN_SCHOOL),
        missed_day=1 - of(1.5).suspected_day_share,
        missed_week=1 - of(1.5).suspected_week_share,
        missed_near=1 - of(1.2).suspected_week_share,
        published=of(0.8).licensed_week_share,
        asked=of(0.8).asked / of(0.8).weeks,
    )


@dataclass(frozen=True, slots=True)
class Case:
    """A way families answer, of twelve who report."""

    name: str
    honest: int
    liars: int = 0
    plan: Plan = Plan.HALF_AGAIN
    bias: float = 1.0
    sigma: float = 0.3
    rho: float = 0.0

    def cell(self, load: float) -> Cell:
        truth = Truth(load, self.sigma, self.bias, self.rho)
        return Cell(truth, self.honest, self.liars, self.plan)


CASES = (
    Case("honest", 12),
    Case("all overstate by 15 %", 12, bias=1.15),
    Case("all understate by 15 %", 12, bias=0.85),
    Case("families differ more (σ 0.45)", 12, sigma=0.45),
    Case("families differ less (σ 0.2)", 12, sigma=0.2),
    Case("hard days are hard for all (ρ 0.3)", 12, rho=0.3),
    Case("2 collude, say 90", 10, 2),
    Case("4 collude, say 90", 8, 4),
    Case("6 collude, say 90", 6, 6),
    Case("4 collude, honest + 25", 8, 4, Plan.MIMIC),
    Case("4 collude every other day", 8, 4, Plan.ALTERNATE),
    Case("4 suppress, say 20", 8, 4, Plan.SUPPRESS),
    Case("6 suppress, say 20", 6, 6, Plan.SUPPRESS),
)
CASE_LOADS = (0.7, 0.8, 0.9, 1.0, 1.1, 1.3, 1.6)


def grid() -> list[Cell]:
    """The whole grid of loads, sizes, liars and plans, then of spread, bias and common days."""
    loads = (0.5, 0.7, 0.8, 0.9, 1.0, 1.1, 1.3, 1.6, 2.0)
    cells = []
    for load in loads:
        for honest in (3, 5, 8, 12, 20, 30):
            counts = sorted({0, 1, 2, 4, honest // 2, honest})
            for liars in counts:
                plans = tuple(Plan) if liars else (Plan.HALF_AGAIN,)
                cells += [Cell(Truth(load), honest, liars, plan) for plan in plans]
            for liars in (0, 2):
                cells += [Cell(truth, honest, liars) for truth in _variations(load)]
    return cells


def _variations(load: float) -> list[Truth]:
    return [
        Truth(load, sigma=0.2),
        Truth(load, sigma=0.45),
        Truth(load, bias=0.85),
        Truth(load, bias=1.15),
        Truth(load, rho=0.3),
    ]
