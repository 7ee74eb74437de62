"""What holds of every verdict, whatever parents say. Hypothesis prints the seed of a failure."""

from __future__ import annotations

from dataclasses import astuple, replace

from hypothesis import given, settings
from hypothesis import strategies as some

from homework.measures import Measures
from homework.policy import Severity
from homework.totals import UnitMeasures
from homework.verdicts import (
    Outcome,
    Prepared,
    Stage,
    Thresholds,
    judge,
    judge_class_day,
    prepare,
)
from tests.homework.situations import cap, rule, rules

HELD = rules("national-2021", "plan-p1", grade=3)
RANK = {None: 0, Stage.LEAD: 1, Stage.SUSPECTED: 2}
# Few distinct figures round the cap, so that ties and exact halves come up all the time.
FIGURES = some.sampled_from([0, 30, 55, 60, 61, 64, 66, 67, 75, 76, 90, 480])
SEVERITIES = some.sampled_from([Severity.HARD, Severity.PRINCIPLE, Severity.RECORD])


@some.composite
def measures(draw: some.DrawFn) -> Measures:
    low = draw(FIGURES)
    high = draw(some.one_of(some.none(), some.just(low), some.just(max(low, 62))))
    return Measures(
        low,
        high,
        low,
        high,
        subjects=draw(some.integers(0, 31)),
        item_count=draw(some.integers(0, 4)),
        written_count=draw(some.integers(0, 2)),
        assumed_count=draw(some.integers(0, 1)),
        noon_count=draw(some.integers(0, 1)),
        breaches=draw(some.integers(0, 7)),
    )


@some.composite
def classes(draw: some.DrawFn, largest: int = 12) -> list[UnitMeasures]:
    said = draw(some.lists(measures(), max_size=largest))
    return [UnitMeasures(place, each, draw(some.booleans())) for place, each in enumerate(said)]


REGISTERS = some.one_of(some.none(), measures())


@given(classes(), measures(), REGISTERS)
@settings(max_examples=300, deadline=None)
def test_one_more_report_never_turns_within_into_over(
    units: list[UnitMeasures], loud: Measures, register: Measures | None
) -> None:
    before = judge_class_day(HELD, units, register)
    after = judge_class_day(HELD, [*units, UnitMeasures("loud", loud)], register)
    for was, now in zip(before, after, strict=True):
        assert (was.outcome, now.outcome) != (Outcome.WITHIN, Outcome.OVER)


@given(classes(), measures())
@settings(max_examples=300, deadline=None)
def test_one_more_report_moves_the_figure_by_one_rank_at_most(
    units: list[UnitMeasures], loud: Measures
) -> None:
    written = HELD[0]
    before = judge(written, units)
    if not before.units:
        return
    after = judge(written, [*units, UnitMeasures("loud", loud)])
    middle = (before.units - 1) // 2
    assert after.measured is not None
    lowest = before.lows[max(0, middle - 1)] if middle else min(before.lows[0], loud.written_low)
    highest = before.lows[min(before.units - 1, middle + 1)]
    assert lowest <= after.measured <= max(highest, min(loud.written_low, highest))


@given(classes(), some.randoms(use_true_random=False), REGISTERS)
@settings(max_examples=200, deadline=None)
def test_the_order_of_arrival_does_not_matter(
    units: list[UnitMeasures], chance: object, register: Measures | None
) -> None:
    shuffled = list(units)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert judge_class_day(HELD, shuffled, register) == judge_class_day(HELD, units, register)


@given(classes(), REGISTERS)
@settings(max_examples=200, deadline=None)
def test_judging_twice_changes_nothing(
    units: list[UnitMeasures], register: Measures | None
) -> None:
    assert judge_class_day(HELD, units, register) == judge_class_day(HELD, units, register)


@given(some.lists(measures(), max_size=12))
@settings(max_examples=200, deadline=None)
def test_what_was_kept_of_earlier_classes_changes_no_verdict(said: list[Measures]) -> None:
    rows = [astuple(each) for each in said]
    fresh = Prepared(HELD, Thresholds())
    assert prepare(HELD).judge(rows) == fresh.judge(rows)


@given(classes(), REGISTERS, FIGURES, FIGURES, SEVERITIES)
@settings(max_examples=300, deadline=None)
def test_tightening_a_cap_never_clears_a_class(
    units: list[UnitMeasures],
    register: Measures | None,
    one: int,
    other: int,
    severity: Severity,
) -> None:
    loose = judge(cap(max(one, other), severity), units, register)
    tight = judge(cap(min(one, other), severity), units, register)
    assert RANK[tight.stage] >= RANK[loose.stage]
    assert not (loose.outcome is Outcome.OVER and tight.outcome is not Outcome.OVER)
    assert not (loose.outcome is not Outcome.WITHIN and tight.outcome is Outcome.WITHIN)


@given(classes(), REGISTERS, some.integers(0, 3), some.integers(0, 3))
@settings(max_examples=200, deadline=None)
def test_tightening_a_count_never_clears_a_class(
    units: list[UnitMeasures], register: Measures | None, one: int, other: int
) -> None:
    subjects = rule("plan-p1", "subjects", grade=3)
    loose = judge(replace(subjects, limit=max(one, other)), units, register)
    tight = judge(replace(subjects, limit=min(one, other)), units, register)
    assert RANK[tight.stage] >= RANK[loose.stage]


@given(some.lists(some.sampled_from([0, 20, 45, 60]), min_size=3, max_size=30), FIGURES)
@settings(max_examples=200, deadline=None)
def test_one_loud_parent_in_a_quiet_class_is_a_lead_only(quiet: list[int], loud: int) -> None:
    said = [*quiet, loud]
    units = [UnitMeasures(n, Measures(low, low, low, low)) for n, low in enumerate(said)]
    verdict = judge(cap(), units)
    assert verdict.outcome is Outcome.WITHIN
    assert verdict.stage is (Stage.LEAD if loud > 60 else None)


@given(classes(), classes(), REGISTERS)
@settings(max_examples=200, deadline=None)
def test_leads_never_change_an_outcome_or_a_suspicion(
    units: list[UnitMeasures], flood: list[UnitMeasures], register: Measures | None
) -> None:
    leads = [replace(each, unit=f"x{each.unit}", counts=False) for each in flood]
    for alone, flooded in zip(
        judge_class_day(HELD, units, register),
        judge_class_day(HELD, [*units, *leads], register),
        strict=True,
    ):
        assert (alone.outcome, alone.measured) == (flooded.outcome, flooded.measured)
        assert alone.is_suspected == flooded.is_suspected
        assert alone.lows == flooded.lows


@given(classes(), some.sampled_from([0.5, 2 / 3, 0.75]))
@settings(max_examples=100, deadline=None)
def test_a_warier_school_suspects_no_class_more(units: list[UnitMeasures], share: float) -> None:
    usual = judge(cap(), units)
    wary = judge(cap(), units, thresholds=Thresholds(over_share=share))
    assert RANK[wary.stage] <= RANK[usual.stage]
