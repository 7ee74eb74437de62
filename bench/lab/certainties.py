"""Promises that are no matter of chance (必然): shown by the product's functions, case by case."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from bench.lab.families import Truth, answers, row_of
from bench.lab.weeks import lab_rules
from homework.cases import MOVES, CaseState, Move, needs_check
from homework.checks import is_burst, publishing_units
from homework.days import SHANGHAI
from homework.measures import MEASURE_FIELDS, Measures
from homework.plan import Publication, Trust
from homework.totals import ReporterMeasures, counted_units, day_total
from homework.verdicts import judge_class_day

CLOSED = datetime(2026, 11, 24, 12, tzinfo=SHANGHAI)
_EVENING = datetime(2026, 11, 23, 19, 30, tzinfo=SHANGHAI)


def unbound_effects(days: int, seed: int) -> int:
    """On how many of `days` a flood of unbound reports changed any count, verdict or licence."""
    chance = Random(f"{seed} unbound")
    changed = 0
    for _ in range(days):
        bound = [_report(chance, f"b{n}", bound=True) for n in range(chance.randrange(15))]
        flood = [_report(chance, f"u{n}", bound=False) for n in range(chance.randrange(1, 40))]
        changed += _counts(bound) != _counts(bound + flood)
    return changed


def _report(chance: Random, name: str, *, bound: bool) -> ReporterMeasures:
    load = chance.choice((0.5, 0.8, 1.3, 2.0))
    measures = Measures(
        **dict(zip(MEASURE_FIELDS, row_of(chance.choice(answers(Truth(load)))), strict=True))
    )
    if not bound:
        return ReporterMeasures(name, measures)
    return ReporterMeasures(name, measures, f"h-{name}", CLOSED - timedelta(days=30))


def _counts(reports: list[ReporterMeasures]) -> tuple[object, ...]:
    units = counted_units(reports, Trust.HOUSEHOLD, CLOSED)
    total = day_total(units)
    verdicts = judge_class_day(lab_rules(), units)
    told = [(each.outcome, each.is_suspected, each.measured, each.units_over) for each in verdicts]
    return total.units, total.written, told, publishing_units(reports, CLOSED)


def ways_past_a_check() -> list[CaseState]:
    """States from which a case can become public without a person having confirmed it."""
    if not needs_check(Publication()):
        return [CaseState.SUSPECTED]
    reached, waiting = set(), [CaseState.SUSPECTED]
    while waiting:
        state = waiting.pop()
        reached.add(state)
        onwards = {
            to for (at, move), to in MOVES.items() if at is state and move is not Move.CONFIRM
        }
        waiting += onwards - reached
    return [state for state in reached if (state, Move.PUBLISH) in MOVES]


def bursts(honest: int, caller: int, days: int, seed: int) -> float:
    """The share of days taken for a burst: `honest` reports over an evening, `caller` in a rush.

    Honest reports come about 20:30, give or take an hour; a rush falls into five minutes.
    """
    chance = Random(f"{seed} {honest} {caller}")
    held = 0
    for _ in range(days):
        arrivals = [_EVENING + timedelta(minutes=chance.gauss(60, 60)) for _ in range(honest)]
        called_at = _EVENING + timedelta(minutes=chance.uniform(0, 120))
        arrivals += [called_at + timedelta(minutes=chance.uniform(0, 5)) for _ in range(caller)]
        held += is_burst(arrivals)
    return held / days
