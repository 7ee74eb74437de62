"""A class's day out of its reports (当日作业总量)."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from math import comb

import pytest

from homework.days import SHANGHAI
from homework.measures import Measures, measure
from homework.plan import Trust
from homework.report import Irregularity, Report, Subject
from homework.totals import (
    ReporterMeasures,
    UnitMeasures,
    counted_units,
    day_total,
    low_median,
    median_ranks,
)
from tests.homework.situations import interval, minutes, report, units_of, written

CLOSED = datetime(2026, 11, 24, 12, tzinfo=SHANGHAI)
LIGHT, HEAVY = Measures(20, 20, 20, 20), Measures(90, 90, 90, 90)


def bound(reporter: str, household: str, days_ago: int, measures: Measures) -> ReporterMeasures:
    return ReporterMeasures(reporter, measures, household, CLOSED - timedelta(days=days_ago))


def test_the_low_median_is_the_lower_of_the_two_in_the_middle() -> None:
    assert low_median([70, 50, 60, 80]) == 60
    assert low_median([70, 50, 60]) == 60
    assert low_median([]) is None


def test_a_household_speaks_once_by_its_earliest_bound_device() -> None:
    reports = [bound("phone of 李", "李", 3, HEAVY), bound("phone of 张", "李", 9, LIGHT)]
    for order in (reports, reports[::-1]):
        (unit,) = counted_units(order, Trust.HOUSEHOLD, CLOSED)
        assert unit.measures == LIGHT
        assert unit.counts


def test_under_household_trust_a_reporter_without_a_slip_is_a_lead() -> None:
    reports = [ReporterMeasures("r", HEAVY), bound("s", "h", 1, LIGHT)]
    counts = {unit.unit: unit.counts for unit in counted_units(reports, Trust.HOUSEHOLD, CLOSED)}
    assert counts == {"h:h": True, "r:r": False}


def test_under_class_trust_a_reporter_without_a_slip_counts_once() -> None:
    units = counted_units([ReporterMeasures("r", HEAVY)], Trust.CLASS, CLOSED)
    assert [unit.counts for unit in units] == [True]


def test_a_binding_made_before_the_day_closed_counts_its_reports_too() -> None:
    at_the_last_moment = ReporterMeasures("r", HEAVY, "h", CLOSED)
    too_late = ReporterMeasures("s", HEAVY, "i", CLOSED + timedelta(seconds=1))
    units = counted_units([at_the_last_moment, too_late], Trust.HOUSEHOLD, CLOSED)
    assert {unit.unit: unit.counts for unit in units} == {"h:h": True, "r:s": False}


def test_unbound_reports_change_no_figure_of_a_day_under_household_trust() -> None:
    seed = 20240901
    chance = random.Random(seed)
    for _ in range(50):
        honest = [bound(f"d{n}", f"h{n}", 9, _random(chance)) for n in range(chance.randint(0, 9))]
        flood = [ReporterMeasures(f"x{n}", _random(chance)) for n in range(40)]
        alone = day_total(counted_units(honest, Trust.HOUSEHOLD, CLOSED))
        flooded = day_total(counted_units(honest + flood, Trust.HOUSEHOLD, CLOSED))
        assert flooded.lead_units == 40
        assert _without_leads(flooded) == _without_leads(alone), f"seed {seed}"


def _random(chance: random.Random) -> Measures:
    low = chance.randint(0, 200)
    return Measures(
        low, low, low, low, subjects=chance.randint(0, 7), breaches=chance.randint(0, 3)
    )


def _without_leads(total: object) -> list[object]:
    fields = getattr(total, "__slots__", ())
    return [getattr(total, name) for name in fields if name != "lead_units"]


def test_a_day_has_medians_of_both_ends() -> None:
    total = day_total([interval(30, 60), interval(40, 40), interval(50, None)])
    assert total.written is not None
    assert (total.written.low, total.written.high) == (40, 60)
    assert total.unfinished_units == 1


def test_a_day_nobody_reported_has_no_figures() -> None:
    total = day_total([])
    assert (total.units, total.written, total.everything, total.subjects) == (0, None, None, None)


def test_leads_are_counted_apart() -> None:
    total = day_total([*minutes(30, 40), UnitMeasures("x", HEAVY, counts=False)])
    assert (total.units, total.lead_units) == (2, 1)
    assert total.written is not None
    assert total.written.interval_high == 40


def test_a_day_counts_families_by_what_they_name() -> None:
    total = day_total(
        units_of(
            [
                report(written(Subject.CHINESE), irregularities=[Irregularity.PARENT_MARK]),
                report(written(Subject.MATHS), irregularities=[Irregularity.PARENT_MARK]),
                Report(no_homework=True),
            ],
            3,
        )
    )
    assert total.breach_units == {"parent_mark": 2}
    assert total.no_homework_units == 1


@pytest.mark.parametrize("count", range(5, 40))
def test_the_interval_holds_the_median_in_nine_days_of_ten(count: int) -> None:
    first, last = median_ranks(count)
    missed = sum(comb(count, below) for below in range(first + 1)) * 2 / 2**count
    assert last == count - 1 - first
    assert missed <= 0.1
    tighter = sum(comb(count, below) for below in range(first + 2)) * 2 / 2**count
    assert tighter > 0.1 or first == (count - 1) // 2


def test_under_five_families_the_interval_is_the_whole_range() -> None:
    assert [median_ranks(count) for count in (1, 2, 3, 4)] == [(0, 0), (0, 1), (0, 2), (0, 3)]


def test_a_report_is_weighed_the_same_whoever_asks() -> None:
    said = report(written(Subject.CHINESE, 20))
    assert measure(said, 3) == measure(said, 3)
