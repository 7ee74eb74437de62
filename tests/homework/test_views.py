"""How a class's day is shown: one state, bands, floors, the split by subject."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homework.cases import CaseState
from homework.outcomes import Outcome
from homework.views import (
    FLOOR,
    CellState,
    Standing,
    band,
    by_tens,
    cell_state,
    floored,
    headline,
    readable,
    subject_split,
)

WITHIN, OVER, UNDECIDED = Outcome.WITHIN, Outcome.OVER, Outcome.UNDECIDED


def standing(
    outcome: Outcome = WITHIN,
    *,
    units: int = 6,
    case: CaseState | None = None,
    measured: int | None = 40,
    permitted: int = 60,
) -> Standing:
    return Standing("书面作业", "分钟", outcome, False, measured, permitted, units, 0, case)


@pytest.mark.parametrize(
    ("standings", "is_blind", "state", "remark"),
    [
        ([standing()], False, CellState.WITHIN, "all rules kept"),
        ([standing(units=2)], False, CellState.UNDECIDED, "below the quorum"),
        ([], False, CellState.UNDECIDED, "nobody today, but somebody this week"),
        ([], True, CellState.BLIND, "nobody for days"),
        ([standing(), standing(UNDECIDED)], False, CellState.NEAR, "enough, but no answer"),
        ([standing(OVER)], False, CellState.NEAR, "over within the margin: no case, no accusation"),
        ([standing(OVER, case=CaseState.SUSPECTED)], False, CellState.CHECKING, "a person is due"),
        ([standing(OVER, case=CaseState.CONFIRMED)], False, CellState.OVER, "a person said so"),
        ([standing(OVER, case=CaseState.PUBLIC)], False, CellState.OVER, "in the hall"),
        ([standing(OVER, case=CaseState.REFUTED)], False, CellState.WITHIN, "a person cleared it"),
        ([standing(OVER, case=CaseState.CORRECTED)], False, CellState.WITHIN, "taken back"),
        ([standing(WITHIN, case=CaseState.RESOLVED)], False, CellState.WITHIN, "reports changed"),
        (
            [standing(OVER, case=CaseState.CONFIRMED), standing(OVER, case=CaseState.SUSPECTED)],
            False,
            CellState.OVER,
            "one found, one waiting",
        ),
        (
            [standing(OVER, case=CaseState.SUSPECTED)],
            True,
            CellState.CHECKING,
            "reports were withdrawn since",
        ),
    ],
)
def test_a_cell_says_what_is_known(
    standings: list[Standing], is_blind: bool, state: CellState, remark: str
) -> None:
    assert cell_state(standings, quorum=3, is_blind=is_blind) is state, remark


def test_no_cell_is_red_without_a_person() -> None:
    for case in (None, CaseState.SUSPECTED, CaseState.RESOLVED, CaseState.REFUTED):
        state = cell_state([standing(OVER, case=case)], quorum=3, is_blind=False)
        assert state is not CellState.OVER, case


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "不足5户"),
        (4, "不足5户"),
        (5, "5–10户"),
        (10, "5–10户"),
        (11, "11–20户"),
        (20, "11–20户"),
        (21, "20户以上"),
    ],
)
def test_bands_hide_the_exact_count(count: int, words: str) -> None:
    assert band(count) == words


@given(st.integers(0, 200))
def test_every_band_holds_at_least_five_counts(count: int) -> None:
    alike = [other for other in range(260) if band(other) == band(count)]

    assert len(alike) >= FLOOR


def test_own_teachers_read_no_verdict_from_a_handful() -> None:
    assert floored(CellState.WITHIN, FLOOR - 1) is CellState.UNDECIDED
    assert floored(CellState.NEAR, FLOOR - 1) is CellState.UNDECIDED
    assert floored(CellState.WITHIN, FLOOR) is CellState.WITHIN
    assert floored(CellState.OVER, FLOOR - 1) is CellState.OVER  # a person found it


def test_a_figure_is_printed_from_the_floor_or_with_a_case() -> None:
    few, enough = standing(units=4), standing(units=5)
    opened = standing(OVER, units=3, case=CaseState.SUSPECTED)

    assert readable([few, enough, opened]) == [enough, opened]


def test_the_cell_prints_the_figure_nearest_its_cap() -> None:
    mild, hot = standing(measured=40, permitted=60), standing(measured=25, permitted=30)

    assert headline([mild, hot]) is hot
    assert headline([standing(measured=None), standing(permitted=0)]) is None


def test_the_split_adds_up_a_units_assignments_and_takes_the_low_median() -> None:
    split = subject_split(
        [
            (1, "数学", 20),
            (1, "数学", 10),
            (2, "数学", 40),
            (3, "数学", None),
            (1, "语文", None),
        ]
    )

    assert [(each.subject, each.units, each.minutes) for each in split] == [
        ("数学", 3, 30),
        ("语文", 1, None),
    ]


def test_minutes_that_were_said_are_not_lost_beside_ones_that_were_not() -> None:
    for order in ([(1, "数学", None), (1, "数学", 15)], [(1, "数学", 15), (1, "数学", None)]):
        [share] = subject_split(order)
        assert (share.units, share.minutes) == (1, 15)


def test_the_step_that_holds_the_cap_is_split_there() -> None:
    assert by_tens([60, 61, 65, 70], 60) == (
        ("60", 1, False),
        ("61–69", 2, True),
        ("70–79", 1, True),
    )


@given(st.lists(st.integers(0, 480), max_size=40), st.integers(1, 240))
def test_the_table_counts_everyone_once_and_on_the_right_side(lows: list[int], cap: int) -> None:
    rows = by_tens(lows, cap)

    assert sum(count for _, count, _ in rows) == len(lows)
    assert sum(count for _, count, is_over in rows if is_over) == sum(low > cap for low in lows)
