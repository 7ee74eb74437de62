"""A class's school week, many times over (模拟周): draw who reports, judge, count what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from math import comb
from pathlib import Path
from random import Random

from bench.lab.families import (
    DAY_FACTORS,
    GRADE,
    Plan,
    Truth,
    honest_rows,
    liar_rows,
    share_over,
)
from homework.checks import DayEvidence, two_day_licence
from homework.days import SchoolCalendar
from homework.policy import Measure, Rule, effective_rules, read_pack
from homework.thresholds import DEFAULTS, Thresholds
from homework.verdicts import Verdict, judge_rows
from homework.weighing import Row

MONDAY = date(2026, 11, 23)
WEEK = tuple(MONDAY + timedelta(days=day) for day in range(5))
CALENDAR = SchoolCalendar(known_years=frozenset({2026}))
_PACKS = Path(__file__).resolve().parents[2] / "homework" / "policy" / "packs"


@cache
def lab_rules() -> tuple[Rule, ...]:
    """The cap of the default pack: 60 minutes of written homework in grade 3."""
    text = (_PACKS / "national-2021.toml").read_text(encoding="utf-8")
    rules = effective_rules([read_pack("national-2021", text)], GRADE, MONDAY, CALENDAR)
    return tuple(rule for rule in rules if rule.measure is Measure.WRITTEN_MINUTES)


@dataclass(frozen=True, slots=True)
class Panel:
    """Families that agreed to be asked, drawn by lot: asked whenever volunteers raise a suspicion."""

    size: int = 8
    answer_rate: float = 0.7


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of class, under one setting of the school.

    Either a fixed number of `honest` reporters a day beside `liars`, or, where `participation` is
    given, each of `class_size` families reports with that chance, and families over the cap
    `selection` times as often. `days_needed` is how many suspicious days of a week it takes
    before anybody is told.
    """

    truth: Truth
    honest: int = 0
    liars: int = 0
    plan: Plan = Plan.HALF_AGAIN
    class_size: int = 40
    participation: float | None = None
    selection: float = 1.0
    thresholds: Thresholds = DEFAULTS
    panel: Panel | None = None
    days_needed: int = 1


@dataclass(frozen=True, slots=True)
class Weeks:
    """What came of many weeks of a cell."""

    weeks: int
    suspected_days: int
    suspected_weeks: int
    licensed_weeks: int
    reports: int
    asked: int

    @property
    def suspected_day_share(self) -> float:
        return self.suspected_days / (5 * self.weeks)

    @property
    def suspected_week_share(self) -> float:
        return self.suspected_weeks / self.weeks

    @property
    def licensed_week_share(self) -> float:
        return self.licensed_weeks / self.weeks


def simulate(cell: Cell, weeks: int, seed: int) -> Weeks:
    """Live through `weeks` school weeks of a class; the same seed gives the same weeks."""
    chance = Random(f"{seed} {cell}")
    days = suspected_weeks = licensed = reports = asked = 0
    for _ in range(weeks):
        week = [_day(cell, day, chance) for day in range(5)]
        suspected = sum(verdict.is_suspected for verdict, _ in week)
        days += suspected
        suspected_weeks += suspected >= cell.days_needed
        reports += sum(verdict.units for verdict, _ in week)
        asked += sum(asked_families for _, asked_families in week)
        # A licence rests on two suspected days; without them there is nothing to ask.
        licensed += suspected >= 2 and _is_licensed(cell, [verdict for verdict, _ in week])
    return Weeks(weeks, days, suspected_weeks, licensed, reports, asked)


def _is_licensed(cell: Cell, week: Sequence[Verdict]) -> bool:
    evidence = [DayEvidence(day, verdict) for day, verdict in zip(WEEK, week, strict=True)]
    return two_day_licence(evidence, CALENDAR, cell.class_size, cell.thresholds) is not None


def _day(cell: Cell, day_of_week: int, chance: Random) -> tuple[Verdict, int]:
    """The day's verdict, and how many families of the panel had to be asked for it."""
    factor = chance.randrange(DAY_FACTORS) if cell.truth.rho else 0
    rows = _reported(cell, factor, chance)
    if cell.liars:
        rows += chance.choices(liar_rows(cell.plan, cell.truth, day_of_week), k=cell.liars)
    (verdict,) = judge_rows(lab_rules(), rows, thresholds=cell.thresholds)
    if cell.panel is None or not verdict.is_suspected:
        return verdict, 0
    return _asked(cell.panel, verdict, honest_rows(cell.truth, factor), chance), cell.panel.size


def _reported(cell: Cell, factor: int, chance: Random) -> list[Row]:
    if cell.participation is None:
        return chance.choices(honest_rows(cell.truth, factor), k=cell.honest)
    selection = min(cell.selection, 1 / cell.participation)
    over = share_over(cell.truth, factor)
    rate = cell.participation * (1 - over + over * selection)
    count = chance.choices(range(cell.class_size + 1), cum_weights=_binomial(cell.class_size, rate))
    return chance.choices(honest_rows(cell.truth, factor, selection), k=count[0])


def _asked(panel: Panel, verdict: Verdict, answers: Sequence[Row], chance: Random) -> Verdict:
    """The panel answers whatever its load was, so its median is fair; it must be over too."""
    answering = sum(chance.random() < panel.answer_rate for _ in range(panel.size))
    (fair,) = judge_rows(lab_rules(), chance.choices(answers, k=answering))
    return verdict if fair.is_suspected else replace(verdict, stage=None)


@cache
def _binomial(count: int, rate: float) -> tuple[float, ...]:
    weights = (comb(count, k) * rate**k * (1 - rate) ** (count - k) for k in range(count + 1))
    return tuple(accumulate(weights))
