"""Cells of a table to be opened in Excel (表格单元格): never a formula, whatever a person wrote."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Cell: TypeAlias = str | int | None

_STARTS_FORMULA = tuple("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20|%")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def safe_cell(value: Cell) -> Cell:
    """The value as a cell that no spreadsheet runs: what would begin a formula gets an apostrophe,
    characters that no workbook can hold are dropped."""
    if not isinstance(value, str):
        return value
    # Judged after cleaning: a control character may have stood before the sign.
    clean = _CONTROL.sub("", value)
    begins = clean.lstrip(" \u3000\u00a0\ufeff").startswith(_STARTS_FORMULA)
    return f"'{clean}" if begins or clean.startswith(_STARTS_FORMULA) else clean


def to_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as CSV that Excel opens as UTF-8."""
    out = io.StringIO()
    csv.writer(out).writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
