"""Tables as an Excel workbook (工作簿): text and numbers only, never a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Any

from homework.surveys.cells import Cell, safe_cell

_WIDEST = 48


def to_xlsx(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """A workbook of these sheets, by name; the first row of each stays in sight and filters it."""
    # Late: only an export needs the library.
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row, cells in enumerate(rows, 1):
            for column, value in enumerate(cells, 1):
                cell = sheet.cell(row, column)
                cell.value = safe_cell(value)
                if isinstance(value, str):
                    cell.data_type = "s"  # openpyxl would make a formula of "=…"
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
        _widen(sheet, rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _widen(sheet: Any, rows: Sequence[Sequence[Cell]]) -> None:  # the library has no types
    for letter, column in zip(ascii_uppercase, zip(*rows, strict=False), strict=False):
        longest = max((_width(str(value)) for value in column if value is not None), default=1)
        sheet.column_dimensions[letter].width = min(longest + 3, _WIDEST)


def _width(text: str) -> int:
    """In columns: a Chinese character takes two."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
