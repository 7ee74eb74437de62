"""Rows of measures laid out for a rule (称量): what each unit says of the one thing a rule looks at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from homework.measures import MEASURE_FIELDS
from homework.policy.rules import Bound, Measure, Rule
from homework.totals import OPEN

# A row holds the integers, None and bools of MEASURE_FIELDS in their order, as the store selects
# them; a column is one field of every row. Any: their types differ by place.
Row = Sequence[Any]
Columns = Sequence[Sequence[Any]]
Ends = tuple[Sequence[int], Sequence[int]]
"""Lower and upper ends, one of each per row; the same object twice where values are exact."""

_AT = {name: place for place, name in enumerate(MEASURE_FIELDS)}
_WRITTEN_LOW = _AT["written_low"]
_ALL_LOW = _AT["all_low"]
_SUBJECTS = _AT["subjects"]
_WRITTEN_SUBJECTS = _AT["written_subjects"]
_ITEMS = _AT["item_count"]
_WRITTEN = _AT["written_count"]
_ASSUMED = _AT["assumed_count"]
_NOON = _AT["noon_count"]
_BREACHES = _AT["breaches"]
_NO_COLUMNS: Columns = tuple(() for _ in MEASURE_FIELDS)


def columns_of(rows: Sequence[Row]) -> Columns:
    """Turn rows into columns."""
    return tuple(zip(*rows, strict=True)) if rows else _NO_COLUMNS


def ends_reader(rule: Rule) -> Callable[[Columns], Ends]:
    """What reads from columns what every row says of `rule`; a row over its limit is a breach."""
    return _READERS[rule.measure](rule)


def named_breaches(columns: Columns) -> int:
    """Every irregularity that any row names, as bits."""
    named = 0
    for bits in columns[_BREACHES]:
        named |= bits
    return named


def figure_ends(rule: Rule, figures: Sequence[tuple[int, int | None]]) -> Ends:
    """The same for figures that were asked or counted apart from reports (sleep, exams)."""
    lows = [low for low, _ in figures]
    highs = [OPEN if high is None else high for _, high in figures]
    if rule.bound is Bound.AT_LEAST:
        return [-high for high in highs], [-low for low in lows]
    return lows, highs


def _minutes(place: int) -> Callable[[Rule], Callable[[Columns], Ends]]:
    def read(columns: Columns) -> Ends:
        return columns[place], [OPEN if high is None else high for high in columns[place + 1]]

    return lambda rule: read


def _distinct(place: int) -> Callable[[Rule], Callable[[Columns], Ends]]:
    def read(columns: Columns) -> Ends:
        counts = [bits.bit_count() for bits in columns[place]]
        return counts, counts

    return lambda rule: read


def _group(rule: Rule) -> Callable[[Columns], Ends]:
    group = rule.bits

    def read(columns: Columns) -> Ends:
        counts = [(bits & group).bit_count() for bits in columns[_SUBJECTS]]
        return counts, counts

    return read


def _items(rule: Rule) -> Callable[[Columns], Ends]:
    def read(columns: Columns) -> Ends:
        # A total without a single named piece is still homework.
        lows = [
            count or (1 if low else 0)
            for count, low in zip(columns[_ITEMS], columns[_ALL_LOW], strict=True)
        ]
        highs = [
            low or (0 if high == 0 else 1)
            for low, high in zip(lows, columns[_ALL_LOW + 1], strict=True)
        ]
        return lows, highs

    return read


def _written_items(rule: Rule) -> Callable[[Columns], Ends]:
    def read(columns: Columns) -> Ends:
        known = columns[_WRITTEN]
        return known, [low + more for low, more in zip(known, columns[_ASSUMED], strict=True)]

    return read


def _noon(rule: Rule) -> Callable[[Columns], Ends]:
    return lambda columns: (columns[_NOON], columns[_NOON])


def _breach(rule: Rule) -> Callable[[Columns], Ends]:
    bit = rule.bits

    def read(columns: Columns) -> Ends:
        found = [1 if bits & bit else 0 for bits in columns[_BREACHES]]
        return found, found

    return read


_READERS: dict[Measure, Callable[[Rule], Callable[[Columns], Ends]]] = {
    Measure.WRITTEN_MINUTES: _minutes(_WRITTEN_LOW),
    Measure.ALL_MINUTES: _minutes(_ALL_LOW),
    Measure.SUBJECTS: _distinct(_SUBJECTS),
    Measure.WRITTEN_SUBJECTS: _distinct(_WRITTEN_SUBJECTS),
    Measure.GROUP_SUBJECTS: _group,
    Measure.ITEMS: _items,
    Measure.WRITTEN_ITEMS: _written_items,
    Measure.NOON_ITEMS: _noon,
    Measure.BREACH: _breach,
}
