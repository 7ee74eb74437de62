"""Plots: nothing leaves the drawing, dots keep apart, the cap stands where it should."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.pages.console.plot import (
    LEFT,
    RADIUS,
    RIGHT,
    DayFigure,
    axis,
    day_row,
    dot_strip,
    gauge,
)

MINUTES = st.integers(0, 480)
UNITS = st.lists(st.tuples(MINUTES, st.none() | st.integers(0, 60)), min_size=1, max_size=25)
"""Units as (minutes, how much longer it may have taken, or None for an open end)."""

# Other people's processes may hold the machine; how fast values are drawn proves nothing here.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def ends(units: list[tuple[int, int | None]]) -> tuple[list[int], list[int | None]]:
    lows = [low for low, _ in units]
    return lows, [None if more is None else min(480, low + more) for low, more in units]


@patient
@given(UNITS, st.integers(1, 240))
def test_every_unit_is_one_dot_inside_the_drawing(
    units: list[tuple[int, int | None]], cap: int
) -> None:
    lows, highs = ends(units)
    strip = dot_strip(lows, highs, cap, min(lows))

    assert len(strip.dots) == len(units)
    for dot in strip.dots:
        assert LEFT <= dot.x <= RIGHT
        assert dot.x_to is None or dot.x <= dot.x_to <= RIGHT
        assert 0 < dot.y < strip.axis_y < strip.height
    assert sum(dot.is_over for dot in strip.dots) == sum(low > cap for low in lows)


@patient
@given(UNITS)
def test_no_dot_covers_another(units: list[tuple[int, int | None]]) -> None:
    strip = dot_strip(*ends(units), 60, None)

    for index, one in enumerate(strip.dots):
        for other in strip.dots[index + 1 :]:
            is_apart = abs(one.x - other.x) > 2 * RADIUS - 0.2 or abs(one.y - other.y) > 2 * RADIUS
            assert is_apart, (one, other)


@patient
@given(st.lists(MINUTES, max_size=30))
def test_the_axis_reaches_every_value_with_few_round_ticks(values: list[int]) -> None:
    step, last = axis(values)

    assert last >= max([*values, 1])
    assert last % step == 0
    assert last // step <= 8


def test_the_cap_stands_at_the_middle_of_every_gauge() -> None:
    assert (gauge(60, 60).reach, gauge(60, 60).is_over) == (50.0, False)
    assert (gauge(90, 60).reach, gauge(90, 60).is_over) == (75.0, True)
    assert gauge(500, 60).reach == 100.0


def test_a_day_without_a_figure_keeps_its_place() -> None:
    days = [
        DayFigure(None, None, "blind", "11/20", ""),
        DayFigure(80, 60, "over", "11/23", ""),
    ]

    row = day_row(days)

    assert [bar.height > 0 for bar in row.bars] == [False, True]
    assert row.bars[0].x < row.bars[1].x
    assert row.bars[0].cap_y is None
    assert row.bars[1].cap_y is not None
    assert row.bars[1].cap_y > row.bars[1].y  # the bar rises past its cap
