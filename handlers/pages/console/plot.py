"""Plots drawn on the server (图): a gauge, a strip of dots against the cap, a row of days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

WIDTH = 340  # of a phone, so that letters there keep their size
LEFT, RIGHT = 14, 326
RADIUS = 5.5
_STEPS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 240)
_MOST_TICKS = 8


@dataclass(frozen=True, slots=True)
class Gauge:
    """A bar of 100 units: how far the figure reaches and where the cap stands."""

    reach: float
    cap: float
    is_over: bool


def gauge(measured: int, cap: int) -> Gauge:
    """Lay a figure out against its cap, which stands at the middle of every bar: two cards can be
    compared at a glance. What is over twice the cap fills the bar."""
    return Gauge(min(round(50 * measured / cap, 1), 100.0), 50.0, measured > cap)


@dataclass(frozen=True, slots=True)
class Dot:
    """One unit: a dot at its lower end, a line to its upper end; an arrow where that is open."""

    x: float
    y: float
    x_to: float | None
    is_open: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip of dots over an axis, in a drawing `WIDTH` wide and `height` high."""

    height: float
    axis_y: float
    ticks: tuple[tuple[float, int], ...]
    dots: tuple[Dot, ...]
    cap_x: float
    cap: int
    cap_anchor: str
    middle_x: float | None
    middle: int | None
    width: int = WIDTH


def dot_strip(
    lows: Sequence[int], highs: Sequence[int | None], cap: int, middle: int | None
) -> Strip:
    """Place one dot a unit against the cap; dots that would touch are stacked."""
    ends = [high for high in highs if high is not None]
    step, last = axis([*lows, *ends, round(cap * 1.2)])
    at = _Axis(last)
    placed = _stack(list(zip_longest(lows, highs)), cap, at)
    rows = max((row for row, _ in placed), default=0) + 1
    axis_y = 26 + rows * (2 * RADIUS + 2)
    return Strip(
        height=axis_y + 36,
        axis_y=axis_y,
        ticks=tuple((at(value), value) for value in range(0, last + 1, step)),
        dots=tuple(
            Dot(
                dot.x,
                round(axis_y - RADIUS - 3 - row * (2 * RADIUS + 2), 1),
                dot.x_to,
                dot.is_open,
                dot.is_over,
            )
            for row, dot in placed
        ),
        cap_x=at(cap),
        cap=cap,
        cap_anchor="end" if at(cap) > WIDTH * 0.7 else "start",
        middle_x=None if middle is None else at(middle),
        middle=middle,
    )


def axis(values: Iterable[int]) -> tuple[int, int]:
    """A round step and a last tick that hold every value."""
    highest = max([*values, 1])
    step = next((step for step in _STEPS if highest <= step * _MOST_TICKS), _STEPS[-1])
    return step, -(-highest // step) * step


class _Axis:
    def __init__(self, last: int) -> None:
        self._scale = (RIGHT - LEFT) / max(last, 1)

    def __call__(self, value: float) -> float:
        return round(min(LEFT + value * self._scale, RIGHT), 1)


def _stack(ends: Sequence[tuple[int, int | None]], cap: int, at: _Axis) -> list[tuple[int, Dot]]:
    """Put every dot on the lowest row where nothing reaches into its place."""
    taken: list[float] = []  # how far each row is filled
    placed = []
    for low, high in sorted(ends, key=lambda pair: pair[0]):
        x = at(low)
        x_to = min(x + 22, RIGHT) if high is None else at(high) if high > low else None
        row = next((row for row, filled in enumerate(taken) if x - RADIUS > filled), len(taken))
        if row == len(taken):
            taken.append(0.0)
        taken[row] = max(x + RADIUS, x_to or 0.0) + 1
        placed.append((row, Dot(x, 0, x_to, high is None, low > cap)))
    return placed


@dataclass(frozen=True, slots=True)
class DayBar:
    """One school day: a bar from the axis up, the day's own cap as a line across it."""

    x: float
    y: float
    height: float
    cap_y: float | None
    state: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """A row of days with its axis, in a drawing `WIDTH` wide."""

    height: float
    axis_y: float
    bar_width: float
    ticks: tuple[tuple[float, int], ...]
    bars: tuple[DayBar, ...]
    left: float
    right: float = RIGHT
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class DayFigure:
    """A day's figure and cap, either None where there is none or it may not be seen."""

    measured: int | None
    cap: int | None
    state: str
    label: str
    title: str


def day_row(days: Sequence[DayFigure]) -> DayRow:
    """Place a bar a day, oldest first; a day without a figure keeps its place empty."""
    top, bottom, left = 26.0, 172.0, 30.0
    step, last = axis([value for day in days for value in (day.measured, day.cap) if value])
    slot = (RIGHT - left) / max(len(days), 1)
    scale = (bottom - top) / last

    def y(value: int) -> float:
        return round(bottom - value * scale, 1)

    bars = tuple(
        DayBar(
            x=round(left + index * slot, 1),
            y=y(day.measured or 0),
            height=round((day.measured or 0) * scale, 1),
            cap_y=None if day.cap is None else y(day.cap),
            state=day.state,
            label=day.label,
            title=day.title,
        )
        for index, day in enumerate(days)
    )
    ticks = tuple((y(value), value) for value in range(0, last + 1, step))
    return DayRow(bottom + 22, bottom, round(slot, 1), ticks, bars, left)
