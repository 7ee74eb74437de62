"""Posters as pictures, and pictures sized for an article in the account (图文配图)."""

from __future__ import annotations

import io
from collections.abc import Callable

from homework.wording import printed
from paper.posters import Poster
from paper.sheet import Sheet, Type

POSTER_WIDTH = 1654  # pixels: A4 at 200 dots an inch
COVER = (900, 383)
SQUARE = (500, 500)
IN_TEXT = (900, 1200)
_PIXELS_A_MM = 6.0  # the scale the article's pictures are laid out in


def picture_of(pdf: bytes, width: int) -> bytes:
    """The first page of a PDF as a PNG so many pixels wide."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        height = round(width * page.get_height() / page.get_width())
        drawn = page.render(scale=width / page.get_width(), grayscale=True).to_pil()
        # The renderer rounds up: a page of 382.99 pixels comes out a row too high.
        drawn = drawn.crop((0, 0, width, height))
    finally:
        document.close()
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


def cover(school: str, size: tuple[int, int] = COVER) -> bytes:
    """The article's cover; what matters stands in its middle square, which is what chats show."""

    def draw(sheet: Sheet) -> None:
        middle, half, unit = sheet.width / 2, sheet.height / 2, sheet.height / 64
        for place, line in enumerate(printed.ASK_LINES):
            baseline = half - 4 * unit + place * 14 * unit
            sheet.words(line, middle, baseline, Type(30 * unit, True, True))
        above, below = Type(13 * unit, is_centred=True), Type(10 * unit, is_centred=True)
        sheet.fitted(school, middle, half - 19 * unit, above, sheet.height * 0.9)
        sheet.fitted(printed.COVER_HOW, middle, half + 23 * unit, below, sheet.height * 0.9)

    return _drawn(school, size, draw)


def in_text(poster: Poster) -> bytes:
    """A poster's picture for the article's text: the name, and a code to press long on."""

    def draw(sheet: Sheet) -> None:
        middle, wide = sheet.width / 2, sheet.width - 16
        above = poster.school if poster.name != poster.school else printed.WHOLE_SCHOOL
        sheet.fitted(above, middle, 13.5, Type(22, is_centred=True), wide)
        sheet.name(poster.name, middle, 36, Type(50, True, True), wide)
        side = 108.0
        sheet.code(poster.link, middle - side / 2, 47, side)
        sheet.words(printed.IN_ARTICLE, middle, 171, Type(26, True, True))
        sheet.block(poster.privacy, middle, 183, Type(15, is_centred=True), wide)

    return _drawn(poster.name, IN_TEXT, draw)


def _drawn(title: str, size: tuple[int, int], draw: Callable[[Sheet], None]) -> bytes:
    width, height = size
    sheet = Sheet(title, (width / _PIXELS_A_MM, height / _PIXELS_A_MM))
    draw(sheet)
    sheet.end_page()
    return picture_of(sheet.finish(), width)
