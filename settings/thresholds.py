"""The numbers of judging (判定参数): every default of the product may be changed by a school."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from homework.thresholds import Thresholds
from settings.table import Table

MOST = 1000


def read_thresholds(table: Table) -> Thresholds:
    """The product's thresholds with what the school changed."""
    thresholds = Thresholds()
    for entry in fields(Thresholds):
        value = _read(table, entry.name, getattr(thresholds, entry.name))
        # Any: the value has the field's own type, which a name known only at run time cannot show.
        change: dict[str, Any] = {entry.name: value}
        try:
            thresholds = replace(thresholds, **change)
        except ValueError:
            table.mistake(entry.name, f"{value} 不在允许的范围内")
    return thresholds


def _read(table: Table, name: str, usual: float) -> float:
    """Counts are whole numbers; shares lie between 0 and 1, factors between 1 and 5."""
    if isinstance(usual, int):
        return table.number(name, usual, 0, MOST)
    if name.endswith("factor"):
        return table.decimal(name, usual, 1, 5)
    return table.decimal(name, usual, 0, 1)
