"""A class's day out of its reports (当日作业总量): whose report counts, low medians, intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from math import comb

from homework.measures import BREACH_BIT, Measures
from homework.plan import Trust

OPEN = 1 << 30
"""Sorts an open upper end (没写完) above every figure."""

CONFIDENCE = 0.9


@dataclass(frozen=True, slots=True)
class UnitMeasures:
    """What one household, else one reporter, says; `counts` False makes it a lead only (线索)."""

    unit: str | int
    measures: Measures
    counts: bool = True


@dataclass(frozen=True, slots=True)
class ReporterMeasures:
    """One reporter's report; `bound_at` is when the reporter joined the household, if it did."""

    reporter: str | int
    measures: Measures
    household: str | int | None = None
    bound_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """Minutes of a day: medians of the lower and upper ends, and an interval for the true median.

    `interval_low` to `interval_high` holds the median of all families with 90 % confidence where
    there are five reports or more, whatever the distribution; below that it is the whole range.
    """

    low: int
    high: int | None
    interval_low: int
    interval_high: int | None


@dataclass(frozen=True, slots=True)
class DayTotal:
    """What a class got on one day. Spreads and `subjects` are None while no unit counts.

    `breach_units` maps an irregularity to the number of counting units that name it.
    """

    units: int
    lead_units: int
    written: Spread | None
    everything: Spread | None
    subjects: int | None
    item_count: int | None
    noon_units: int
    assumed_units: int
    unfinished_units: int
    no_homework_units: int
    family_added_units: int
    breach_units: Mapping[str, int]


def counted_units(
    reports: Iterable[ReporterMeasures], trust: Trust, closed_at: datetime
) -> tuple[UnitMeasures, ...]:
    """Fold reporters into units of counting: a household speaks once, by its earliest-bound device.

    A binding made after the day closed comes too late for it: that reporter stands for itself.
    Under household trust whoever is not bound is a lead.
    """
    speakers: dict[str | int, tuple[tuple[datetime, str], Measures]] = {}
    alone: list[UnitMeasures] = []
    for report in reports:
        bound_at = report.bound_at
        if report.household is None or bound_at is None or bound_at > closed_at:
            counts = trust is Trust.CLASS
            alone.append(UnitMeasures(f"r:{report.reporter}", report.measures, counts))
            continue
        # The name decides between devices bound in the same moment, so that order never does.
        rank = (bound_at, str(report.reporter))
        speaker = speakers.get(report.household)
        if speaker is None or rank < speaker[0]:
            speakers[report.household] = (rank, report.measures)
    bound = [UnitMeasures(f"h:{each}", measures) for each, (_, measures) in speakers.items()]
    return (*bound, *alone)


def day_total(units: Iterable[UnitMeasures]) -> DayTotal:
    """Weigh a class's day; the order of the units does not matter."""
    everyone = list(units)
    counting = [each.measures for each in everyone if each.counts]
    return DayTotal(
        units=len(counting),
        lead_units=len(everyone) - len(counting),
        written=spread([(each.written_low, each.written_high) for each in counting]),
        everything=spread([(each.all_low, each.all_high) for each in counting]),
        subjects=low_median([each.subjects.bit_count() for each in counting]),
        item_count=low_median([each.item_count for each in counting]),
        noon_units=sum(each.noon_count > 0 for each in counting),
        assumed_units=sum(each.kind_assumed for each in counting),
        unfinished_units=sum(each.all_high is None for each in counting),
        no_homework_units=sum(each.item_count == 0 and each.all_high == 0 for each in counting),
        family_added_units=sum(each.family_low > 0 for each in counting),
        breach_units=_breach_units(counting),
    )


def low_median(values: Sequence[int]) -> int | None:
    """The middle value, the lower of the two middle ones (中间值); None of nothing."""
    return sorted(values)[(len(values) - 1) // 2] if values else None


def spread(ends: Sequence[tuple[int, int | None]]) -> Spread | None:
    """Summarise intervals of minutes; None of nothing."""
    if not ends:
        return None
    lows = sorted(low for low, _ in ends)
    highs = sorted(OPEN if high is None else high for _, high in ends)
    middle = (len(ends) - 1) // 2
    first, last = median_ranks(len(ends))
    return Spread(lows[middle], closed(highs[middle]), lows[first], closed(highs[last]))


def closed(high: int) -> int | None:
    """An upper end as people know it: None where it is open."""
    return None if high >= OPEN else high


@cache
def median_ranks(count: int) -> tuple[int, int]:
    """Ranks (from 0) of the order statistics that enclose the median with 90 % confidence.

    The number of values below the true median is binomial (count, 1/2), whatever they are.
    """
    tail, rank = 1.0, 0
    allowed = (1 - CONFIDENCE) / 2 * 2**count
    while rank < (count - 1) // 2 and tail + comb(count, rank + 1) <= allowed:
        tail += comb(count, rank + 1)
        rank += 1
    return rank, count - 1 - rank


def _breach_units(counting: Sequence[Measures]) -> dict[str, int]:
    found = {}
    for value, bit in BREACH_BIT.items():
        units = sum(each.breaches & bit > 0 for each in counting)
        if units:
            found[value] = units
    return found
