"""The rule of judging itself (判定规则): who is over, is it enough to suspect, is it over or within."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from homework.outcomes import Outcome, Stage, Verdict
from homework.policy.rules import Bound, Rule, Severity, Statistic
from homework.thresholds import Thresholds, reaches
from homework.totals import OPEN
from homework.weighing import Ends

NOTHING: Ends = ((), ())


class _Tally(NamedTuple):
    """How the counting units lie about a limit; minima are mirrored, so that over is a breach."""

    lows: Sequence[int]
    highs: Sequence[int]
    limit: int
    units: int
    over: int
    strong: int
    leads: int
    leads_over: int
    declared: int | None  # what the class's own register says, its lower end
    declared_over: bool
    declared_within: bool


class _Finding(NamedTuple):
    suspected: bool
    outcome: Outcome
    figures: Sequence[int]  # whose low median is the figure people read


def weigh(rule: Rule, ends: Ends, leads: Ends, register: Ends, thresholds: Thresholds) -> Verdict:
    """Judge one rule from what the counting units, the leads and the class's register say.

    The order of the units does not matter. One more unit never turns within into over.
    """
    tally = _tally(rule, ends, leads, register, thresholds)
    decide = _categorical if rule.statistic is Statistic.ANY else _typical
    finding = decide(rule, tally, thresholds)
    found = finding.suspected or finding.outcome is Outcome.OVER
    stage: Stage | None = None
    if finding.suspected and rule.severity is not Severity.RECORD:
        stage = Stage.SUSPECTED
    elif found or tally.over or tally.declared_over or tally.leads_over:
        stage = Stage.LEAD
    return _verdict(rule, tally, finding, stage)


def _tally(rule: Rule, ends: Ends, leads: Ends, register: Ends, thresholds: Thresholds) -> _Tally:
    lows = sorted(ends[0])
    highs = lows if ends[1] is ends[0] else sorted(ends[1])
    limit = rule.limit if rule.bound is Bound.AT_MOST else -rule.limit
    far_over = limit + abs(limit) * (thresholds.strong_factor - 1)
    units = len(lows)
    return _Tally(
        lows,
        highs,
        limit,
        units,
        units - bisect_right(lows, limit),
        units - bisect_right(lows, far_over),
        len(leads[0]),
        sum([low > limit for low in leads[0]]),
        register[0][0] if register[0] else None,
        bool(register[0]) and register[0][0] > limit,
        bool(register[1]) and register[1][0] <= limit,
    )


def _typical(rule: Rule, tally: _Tally, thresholds: Thresholds) -> _Finding:
    """Minutes: enough of those that reported are over, or so many far over that none can outvote."""
    units, over = tally.units, tally.over
    is_many = over >= thresholds.min_over_units and reaches(over, thresholds.over_share, units)
    if is_many and rule.severity is Severity.PRINCIPLE and not tally.declared_over:
        grace = tally.limit + abs(tally.limit) * thresholds.margin
        is_many = tally.lows[(units - 1) // 2] > grace
    is_strong = tally.strong >= thresholds.strong_units and reaches(
        tally.strong, thresholds.strong_share, units
    )
    suspected = is_many or is_strong
    outcome = Outcome.UNDECIDED
    if units >= thresholds.quorum:
        if 2 * over > units:
            outcome = Outcome.OVER
        # A strict majority: at exactly half, one more report could turn within into over.
        elif 2 * bisect_right(tally.highs, tally.limit) > units and not suspected:
            outcome = Outcome.WITHIN
    return _Finding(suspected, outcome, tally.lows)


def _categorical(rule: Rule, tally: _Tally, thresholds: Thresholds) -> _Finding:
    """Bans and counts: the class's own register says so, or several families and a third of them."""
    units, over = tally.units, tally.over
    is_many = over >= thresholds.categorical_units and reaches(
        over, thresholds.categorical_share, units
    )
    if is_many or tally.declared_over:
        named = tally.lows[units - over :] if over else tally.lows
        return _Finding(True, Outcome.OVER, named)
    possible = units - bisect_right(tally.highs, tally.limit)
    # One voice among five does not take a clean day away from a class; it stays a lead.
    is_clean = possible == 0 or (possible == 1 and units >= thresholds.public_within_units)
    outcome = Outcome.WITHIN if is_clean and units >= thresholds.quorum else Outcome.UNDECIDED
    return _Finding(False, outcome, tally.lows)


def _verdict(rule: Rule, tally: _Tally, finding: _Finding, stage: Stage | None) -> Verdict:
    figures = finding.figures
    measured = figures[(len(figures) - 1) // 2] if figures else tally.declared
    declared = tally.declared
    lows, highs = tally.lows, tally.highs
    if rule.bound is Bound.AT_LEAST:
        measured = None if measured is None else -measured
        declared = None if declared is None else -declared
        lows, highs = [-high for high in reversed(highs)], [-low for low in reversed(lows)]
    return Verdict(
        rule=rule,
        outcome=finding.outcome,
        stage=stage,
        measured=measured,
        limit=rule.limit,
        units=tally.units,
        units_over=tally.over,
        units_strong=tally.strong,
        units_total=tally.units + tally.leads,
        register_measured=declared,
        register_agrees=_agrees(tally, finding),
        lows=tuple(lows),
        highs=tuple(highs) if not highs or highs[-1] < OPEN else _opened(highs),
    )


def _opened(highs: Sequence[int]) -> tuple[int | None, ...]:
    """Upper ends in order, the open ones, which stand last, as None."""
    closed_ones = bisect_left(highs, OPEN)
    return (*highs[:closed_ones], *[None] * (len(highs) - closed_ones))


def _agrees(tally: _Tally, finding: _Finding) -> bool | None:
    if tally.declared_over == tally.declared_within:
        return None  # there is no register, or it leaves the minutes open
    return tally.declared_over is (finding.suspected or finding.outcome is Outcome.OVER)
