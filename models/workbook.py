"""Tables as an Excel workbook (工作簿): text, numbers and dates only, never a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from homework.days import SHANGHAI
from homework.surveys.cells import Cell, safe_cell

Value: TypeAlias = Cell | date
"""A day or a moment stays one, so that the school can sort and filter by month."""

_WIDEST = 48
_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


def to_xlsx(sheets: Mapping[str, Sequence[Sequence[Value]]]) -> bytes:
    """A workbook of these sheets, by name; the first row of each stays in sight and filters it."""
    # Late: only an export needs the library.
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row, cells in enumerate(rows, 1):
            for column, value in enumerate(cells, 1):
                _fill(sheet.cell(row, column), value, is_heading=row == 1)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
        _widen(sheet, rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(cell: Any, value: Value, *, is_heading: bool) -> None:  # the library has no types
    from openpyxl.styles import Alignment, Font

    if isinstance(value, datetime):
        # A workbook knows no time zone: the school's own clock.
        cell.value, cell.number_format = value.astimezone(SHANGHAI).replace(tzinfo=None), _MOMENT
    elif isinstance(value, date):
        cell.value, cell.number_format = value, _DAY
    elif value is not None and value != "":
        cell.value = safe_cell(value)
        if isinstance(value, str):
            cell.data_type = "s"  # openpyxl would make a formula of "=…"
    if is_heading:
        cell.font = Font(bold=True)
    elif isinstance(value, str) and _width(value) > _WIDEST - 3:
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _widen(sheet: Any, rows: Sequence[Sequence[Value]]) -> None:
    from openpyxl.utils import get_column_letter

    for place, column in enumerate(zip(*rows, strict=False), 1):
        longest = max((_shown(value) for value in column if value is not None), default=1)
        sheet.column_dimensions[get_column_letter(place)].width = min(longest + 3, _WIDEST)


def _shown(value: Value) -> int:
    if isinstance(value, datetime):
        return len(_MOMENT)
    return len(_DAY) if isinstance(value, date) else _width(str(value))


def _width(text: str) -> int:
    """In columns: a Chinese character takes two."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
