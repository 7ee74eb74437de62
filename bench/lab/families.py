"""How families answer (家庭): honest with rounding and slips, or lying by a plan.

An answer is drawn from a stratified table of 40,000: the honest figure is log-normal about the
true minutes, 60 % round to ten minutes and 25 % to five, one in a hundred slips a nought (up to
480) and one in a hundred says 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import exp, sqrt
from statistics import NormalDist

from homework.measures import MEASURE_FIELDS, measure
from homework.report import MAX_MINUTES, Assignment, Kind, Minutes, Report, Subject
from homework.weighing import Row

CAP = 60
GRADE = 3
QUANTILES = 400
DAY_FACTORS = 15
SHIFT = 25  # what a mimic adds to an honest figure

# Of a hundred families that felt the same minutes: how many answer in which way.
_HABITS = (("ten", 59), ("five", 25), ("exact", 14), ("slip", 1), ("nought", 1))


class Plan(StrEnum):
    """What liars say."""

    JUST_OVER = "63"  # 1.05 × cap
    HALF_AGAIN = "90"  # 1.5 × cap
    MOST = "480"
    SUPPRESS = "20"
    MIMIC = "mimic"  # an honest figure, shifted
    ALTERNATE = "alternate"  # 90 on every other day, honest between


@dataclass(frozen=True, slots=True)
class Truth:
    """A class's true load and how much its families differ. `load` is in caps.

    `sigma` is the spread between families, `bias` what all of them overstate by, `rho` the share
    of the spread that the whole class has in common on a day (a hard exercise is hard for all).
    """

    load: float
    sigma: float = 0.3
    bias: float = 1.0
    rho: float = 0.0


@cache
def row_of(minutes: int) -> Row:
    """The measures row of a report of so many written minutes, made by the product."""
    assignment = Assignment(Subject.MATHS, minutes=Minutes.exactly(minutes), kind=Kind.WRITTEN)
    weighed = measure(Report((assignment,)), GRADE)
    return tuple(getattr(weighed, name) for name in MEASURE_FIELDS)


@cache
def answers(truth: Truth, day: int = 0) -> tuple[int, ...]:
    """Honest answers as a stratified table; `day` is one of DAY_FACTORS equally likely days."""
    centre = truth.load * CAP * truth.bias
    normal = NormalDist()
    if truth.rho:
        centre *= exp(normal.inv_cdf((day + 0.5) / DAY_FACTORS) * truth.sigma * sqrt(truth.rho))
    own = truth.sigma * sqrt(1 - truth.rho)
    table: list[int] = []
    for place in range(QUANTILES):
        felt = centre * exp(own * normal.inv_cdf((place + 0.5) / QUANTILES))
        for habit, count in _HABITS:
            table += [_said(habit, felt)] * count
    return tuple(table)


@cache
def honest_rows(truth: Truth, day: int = 0, selection: float = 1.0) -> tuple[Row, ...]:
    """Rows of those who report, where families over the cap do so `selection` times as often.

    Over the cap is who says so: the harshest reading, since it tilts exactly what is counted.
    """
    rows: list[Row] = []
    for said in answers(truth, day):
        # Halves of a copy keep a selection of 1.5 exact.
        copies = round(2 * selection) if said > CAP else 2
        rows += [row_of(said)] * copies
    return tuple(rows)


@cache
def share_over(truth: Truth, day: int = 0) -> float:
    """The share of families that would say more than the cap."""
    said = answers(truth, day)
    return sum(minutes > CAP for minutes in said) / len(said)


@cache
def liar_rows(plan: Plan, truth: Truth, day_of_week: int) -> Sequence[Row]:
    """What a liar's row is drawn from on a day of the week (0 to 4)."""
    if plan is Plan.MIMIC:
        return tuple(row_of(min(MAX_MINUTES, said + SHIFT)) for said in answers(truth))
    if plan is Plan.ALTERNATE:
        return (row_of(90),) if day_of_week % 2 == 0 else honest_rows(truth)
    return (row_of(int(plan.value)),)


def _said(habit: str, felt: float) -> int:
    said = {
        "ten": 10 * round(felt / 10),
        "five": 5 * round(felt / 5),
        "exact": round(felt),
        "slip": 10 * round(felt),
        "nought": 0,
    }[habit]
    return min(MAX_MINUTES, said)
