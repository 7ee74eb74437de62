"""The laboratory's picture (曲线图): how often a class is suspected in a week, by its true load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_WIDTH, _HEIGHT = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 190, 40, 50


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of the plot: its name, colour, dashes and points (load, share)."""

    name: str
    colour: str
    dashes: str
    points: Sequence[tuple[float, float]]


def svg(curves: Sequence[Curve], title: str, ticks: Mapping[float, str]) -> str:
    """Draw the curves; the x axis is the load in caps, the y axis a share of weeks."""
    low, high = min(ticks), max(ticks)

    def x(load: float) -> float:
        return _LEFT + (load - low) / (high - low) * (_WIDTH - _LEFT - _RIGHT)

    def y(share: float) -> float:
        return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)

    parts = [_frame(title)]
    for share in (0, 0.25, 0.5, 0.75, 1):
        parts.append(_line(x(low), y(share), x(high), y(share), "#ddd"))
        parts.append(_text(_LEFT - 8, y(share) + 4, f"{share:.0%}", "end"))
    for load, words in ticks.items():
        parts.append(_text(x(load), _HEIGHT - _BOTTOM + 18, words, "middle"))
    parts.append(_line(x(1), y(0), x(1), y(1), "#999"))
    parts.append(_text(x((low + high) / 2), _HEIGHT - 10, "true load, in caps", "middle"))
    for place, curve in enumerate(curves):
        path = " ".join(f"{x(load):.1f},{y(share):.1f}" for load, share in curve.points)
        style = f'stroke="{curve.colour}" stroke-width="2" stroke-dasharray="{curve.dashes}"'
        parts.append(f'<polyline points="{path}" fill="none" {style}/>')
        legend = _TOP + 18 * place
        right = _WIDTH - _RIGHT
        parts.append(f'<path d="M{right + 12} {legend}h24" {style}/>')
        parts.append(_text(right + 42, legend + 4, curve.name, "start"))
    return "\n".join([*parts, "</svg>\n"])


def _frame(title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'font-family="sans-serif" font-size="12"><rect width="{_WIDTH}" height="{_HEIGHT}" '
        f'fill="#fff"/>' + _text(_LEFT, 20, title, "start")
    )


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words}</text>'
