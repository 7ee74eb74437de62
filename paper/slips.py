"""Family slips (家庭反馈条): sheets of A4 to cut, no name and no number on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from homework.wording import printed
from paper.sheet import A4, Line, Sheet, Type

COLUMNS, ROWS = 2, 6
A_PAGE = COLUMNS * ROWS
_WIDTH = A4[0] / COLUMNS
_TOP = 10.5
_HEIGHT = (A4[1] - 2 * _TOP) / ROWS
_CODE_SIDE = 33.0
_CODE_LEFT = 9.0  # no printer reaches the last 5 mm, and a code needs white around it
_TEXT_LEFT = 46.5
_TEXT_WIDTH = _WIDTH - _TEXT_LEFT - 5


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """One slip as it is printed: where its code leads, and its short code."""

    link: str
    code: str


@dataclass(frozen=True, slots=True)
class ClassSlips:
    """A class's slips in the order of printing: shuffled, so that it tells nothing of who has which."""

    class_name: str
    slips: Sequence[PrintedSlip]


@dataclass(frozen=True, slots=True)
class SlipSheet:
    """What all slips of one printing share; `has_chat` where the account can be written to."""

    school: str
    valid_until: date
    has_chat: bool


def draw_slips(shared: SlipSheet, classes: Iterable[ClassSlips]) -> bytes:
    """A PDF of slips, twelve a page; every class begins on a page of its own."""
    sheet = Sheet(f"{shared.school} 家庭反馈条")
    for each in classes:
        for start in range(0, len(each.slips), A_PAGE):
            page = each.slips[start : start + A_PAGE]
            for place, slip in enumerate(page):
                row, column = divmod(place, COLUMNS)
                top = _TOP + row * _HEIGHT
                _draw_slip(sheet, shared, (each.class_name, slip), (column * _WIDTH, top))
            sheet.cuts(_cuts(len(page)))
            sheet.end_page()
    return sheet.finish()


def _draw_slip(
    sheet: Sheet, shared: SlipSheet, slip: tuple[str, PrintedSlip], corner: tuple[float, float]
) -> None:
    class_name, own = slip
    x, y = corner
    sheet.code(own.link, x + _CODE_LEFT, y + (_HEIGHT - _CODE_SIDE) / 2, _CODE_SIDE)
    left = x + _TEXT_LEFT
    sheet.fitted(f"{class_name} 家庭反馈条", left, y + 7.6, Type(12.5, is_bold=True), _TEXT_WIDTH)
    below = sheet.block(printed.SLIP_HOW, left, y + 13.3, Type(8), _TEXT_WIDTH)
    below = sheet.block(printed.SLIP_PRIVACY, left, below + 0.8, Type(8), _TEXT_WIDTH)
    label = printed.SLIP_CHAT if shared.has_chat else printed.SLIP_CODE
    words = printed.chat_words(own.code) if shared.has_chat else printed.spaced(own.code)
    sheet.words(label, left, y + 32.2, Type(7.5))
    sheet.words(words, left, y + 37, Type(11, is_bold=True))
    sheet.words(printed.slip_until(shared.valid_until), left, y + 41, Type(6.5))
    sheet.fitted(shared.school, left, y + 44, Type(6.5), _TEXT_WIDTH)


def _cuts(count: int) -> list[Line]:
    """Cuts from edge to edge, so that a guillotine finds them; none across empty paper."""
    rows = -(-count // COLUMNS)
    bottom = _TOP + rows * _HEIGHT
    across = [Line(0, _TOP + row * _HEIGHT, A4[0], _TOP + row * _HEIGHT) for row in range(rows + 1)]
    down = [Line(column * _WIDTH, _TOP, column * _WIDTH, bottom) for column in range(1, COLUMNS)]
    return [*across, *down]
