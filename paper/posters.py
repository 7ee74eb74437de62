"""Posters (班级海报, 学校海报) and the index of all codes, A4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from homework.wording import printed
from paper.sheet import A4, Line, Sheet, Type

CODE_SIDE = 110.0
"""Millimetres; at least 60 are promised, and a code is read from ten times its side."""

_MIDDLE = A4[0] / 2
_TEXT_WIDTH = 170.0


@dataclass(frozen=True, slots=True)
class Poster:
    """One poster: whose it is in large, the school above it, and where the code leads.

    `slug` names its files; `how` and `privacy` are its two sentences.
    """

    slug: str
    name: str
    school: str
    link: str
    how: str = printed.HOW
    privacy: str = printed.PRIVACY


def draw_posters(posters: Iterable[Poster], title: str) -> bytes:
    """A PDF with a page of A4 a poster."""
    sheet = Sheet(title)
    for poster in posters:
        draw_poster(sheet, poster)
        sheet.end_page()
    return sheet.finish()


def draw_poster(sheet: Sheet, poster: Poster) -> None:
    """One poster on one page."""
    is_of_class = poster.name != poster.school
    above = poster.school if is_of_class else printed.WHOLE_SCHOOL
    sheet.fitted(above, _MIDDLE, 32, Type(24, is_centred=True), _TEXT_WIDTH)
    size = 76 if is_of_class else 60
    sheet.name(poster.name, _MIDDLE, 66, Type(size, True, True), _TEXT_WIDTH)
    sheet.words(printed.ASK, _MIDDLE, 91, Type(32, is_centred=True))
    sheet.code(poster.link, (A4[0] - CODE_SIDE) / 2, 107, CODE_SIDE)
    look = Type(21, True, True)
    below = sheet.block(poster.how, _MIDDLE, 237, look, _TEXT_WIDTH)
    sheet.block(poster.privacy, _MIDDLE, below + 3, Type(17, is_centred=True), _TEXT_WIDTH)
    sheet.fitted(poster.link, _MIDDLE, 284, Type(11, is_centred=True), _TEXT_WIDTH)


_COLUMNS, _ROWS = 3, 5
_LEFT, _TOP = 15.0, 38.0
_CELL_WIDTH, _CELL_HEIGHT = 60.0, 49.0
_SMALL_CODE = 28.0


def draw_index(posters: Sequence[Poster], school: str, day: date) -> bytes:
    """A PDF of every class's name, small code and link, fifteen a page."""
    sheet = Sheet(f"{school} {printed.INDEX_TITLE}")
    pages = [*_pages(posters)]
    for number, page in enumerate(pages, start=1):
        _draw_index_head(
            sheet, school, f"{day.year}年{day.month}月{day.day}日 第{number}页,共{len(pages)}页"
        )
        for place, poster in enumerate(page):
            row, column = divmod(place, _COLUMNS)
            _draw_cell(sheet, poster, _LEFT + column * _CELL_WIDTH, _TOP + row * _CELL_HEIGHT)
        sheet.end_page()
    return sheet.finish()


def _pages(posters: Sequence[Poster]) -> Iterator[Sequence[Poster]]:
    for start in range(0, len(posters), _COLUMNS * _ROWS):
        yield posters[start : start + _COLUMNS * _ROWS]


def _draw_index_head(sheet: Sheet, school: str, page_words: str) -> None:
    sheet.fitted(f"{school} {printed.INDEX_TITLE}", _LEFT, 20, Type(16, is_bold=True), 130)
    right = A4[0] - _LEFT - sheet.width_of(page_words, Type(9))
    sheet.words(page_words, right, 20, Type(9))
    sheet.words(printed.INDEX_NOTE, _LEFT, 27, Type(9))
    sheet.rule(Line(_LEFT, 31, A4[0] - _LEFT, 31))


def _draw_cell(sheet: Sheet, poster: Poster, x: float, y: float) -> None:
    middle = x + _CELL_WIDTH / 2
    name = poster.name if poster.name != poster.school else printed.WHOLE_SCHOOL_CELL
    sheet.fitted(name, middle, y + 5, Type(12, True, True), _CELL_WIDTH - 6)
    sheet.code(poster.link, middle - _SMALL_CODE / 2, y + 8.5, _SMALL_CODE)
    sheet.fitted(poster.link, middle, y + 42, Type(7, is_centred=True), _CELL_WIDTH - 3)
